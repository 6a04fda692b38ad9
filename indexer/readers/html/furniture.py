"""Which lines of an extracted text belong to the page around it?"""

import re

_LONGEST_OFFER = 300
_LONGEST_LABEL = 160
# What offers a subscription, wherever the line says it
_OFFER = re.compile(
    "|".join(
        (
            r"\b(?:article|contenu|suite|lecture|vidéo|accès|texte|enquête|émission)\b.{0,60}"
            r"\bréservée?s? (?:à nos |aux |à l.ensemble des )(?:abonné|lecteur)",
            r"^réservée?s? (?:à nos |aux )abonné",
            r"il (?:vous )?reste \d+\s?% (?:de|à)\b",
            r"déjà (?:abonnée?|inscrite?)(?:\(e\)|·e)?(?:\(s\))?\s*\?",
            # a price alone is no offer: fares and rents have one too
            r"^(?:abonnez|je m.abonne|s.abonner|lire|lisez|accédez|profitez)\b.{0,120}"
            r"(?:€|\beuros?\b|\bgratuit)",
            r"\babonn.{0,80}\b(?:sans engagement|gratuitement|offert)",
            r"(?:€|\beuros?\b).{0,80}\b(?:sans engagement|le premier mois)",
            r"\billimité.{0,60}(?:€|\beuros?\b)",
            r"vous avez lu \d+\s?%",
            r"profitez de (?:nos|notre|cette) offre",
            r"^(?:pour lire|lire|découvrir) la suite.{0,20}(?:abonn|connect|inscri)",
        )
    ),
    re.IGNORECASE,
)
# What a page puts between paragraphs, when it is the whole line
_LABEL = re.compile(
    "|".join(
        (
            r"(?:passer la )?publicité|la rédaction vous conseille|contenus? sponsorisés?",
            r"(?:partager?|imprimer|commenter|réagir|enregistrer|écouter|offrir|envoyer)"
            r"(?: (?:l.|cet )article)?(?: (?:sur|par) .{1,30})?",
            r"(?:abonnez-vous|je m.abonne|inscrivez-vous|je m.inscris|connectez-vous)\b.{0,140}",
            r"(?:s.abonner|se connecter|s.identifier|s.inscrire)\b.{0,25}",
            r"débloque[rz] (?:cet article|la suite).{0,60}|essai gratuit.{0,40}",
            r"la suite après (?:la|cette) publicité",
            r"copier le lien|lien copié.{0,20}",
            r"ajouter à (?:vos|mes) favoris|vos réactions|\d+ commentaires?",
            r"temps de lecture.{0,30}",
            r"lecture\s*:?\s*\d+ ?min.{0,20}|\d+ ?min(?:utes?)? de lecture",
            # the minute of a message in a live text
            r"\d{1,2}\s?[h:]\s?\d\d|\d{1,3}(?:\+\d{1,2})?\s?[’'′]",
            r"(?:crédits?(?: photos?)?\s?:|©|photos?\s?:|(?:photo|vidéo) d.illustration).{0,100}",
            r"suivez[- ](?:nous|toute l.actualité|l.actualité|l.info)\b.{0,130}",
            r"(?:retrouvez|découvrez) (?:tou(?:te|s)\b|nos |ici |notre dossier).{0,120}",
            r"recevez (?:gratuitement|chaque|tous|le meilleur|l.essentiel|nos).{0,120}",
            r"(?:à )?(?:lire|voir|écouter|regarder) (?:aussi|également)\b.{0,140}",
            r"(?:tags?|mots[- ]clés?|sujets|thèmes?)\s*:.{0,100}",
        )
    ),
    re.IGNORECASE,
)


def is_furniture(line: str) -> bool:
    """Whether a line offers a subscription or only serves the page around the text."""
    if len(line) <= _LONGEST_OFFER and _OFFER.search(line):
        return True
    return len(line) <= _LONGEST_LABEL and _LABEL.fullmatch(line.rstrip(" .:")) is not None
