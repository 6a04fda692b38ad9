"""Which parameters have the addresses of searches over time?"""

from indexer.search.trends import Measure, Step
from webapp.contract import kinds
from webapp.contract.parameters import Parameter

SERIES = Parameter(
    name="s",
    french="une recherche à suivre, telle que son adresse l’écrit ; répétée, plusieurs",
    kind=kinds.GIVEN,
    example="q=grève&tag=transports",
)
WORDS = Parameter(
    name="q",
    french="la même chose pour des mots seuls ; répétée, plusieurs",
    kind=kinds.GIVEN,
    example="grève",
)
STEP = Parameter(
    name="by",
    french="ce que vaut un point : un mois ou une année ; sans lui, selon la période",
    kind=kinds.choice(tuple(Step)),
    example="year",
)
MEASURE = Parameter(
    name="measure",
    french="ce qui est dessiné : les articles, ou leur part dans ceux des mêmes sources",
    kind=kinds.choice(tuple(Measure)),
    example="share",
)
TRENDS = (SERIES, WORDS, STEP, MEASURE)
