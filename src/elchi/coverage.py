"""Whether an article is all accounted for: each sentence claimed, or marked as bearing no fact.

Given the text of a source, its sentences are found anew and held against the passages of the
chronicle. A passage is found again by its position and digest; if the text has changed, by its
digest alone (it moved), or not at all (it was changed or taken out). Nothing here trusts the
positions in the data.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from elchi import passages
from elchi.build import Chronicle
from elchi.errors import InputError, UsageError

_PASSAGES = """
PREFIX elchi: <https://w3id.org/elchi/ontology#>
PREFIX graph: <https://w3id.org/elchi/graph/>
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT ?work ?passage ?start ?end ?digest ?section ?reason WHERE {
  GRAPH graph:claims {
    ?passage oa:hasSource ?work ; oa:hasSelector ?selector ; elchi:digest ?digest .
    ?selector oa:start ?start ; oa:end ?end .
    OPTIONAL { ?passage elchi:section ?section }
    OPTIONAL { ?passage elchi:noFact ?reason }
  }
}
ORDER BY ?work ?start
"""
_CLAIMS = """
PREFIX elchi: <https://w3id.org/elchi/ontology#>
PREFIX graph: <https://w3id.org/elchi/graph/>
SELECT ?passage ?claim
WHERE { GRAPH graph:claims { ?claim a elchi:Claim ; elchi:passage ?passage } }
ORDER BY ?passage ?claim
"""


class Found(NamedTuple):
    """A passage of the chronicle in the text: `status` is 'in place', 'moved' or 'gone'."""

    passage: str
    status: str
    start: int
    end: int
    section: str | None
    reason: str | None
    claims: tuple[str, ...]


class Sentence(NamedTuple):
    """A sentence of the text, and the passages that cover it.

    `status` is 'claimed', 'no fact' (with the reason in its passage) or 'uncovered'.
    """

    segment: passages.Segment
    status: str
    passages: tuple[Found, ...]


class Report(NamedTuple):
    """What `cover` finds: the work, its sentences in order, and its passages in order.

    `as_recorded` says whether the whole text has the digest and length that the chronicle
    records for the work; None where it records none.
    """

    work: str
    sentences: list[Sentence]
    passages: list[Found]
    as_recorded: bool | None

    @property
    def uncovered(self) -> list[Sentence]:
        """The sentences for which nothing in the chronicle accounts."""
        return [s for s in self.sentences if s.status == "uncovered"]

    @property
    def drifted(self) -> list[Found]:
        """The passages that are not where the chronicle says they are."""
        return [p for p in self.passages if p.status != "in place"]

    @property
    def complete(self) -> bool:
        """Whether every sentence is covered, every passage in place, and the text as recorded."""
        return not self.uncovered and not self.drifted and self.as_recorded is not False


def cover(chronicle: Chronicle, path: Path, work: str | None = None) -> Report:
    """Hold the text in the file `path` against the passages of one work of the chronicle.

    `work` is its IRI; without it, the work most of whose passages are in the text. Raises
    InputError where the file cannot be read or no work has passages in it.
    """
    text = passages.read(path)
    candidates = passages.segments(text)
    known = passages.by_digest(candidates)
    by_work = _found(chronicle, text, known)
    if work is not None and work not in by_work:
        raise UsageError(
            f"{work} has no passages with positions",
            mend="works with passages: " + ", ".join(sorted(by_work)),
        )
    best = work or max(
        sorted(by_work),
        key=lambda w: sum(p.status != "gone" for p in by_work[w]),
        default=None,
    )
    if best is None or all(p.status == "gone" for p in by_work[best]):
        raise InputError(
            "no passage of the chronicle is in this text",
            where=str(path),
            mend="is it the right file? it must be the text as it was read, not a PDF of it",
        )
    found = by_work[best]
    sentences = [_sentence(segment, found) for segment in candidates]
    return Report(best, sentences, found, _as_recorded(chronicle, best, text))


def _as_recorded(chronicle: Chronicle, work: str, text: str) -> bool | None:
    rows = chronicle.store.rows(
        f"""PREFIX elchi: <https://w3id.org/elchi/ontology#>
        SELECT ?digest ?length WHERE {{
          OPTIONAL {{ <{work}> elchi:digest ?digest }} OPTIONAL {{ <{work}> elchi:length ?length }}
        }}"""
    )
    found = next(iter(rows), {})
    if not found:
        return None
    digest = found["digest"].value if "digest" in found else passages.digest(text)
    length = found["length"].value if "length" in found else str(len(text))
    return digest == passages.digest(text) and int(length) == len(text)


def _found(
    chronicle: Chronicle, text: str, known: dict[str, list[passages.Segment]]
) -> dict[str, list[Found]]:
    claims: dict[str, list[str]] = {}
    for row in chronicle.store.rows(_CLAIMS):
        claims.setdefault(row["passage"].value, []).append(row["claim"].value)
    by_work: dict[str, list[Found]] = {}
    for row in chronicle.store.rows(_PASSAGES):
        start, end = int(row["start"].value), int(row["end"].value)
        now = passages.locate(text, start, end, row["digest"].value, known)
        by_work.setdefault(row["work"].value, []).append(
            Found(
                row["passage"].value,
                now.status,
                now.start,
                now.end,
                row["section"].value.rsplit("/", 1)[-1] if "section" in row else None,
                row["reason"].value.rsplit("/", 1)[-1] if "reason" in row else None,
                tuple(claims.get(row["passage"].value, ())),
            )
        )
    return by_work


def _sentence(segment: passages.Segment, found: Sequence[Found]) -> Sentence:
    """A sentence is covered by the passages that overlap it, if they leave no word of it out."""
    here = [
        p for p in found if p.status != "gone" and p.start < segment.end and segment.start < p.end
    ]
    reach = segment.start
    for passage in sorted(here, key=lambda p: p.start):
        gap = segment.text[reach - segment.start : max(0, passage.start - segment.start)]
        if gap.strip():
            break
        reach = max(reach, passage.end)
    whole = reach >= segment.end
    if whole and any(p.claims for p in here):
        status = "claimed"
    elif whole and here and all(p.reason for p in here):
        status = "no fact"
    else:
        status = "uncovered"
    return Sentence(segment, status, tuple(here))
