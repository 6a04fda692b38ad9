"""Which lines of an extracted text belong to the page around it?"""

import re

_LONGEST_OFFER = 300
_LONGEST_LABEL = 160
_EUROS = r"(?:€|\beuros?\b)"
# What offers a subscription; a price alone is no offer: fares and rents have one too
_OFFER = re.compile(
    "|".join(
        (
            r"\b(?:article|contenu|suite|lecture|vidéo|accès|texte|enquête|émission)\b.{0,60}"
            r"\bréservée?s? (?:à nos |aux |à l.ensemble des )(?:abonné|lecteur)",
            r"^réservée?s? (?:à nos |aux )abonné",
            r"(?:il vous reste|vous avez lu) \d+(?:[.,]\d+)?\s?%",
            r"il reste \d+(?:[.,]\d+)?\s?% (?:de (?:cet|l.)\s?article|à (?:lire|découvrir))",
            r"(?:^|[.!?] )(?:vous êtes )?déjà (?:abonnée?|inscrite?)(?:\(e\)|·e)?(?:\(s\))?\s*\?"
            r"(?:\s*(?:connect|identif|se connecter|je me|s.identifier).*)?$",
            rf"^(?:abonnez-vous|je m.abonne|s.abonner)\b.{{0,120}}(?:{_EUROS}|\bgratuit)",
            r"^(?:lire|lisez|accédez|profitez)\b.{0,60}\b(?:articles?|contenus?|suite|offre|accès)\b"
            rf".{{0,80}}{_EUROS}",
            r"\babonn.{0,80}\b(?:sans engagement|gratuitement|offert)",
            rf"{_EUROS}.{{0,80}}\bsans engagement",
            rf"\b\d{{1,2}}(?:[.,]\d\d)?\s?{_EUROS}.{{0,20}}\ble premier mois",
            rf"\billimité.{{0,60}}{_EUROS}",
            r"^profitez de (?:nos|notre|cette) offre\b.{0,25}$",
            r"^(?:pour lire|lire|découvrir) la suite.{0,20}(?:abonn|connect|inscri)",
            r"\baccept(?:e[rz]?|é)\b.{0,40}\bcookies|\bcookies\b.{0,60}\b(?:accept|refus|déposés)",
        )
    ),
    re.IGNORECASE,
)
# What a page puts between paragraphs, when it is the whole line
_LABEL = re.compile(
    "|".join(
        (
            r"(?:passer la )?publicité|la rédaction vous conseille|contenus? sponsorisés?",
            r"publicité, votre contenu continue.{0,20}",
            r"(?:partager?|imprimer|commenter|réagir|enregistrer|écouter|offrir|envoyer)"
            r"(?: (?:l.|cet )article)?(?: (?:sur|par) .{1,30})?",
            r"écouter (?:l.|cet )article.{0,20}",
            r"(?:s.abonner|se connecter|s.identifier|s.inscrire)",
            r"débloque[rz] (?:cet article|la suite).{0,60}|essai gratuit.{0,40}",
            r"(?:lire )?la suite après (?:la|cette) publicité",
            r"copier le lien|lien copié.{0,20}",
            r"ajouter à (?:vos|mes) favoris|lire plus tard",
            r"(?:vos réactions|(?:\d+ )?commentaires?)(?: \(\d+\))?",
            r"(?:voir|lire|charger) (?:plus|la suite|l.article)|plus d.infos?|en savoir plus",
            r"article (?:offert|abonné)|abonnée?s?|premium|newsletters?|votre (?:adresse )?e-?mail",
            r"(?:cet article vous a|vous aimez cet article|cet article vous).{0,20}\?",
            r"signaler (?:une erreur|un abus|ce contenu)|une information à nous transmettre ?\?",
            r"(?:sur le même (?:sujet|thème)|pour aller plus loin|les plus lus|à la une)",
            r"voir cette publication sur \w+|(?:chargement|loading)(?: en cours)?[.…]*",
            r"votre navigateur ne (?:supporte|prend).{0,60}|tous droits réservés.{0,40}",
            r"(?:lecture du .{1,40} en cours sur|vous pouvez lire .{1,40} sur un seul) .{0,40}",
            r"cliquez ici pour (?:voir|afficher|lire|vous).{0,40}",
            r"(?:(?:chaque|tous les|du) [\w ]{3,30}, )?"
            r"recevez (?:gratuitement|chaque|tous|le meilleur|l.essentiel).{0,120}",
            r"temps de lecture.{0,30}",
            r"lecture\s*:?\s*\d+ ?min.{0,20}|\d+ ?min(?:utes?)? de lecture",
            # the minute of a message in a live text
            r"\d{1,2}\s?[h:]\s?\d\d|\d{1,3}(?:\+\d{1,2})?\s?[’'′]",
            # who is thanked or paid
            r"(?:©|photos?) ?(?-i:[A-Z]{2,6})|\(?avec (?-i:[A-Z]{2,6})\)?",
        )
    ),
    re.IGNORECASE,
)
# The same with any words behind, in a line that ends as no sentence does
_OPEN_LABEL = re.compile(
    "|".join(
        (
            r"(?:abonnez-vous|je m.abonne|inscrivez-vous|je m.inscris|connectez-vous)\b.{0,140}",
            r"(?:s.abonner|se connecter|s.identifier|s.inscrire)\b.{0,25}",
            r"(?:crédits?(?: photos?)?\s?:|©|photos?\s?:|(?:photo|vidéo) d.illustration).{0,100}",
            r"(?:suivez|suivre|retrouvez)[- ](?:nous|toute l.|l.actualité|l.info|sur).{0,130}",
            r"(?:retrouvez|découvrez) (?:tou(?:te|s)\b|nos |ici |notre dossier).{0,120}",
            r"recevez nos.{0,120}",
            r"(?:à )?(?:lire|voir|écouter|regarder) (?:aussi|également)\b.{0,140}",
            r"(?:tags?|mots[- ]clés?|sujets|thèmes?)\s*:.{0,100}",
        )
    ),
    re.IGNORECASE,
)
_ENDS_SENTENCE = re.compile(r"\w{3,}\.\s*$")


def is_furniture(line: str) -> bool:
    """Whether a line offers a subscription or only serves the page around the text."""
    if len(line) <= _LONGEST_OFFER and _OFFER.search(line):
        return True
    bare = line.rstrip(" .:")
    if len(line) > _LONGEST_LABEL or not bare:
        return False
    if _LABEL.fullmatch(bare):
        return True
    return _OPEN_LABEL.fullmatch(bare) is not None and not _ENDS_SENTENCE.search(line)
