"""When one thing was as against another: the five relations of time, answered and explained.

Each side is a thing of the chronicle, at the days that its accepted dates allow, or a date of
EDTF. Where an answer cannot be known, it is said which begin or end the dates leave open.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from elchi import edtf
from elchi.asking import cite, rows_of
from elchi.build import Chronicle
from elchi.entities import label, resolve, short
from elchi.errors import UsageError
from elchi.spans import FIRST, LAST, RELATIONS, Answer, Span
from elchi.timeline.dating import given

_DATE = re.compile(r"[\dXY.,/\[\]{}~?%+-]+")


class Source(NamedTuple):
    """A date as sources give it, of which thing, the claims behind it, and where they stand.

    `claims` is empty where the reference layer gives the date.
    """

    when: str
    of: str
    claims: tuple[str, ...]
    cited: tuple[str, ...]


class Side(NamedTuple):
    """One of the two that are compared: a thing (`iri`), or a date (`iri` is None).

    `when` writes its span in EDTF; it is '' where its accepted dates contradict each other.
    `qualifiers` are those of the begin and the end of a date: '~', '?', '%' or ''.
    """

    iri: str | None
    label: str
    when: str
    span: Span
    qualifiers: tuple[str, str]
    sources: tuple[Source, ...]


class Reply(NamedTuple):
    """The answer to one relation; `why` says what is open where it cannot be known."""

    answer: Answer
    why: tuple[str, ...]


class Comparison(NamedTuple):
    """Two sides, and the answer to each relation of the first to the second."""

    first: Side
    second: Side
    relations: dict[str, Reply]

    def to_dict(self) -> dict[str, Any]:
        """The plain form for JSON: a bound that is not known is null, an open one '..'."""
        return {
            "first": _plain(self.first),
            "second": _plain(self.second),
            "relations": {
                name.replace(" ", "_"): {"answer": reply.answer.value, "why": list(reply.why)}
                for name, reply in self.relations.items()
            },
        }


def when(chronicle: Chronicle, first: str, second: str, language: str = "en") -> Comparison:
    """Whether `first` is before, after, during, overlapping or of the same day as `second`.

    Each is a name of a thing in any spelling, or a date of EDTF (2002-09, 1992/.., 199X). Raises
    UsageError where one is neither, or where both are the same thing.
    """
    a, b = _side(chronicle, first, language), _side(chronicle, second, language)
    if a.iri is not None and a.iri == b.iri:
        raise UsageError(
            f"both names are of one thing, {short(a.iri)}",
            mend="name two things, or a thing and a date",
        )
    relations = {}
    for name, relation in RELATIONS.items():
        answer = relation(a.span, b.span)
        relations[name] = Reply(answer, _why(name, a, b) if answer is Answer.UNKNOWN else ())
    return Comparison(a, b, relations)


def _side(chronicle: Chronicle, text: str, language: str) -> Side:
    if _DATE.fullmatch(text) or not text:
        read = edtf.parse(text)
        qualifiers = read.begin.qualifier, read.end.qualifier
        return Side(None, text, text, read.span, qualifiers, ())
    iri = resolve(chronicle.index, text)
    called = label(chronicle.describer.labels.get(iri, {}), language) or short(iri)
    span = bounds_of(chronicle).get(iri, Span(FIRST, LAST, FIRST, LAST))
    written = edtf.write(span) if span.sound() else ""
    return Side(iri, called, written, span, ("", ""), tuple(_sources(chronicle, iri, language)))


def bounds_of(chronicle: Chronicle) -> dict[str, Span]:
    """The span of each thing that the chronicle dates, by IRI."""
    return {
        row["thing"]: Span(
            row.get("earliest", FIRST),
            row.get("latest_begin", LAST),
            row.get("earliest_end", FIRST),
            row.get("latest", LAST),
        )
        for row in rows_of(chronicle, "network", "bounds")
    }


def _sources(chronicle: Chronicle, iri: str, language: str) -> Iterator[Source]:
    said: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows_of(chronicle, "network", "dates", thing=iri):
        said[row["dated"]].append({"claim": "", "work": ""} | row)
    for dated in sorted(said, key=lambda each: (each != iri, each)):
        for dating in given(said[dated]):
            claims = tuple(claim for claim in dating.claims if claim)
            cited = dict.fromkeys(cite(chronicle, claim, language) for claim in claims)
            # A side of which a source says nothing is unknown, and not open.
            yield Source(dating.when.replace("..", ""), dated, claims, tuple(cited))


def _why(relation: str, a: Side, b: Side) -> tuple[str, ...]:
    """What is open of the begins and ends on which a relation turns."""
    contradicted = [side for side in (a, b) if not side.span.sound()]
    if contradicted:
        return tuple(f"by its dates {side.label} ends before it begins" for side in contradicted)
    if relation == "same day":
        return tuple(text for side in (a, b) for text in _vague(side))
    # Each relation says of pairs of ends that the first comes before the second.
    pairs = {
        "before": [((a, "end"), (b, "begin"))],
        "after": [((b, "end"), (a, "begin"))],
        "during": [((b, "begin"), (a, "begin")), ((a, "end"), (b, "end"))],
        "overlaps": [((a, "begin"), (b, "end")), ((b, "begin"), (a, "end"))],
    }[relation]
    unsure = [
        end
        for low, high in pairs
        if len(pairs) == 1 or _days(*low)[1] > _days(*high)[0]
        for end in (low, high)
    ]
    return tuple(dict.fromkeys(_told(*end) for end in unsure if not _exact(*end)))


def _days(side: Side, end: str) -> tuple[str, str]:
    return side.span[:2] if end == "begin" else side.span[2:]


def _exact(side: Side, end: str) -> bool:
    first, last = _days(side, end)
    return first == last


def _told(side: Side, end: str) -> str:
    """What is known of a begin or an end that is not known to the day."""
    first, last = _days(side, end)
    qualifier = side.qualifiers[end == "end"]
    if qualifier in ("?", "%"):
        return f"{side.label} is in doubt, so that nothing is known of when it {end}s"
    if (first, last) == (FIRST, LAST):
        return f"nothing says when {side.label} {end}s"
    if first == FIRST:
        return f"{side.label} {end}s by {last}, and nothing says on which day"
    if last == LAST:
        return f"{side.label} {end}s no earlier than {first}, and nothing says on which day"
    about = ", being approximate" if qualifier == "~" else ""
    return f"{side.label} {end}s between {first} and {last}{about}"


def _vague(side: Side) -> list[str]:
    first, begun, ended, last = side.span
    if (begun, ended) == (last, first) and FIRST != first != last != LAST:
        about = ", being approximate" if "~" in side.qualifiers else ""
        return [f"{side.label} lies between {first} and {last}{about}"]
    return [_told(side, end) for end in ("begin", "end") if not _exact(side, end)]


def _plain(side: Side) -> dict[str, Any]:
    first, begun, ended, last = side.span
    bounds = {
        "earliest": ".." if begun == FIRST else None if first == FIRST else first,
        "latest_begin": ".." if begun == FIRST else None if begun == LAST else begun,
        "earliest_end": ".." if ended == LAST else None if ended == FIRST else ended,
        "latest": ".." if ended == LAST else None if last == LAST else last,
    }
    sources = [
        {"when": s.when, "of": s.of, "claims": list(s.claims), "cited": list(s.cited)}
        for s in side.sources
    ]
    return {"iri": side.iri, "label": side.label, "when": side.when} | bounds | {"sources": sources}
