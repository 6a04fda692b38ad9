"""Which articles do the made-up pages of the web show, and what stands around them?"""

# ruff: noqa: E501 (a line of markup is a line)

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

SITE = "https://www.courrier-anse-noire.example"
SOURCE = "Le Courrier d’Anse-Noire"


@dataclass(frozen=True, kw_only=True)
class Story:
    """What an article says, whatever page shows it; a body line that begins with # is a heading."""

    title: str
    lede: str
    authors: tuple[str, ...]
    path: str
    published: str
    body: tuple[str, ...]

    @property
    def url(self) -> str:
        return SITE + self.path

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(line.removeprefix("# ") for line in self.body)

    @property
    def headings(self) -> tuple[int, ...]:
        return tuple(i for i, line in enumerate(self.body) if line.startswith("# "))


@dataclass(frozen=True, kw_only=True)
class SavedPage:
    """A page, the story that it must give, and what it must give otherwise than the story."""

    name: str
    markup: str
    story: Story
    differs: Mapping[str, object] = field(default_factory=dict)
    forbidden: tuple[str, ...] = ()
    address: str | None = None


PORT = Story(
    title="Au port d’Anse-Noire, la criée change de mains après quarante ans",
    lede="La coopérative des mareyeurs reprend la gestion de la halle à marée, que la chambre de commerce ne voulait plus financer.",
    authors=("Solène Quintin-Barrault",),
    path="/economie/port-criee-2048811",
    published="2024-05-15T06:40:00+02:00",
    body=(
        "La décision était attendue depuis l’hiver. Mardi soir, par onze voix contre quatre, le syndicat mixte du port d’Anse-Noire a confié la halle à marée à la coopérative des mareyeurs, pour une durée de quinze ans.",
        "« Nous savons ce que nous prenons : une dette de 2,3 millions d’euros et un bâtiment qui prend l’eau », résume Gaspard Le Hennaff, qui préside la coopérative depuis 2019. Les trente-quatre salariés seront tous repris, a-t-il promis.",
        "# Une dette qui pèse encore",
        "La chambre de commerce gérait la criée depuis 1984. Elle invoque la baisse des apports : 4 100 tonnes l’an dernier, contre 9 800 en 2004. Les quotas de sole et la hausse du gazole ont éloigné la moitié des chalutiers vers d’autres ports.",
        "Le conseil régional apportera 600 000 euros sur trois ans. « C’est un filet de sécurité, pas un chèque en blanc », prévient la vice-présidente chargée de la mer, Ondine Falguières, qui demande un bilan tous les six mois.",
        "# Des travaux dès septembre",
        "La toiture sera refaite en premier, puis la chaîne du froid. Les ventes continueront pendant le chantier, sous un chapiteau dressé quai de la Tourelle. Les pêcheurs, eux, attendent surtout de savoir combien leur coûtera la glace.",
    ),
)
ECOLE = Story(
    title="École de Saint-Brévalan : la classe unique sauvée pour un an",
    lede="Les parents occupaient la mairie depuis huit jours.",
    authors=("Naïm Caradec", "Judith Ollivaux"),
    path="/education/ecole-saint-brevalan-2051977",
    published="2024-02-12T18:05:00+01:00",
    body=(
        "La classe unique de Saint-Brévalan ne fermera pas à la rentrée. Le directeur académique l’a annoncé lundi aux parents, qui occupaient la salle du conseil municipal depuis le 4 février et y dormaient à tour de rôle.",
        "Dix-sept élèves sont inscrits pour septembre, un de plus que le seuil retenu par le rectorat. Deux familles s’installent au lotissement des Ajoncs, et la commune a fourni leurs baux comme preuve, explique le maire, Aurélien Tanguy-Roze.",
        "L’inspection rappelle que la décision ne vaut que pour une année. « On recommencera s’il le faut, les sacs de couchage sont encore au grenier », répond Blandine Mercœur, mère de trois enfants scolarisés au village.",
        "Un regroupement avec l’école voisine de Kerlozec reste à l’étude. Il supposerait un car matin et soir, que le département estime à 41 000 euros par an, et l’ouverture d’une cantine commune dans l’ancien presbytère.",
    ),
)
MATCH = Story(
    title="Handball : Villemorne arrache le nul à la dernière seconde",
    lede="Menées de cinq buts à la pause, les Villemornaises sont revenues de loin.",
    authors=("Théodora Pinchon",),
    path="/sports/handball/villemorne-nul-2060004",
    published="2023-11-18T22:47:00+01:00",
    body=(
        "Il restait une seconde et quatre dixièmes quand Salomé Ferrandier s’est élevée au-dessus de la défense adverse pour envoyer le ballon sous la barre. Vingt-huit partout, et trois mille spectateurs debout au palais des sports.",
        "La première période avait pourtant viré au cauchemar. Neuf pertes de balle, deux exclusions, une gardienne sortie sur blessure : Villemorne comptait cinq longueurs de retard à la mi-temps, 11-16.",
        "L’entraîneuse Karine Lestrade a changé de défense après le repos. « Je leur ai demandé de monter d’un mètre, pas plus. Elles en ont fait deux », sourit-elle. Le retard a fondu en douze minutes, jusqu’à l’égalité.",
        "Au classement, le club reste sixième, à deux points des places européennes. Prochain rendez-vous mercredi à Port-Lézard, où Villemorne n’a plus gagné depuis 2017.",
    ),
)
BREVE = Story(
    title="Une fuite de gaz évacue la rue des Tanneurs",
    lede="",
    authors=(),
    path="/faits-divers/fuite-gaz-tanneurs-2071310",
    published="2024-09-03T11:20:00+02:00",
    body=(
        "Quarante habitants de la rue des Tanneurs ont été évacués mardi matin après une fuite de gaz, provoquée par une pelleteuse. Ils ont pu rentrer chez eux vers 10 heures. Personne n’a été blessé.",
    ),
)

NAV = '<header class="site-header"><a class="logo" href="/"><img alt="Le Courrier"></a><nav aria-label="Menu principal"><ul><li><a href="/">Accueil</a></li><li><a href="/economie">Économie</a></li><li><a href="/sports">Sports</a></li><li><a href="/abonnement">S’abonner</a></li></ul></nav></header>'
FOOTER = '<footer class="site-footer"><ul><li><a href="/cgu">Conditions générales</a></li><li><a href="/legal">Mentions légales</a></li></ul><p>© Le Courrier d’Anse-Noire, tous droits réservés. Commission paritaire 0525 C 93333.</p></footer>'
COOKIES = '<div id="didomi-host"><div class="didomi-popup-notice"><p>Avec votre accord, nos 947 partenaires et nous utilisons des cookies pour stocker et consulter des données personnelles.</p><button>Accepter et fermer</button><button>Continuer sans accepter</button></div></div>'
RELATED = '<section class="related-articles"><h2>Sur le même sujet</h2><ul><li><article><a href="/b1"><h3>Le phare des Épinettes rallumé pour l’été</h3></a><time datetime="2022-01-01T08:00:00+01:00">1er janvier</time><p>Vingt ans après son extinction, la lanterne retrouve son gardien bénévole.</p></article></li><li><article><a href="/b2"><h3>Les ostréiculteurs comptent leurs pertes</h3></a><p>Les tempêtes de novembre ont arraché un parc sur trois.</p></article></li></ul></section>'
NEWSLETTER = '<div class="newsletter-box"><h3>La lettre du large</h3><p>Chaque vendredi, recevez par courriel le meilleur de la semaine maritime.</p><form><input type="email"><button>Je m’inscris</button></form></div>'
AUTHOR_BOX = '<div class="author-box"><img alt=""><h4>À propos de l’auteur</h4><p>Entrée au journal en 2011, elle suit les dossiers portuaires et judiciaires depuis la rédaction du littoral.</p></div>'
SHARE = '<div class="share-buttons"><span>Partager</span><a href="#">Facebook</a><a href="#">Partager par courriel</a></div>'
READ_ALSO = (
    '<p><strong>Lire aussi :</strong> <a href="/b3">Notre enquête sur les quotas de sole</a></p>'
)
TWEET = '<blockquote class="twitter-tweet"><p lang="fr">Soutien total aux mareyeurs ! <a href="#">pic.twitter.com/xyz</a></p>— Mairie (@mairie_fictive) <a href="#">May 14, 2024</a></blockquote>'
FIGURE = '<figure><img src="/img/halle.jpg"><figcaption>La halle à marée, vue du quai de la Tourelle. Photo Ulysse Bergogne</figcaption></figure>'
NOISE = (
    "947 partenaires",
    "Mentions légales",
    "phare des Épinettes",
    "ostréiculteurs comptent",
    "meilleur de la semaine",
    "Entrée au journal",
    "Partager par courriel",
    "Notre enquête sur les quotas",
    "pic.twitter",
    "vue du quai",
    "Commission paritaire",
)


def paragraphs(story: Story, paragraph: str = "<p>{}</p>", heading: str = "<h2>{}</h2>") -> str:
    """The body of a story, each line in the markup given."""
    return "\n".join(
        heading.format(line[2:]) if line.startswith("# ") else paragraph.format(line)
        for line in story.body
    )


def in_the_middle(story: Story, inserted: str, **markup: str) -> str:
    """The body of a story with something between its second and its third line."""
    lines = paragraphs(story, **markup).split("\n")
    return "\n".join([*lines[:2], inserted, *lines[2:]])


def json_ld(story: Story, **more: object) -> str:
    """The story as a script of JSON-LD."""
    node = {"@context": "https://schema.org", **article_node(story), **more}
    return f'<script type="application/ld+json">{json.dumps(node, ensure_ascii=False)}</script>'


def article_node(story: Story) -> dict[str, object]:
    """The node of JSON-LD that says what a story is."""
    return {
        "@type": "NewsArticle",
        "headline": story.title,
        "description": story.lede,
        "datePublished": story.published,
        "author": [{"@type": "Person", "name": name} for name in story.authors],
        "publisher": {"@type": "Organization", "name": SOURCE},
        "mainEntityOfPage": {"@type": "WebPage", "@id": story.url},
    }


def open_graph(story: Story) -> str:
    """The story as OpenGraph has it."""
    return (
        f'<meta property="og:title" content="{story.title} | {SOURCE}"><meta property="og:url" content="{story.url}">'
        f'<meta property="og:description" content="{story.lede}"><meta property="og:site_name" content="{SOURCE}">'
        f'<meta property="article:published_time" content="{story.published}"><meta property="og:type" content="article">'
    )


def page(story: Story, head: str, body: str) -> str:
    """A page with what newspapers put around an article."""
    return (
        f'<!DOCTYPE html>\n<html lang="fr"><head><meta charset="utf-8"><title>{story.title} - {SOURCE}</title>'
        f'<link rel="canonical" href="{story.url}">{head}</head><body class="page">{COOKIES}{NAV}\n{body}\n{FOOTER}</body></html>'
    )
