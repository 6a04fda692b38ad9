"""How high does a chain rank the documents that answer? BM25, nDCG@10, MRR@10, Recall@100."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from math import log, log2
from statistics import fmean

from benchmarks.relevance.chains import Chain
from benchmarks.relevance.documents import Question

K1 = 1.2
B = 0.75
CUT = 10
DEPTH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Means over the questions, from 0 to 1."""

    ndcg: float
    mrr: float
    recall: float


class Index:
    """Documents under BM25 as Lucene computes it, a query being the OR of its distinct terms.

    Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework", eq. 3.15, with Lucene's
    idf ln(1 + (N - n + 0.5) / (n + 0.5)), never negative, and without the constant k1 + 1.
    """

    def __init__(self, texts: Mapping[str, str], chain: Chain) -> None:
        self._chain = chain
        terms = {key: chain(text) for key, text in texts.items()}
        mean = fmean(map(len, terms.values()))
        postings: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for key, held in terms.items():
            norm = K1 * (1 - B + B * len(held) / mean)
            for term, count in Counter(held).items():
                postings[term].append((key, count / (count + norm)))
        self._postings = {
            term: (log(1 + (len(terms) - len(found) + 0.5) / (len(found) + 0.5)), found)
            for term, found in postings.items()
        }

    def search(self, query: str) -> list[str]:
        """The ids of the best DEPTH documents, best first; equal scores stand by id."""
        scores = self.score(query)
        return nsmallest(DEPTH, scores, key=lambda key: (-scores[key], key))

    def score(self, query: str) -> dict[str, float]:
        """The scores of the documents that hold a term of the query, by id."""
        scores: dict[str, float] = defaultdict(float)
        # in the query's order: a set's would change the last digits from one run to the next
        for term in dict.fromkeys(self._chain(query)):
            if term in self._postings:
                idf, found = self._postings[term]
                for key, weight in found:
                    scores[key] += idf * weight
        return scores


def measure(index: Index, questions: Iterable[Question]) -> Ranking:
    """The means over the questions."""
    answered = [(index.search(question.text), question.grades) for question in questions]
    return Ranking(
        ndcg=fmean(ndcg(found, grades) for found, grades in answered),
        mrr=fmean(reciprocal_rank(found, grades) for found, grades in answered),
        recall=fmean(recall(found, grades) for found, grades in answered),
    )


def ndcg(found: list[str], grades: Mapping[str, int]) -> float:
    """nDCG@10 with the grade as the gain; Järvelin and Kekäläinen 2002, discount log2(1 + rank)."""
    ideal = sorted(grades.values(), reverse=True)
    return _dcg([grades.get(key, 0) for key in found[:CUT]]) / _dcg(ideal[:CUT])


def _dcg(gains: list[int]) -> float:
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, 1))


def reciprocal_rank(found: list[str], grades: Mapping[str, int]) -> float:
    """1 / rank of the first document that answers among ten, else 0; Voorhees 1999."""
    return next((1 / rank for rank, key in enumerate(found[:CUT], 1) if key in grades), 0.0)


def recall(found: list[str], grades: Mapping[str, int]) -> float:
    """The share of the documents that answer among the first hundred."""
    return len(grades.keys() & set(found[:DEPTH])) / len(grades)
