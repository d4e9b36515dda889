"""iCalendar (RFC 5545): the anniversaries of what was signed, established or came into force.

One all-day event a year, first on the day itself, for each event whose day the accepted sources
give: which types of event are kept is in `queries/exports/anniversaries.rq`. An event of which
only a month or a year is known, or on whose day accepted sources disagree, has no day to be kept
and is left out; how many were is in `X-ELCHI-LEFT-OUT`. The description holds what the sources
say, each with where it stands; paraphrases are in English and Uzbek, and other languages get the
English. What is kept on 29 February comes in leap years alone, since RFC 5545 leaves out days
that a year does not have (3.3.10). DTSTAMP is the day of the newest edition: there is no clock.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from elchi import corpus
from elchi.asking import cite, rows_of
from elchi.build import Chronicle
from elchi.entities import LANGUAGES, label
from elchi.export.icaltext import document, line, text
from elchi.export.release import release

NAME = "ics"
ABOUT = "iCalendar: anniversaries of signings, relations and entries into force, every year"
MEDIA_TYPE = "text/calendar"
SUFFIX = ".ics"

_NAMES = {
    "en": "Diplomatic anniversaries (elchi)",
    "uz": "Diplomatik yubileylar (elchi)",
    "uz-Cyrl": "Дипломатик юбилейлар (elchi)",
    "ru": "Дипломатические годовщины (elchi)",
    "kk": "Дипломатиялық мерейтойлар (elchi)",
}


def write(chronicle: Chronicle, language: str) -> bytes:
    """The calendar; names are in `language`."""
    newest = release(chronicle)
    kept: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows_of(chronicle, "exports", "anniversaries"):
        for column, value in row.items():
            kept[row["event"]][column].add(value)
    dated = {iri: about for iri, about in kept.items() if _day(about)}
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        line("PRODID", text(f"-//elchi//elchi {newest.version}//EN")),
        "CALSCALE:GREGORIAN",
        line("X-WR-CALNAME", text(_NAMES[language])),
        line("X-ELCHI-LEFT-OUT", str(len(kept) - len(dated))),
    ]
    stamp = f"{newest.day.replace('-', '')}T000000Z"
    for iri, about in sorted(dated.items(), key=lambda item: (_day(item[1]), item[0])):
        lines += _event(chronicle, iri, about, stamp, language)
    return document([*lines, "END:VCALENDAR"])


def _day(about: dict[str, set[str]]) -> str:
    """The one day on which an event lies; '' where there is none."""
    days = about["earliest"] | about["latest"]
    return next(iter(days)) if len(days) == 1 else ""


def _event(
    chronicle: Chronicle, iri: str, about: dict[str, set[str]], stamp: str, language: str
) -> Iterator[str]:
    names = chronicle.describer.labels
    summary, tongue = _said(names.get(iri, {}), language)
    yield "BEGIN:VEVENT"
    yield line("UID", text(iri))
    yield line("DTSTAMP", stamp)
    yield line("DTSTART", _day(about).replace("-", ""), VALUE="DATE")
    yield "RRULE:FREQ=YEARLY"
    yield line("SUMMARY", text(summary or iri.removeprefix(corpus.ID)), LANGUAGE=tongue)
    described = [_statement(chronicle, claim, language) for claim in sorted(about["claim"])]
    if described:
        tongues = {spoken for _, spoken in described}
        spoken = tongues.pop() if len(tongues) == 1 else ""
        body = "\n\n".join(dict.fromkeys(said for said, _ in described))
        yield line("DESCRIPTION", text(body), LANGUAGE=spoken)
    yield line("URL", iri, VALUE="URI")
    kinds = [_said(names.get(kind, {}), language) for kind in sorted(about["type"])]
    for kind, tongue in kinds:
        if kind:
            yield line("CATEGORIES", text(kind), LANGUAGE=tongue)
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _statement(chronicle: Chronicle, claim: str, language: str) -> tuple[str, str]:
    """What a claim says and where it stands, and the language in which that is said."""
    said, tongue = _said(chronicle.describer.statement(claim)["paraphrase"], language)
    return f"{said} — {cite(chronicle, claim, language)}", tongue


def _said(texts: dict[str, str], language: str) -> tuple[str, str]:
    """A text in `language`, or in what stands in for it, and the language that it is in."""
    said = label(texts, language)
    return said, next((tongue for tongue in LANGUAGES if texts.get(tongue) == said), "")
