"""`show`: one thing, its names, its identifiers, and every statement with who makes it."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from elchi import corpus
from elchi.build import Chronicle
from elchi.cli.options import bold, chronicle, parser
from elchi.entities import kind_of, label, resolve, short
from elchi.errors import UnknownName
from elchi.time import shown

if TYPE_CHECKING:
    from elchi.cards import Card

_LINK = "http://www.w3.org/2002/07/owl#sameAs"
_BOUNDS = ("#earliest", "#latestBegin", "#earliestEnd", "#latest")
_ELSEWHERE = ("skos:notation", "#type", "core#notation")


def run(verb: str, arguments: list[str]) -> int:
    """Run `elchi show NAME`."""
    made = parser(verb, "All that the chronicle holds about one thing, and who says so.")
    made.add_argument("name", help="a name in any language and spelling, or an IRI")
    made.add_argument("--kind", help="the kind meant, where several things bear the name")
    made.add_argument("--format", choices=("text", "json"), default="text")
    options = made.parse_args(arguments)
    opened = chronicle(options)
    card = opened.card(_meant(opened, options.name, options.kind or "entity"))
    if options.format == "json":
        print(json.dumps(card, ensure_ascii=False, indent=1))
    else:
        for line in text(card, options.lang):
            print(line)
    return 0


def _meant(opened: Chronicle, name: str, kind: str) -> str:
    """The thing called `name`; claims and passages have no names and are meant by their IRI."""
    try:
        return resolve(opened.index, name, kind)
    except UnknownName:
        iri = name if name.startswith(corpus.ID) else corpus.ID + name.replace(":", "/", 1)
        if kind_of(iri) in ("claim", "passage") and opened.describer.has(iri):
            return iri
        raise


def text(card: Card, language: str) -> Iterator[str]:
    """A card as lines for a person."""
    names = card["labels_of"]

    def name(iri: str) -> str:
        return label(names.get(iri, {}), language) or short(iri)

    own = label(card["labels"], language) or short(card["iri"])
    kinds = ", ".join(name(t) for t in card["types"] if "w3id.org/elchi" in t)
    yield bold(own) + (f"  ({kinds})" if kinds else "")
    yield f"  {short(card['iri'])}  <{card['iri']}>"
    for code, other in card["labels"].items():
        if code != language:
            yield f"  {code}: {other}"
    if card["other_names"]:
        also = "; ".join(dict.fromkeys(other for _, other in card["other_names"]))
        yield from _wrapped(f"also: {also}", "  ")
    yield from _reference(card, name)
    statements = card["statements"]
    yield ""
    yield bold(f"{len(statements)} statement{'' if len(statements) == 1 else 's'}")
    if any(s["date"] is None and s["earliest"] for s in statements):
        yield "  (a date in brackets is that of the event; the statement itself gives none)"
    for statement in statements:
        yield from _statement(statement, language, name)


def _reference(card: Card, name: object) -> Iterator[str]:
    assert callable(name)
    bounds = {p["predicate"].rsplit("#")[-1]: p["value"] for p in card["derived"] if "value" in p}
    when = shown(bounds.get("earliest"), bounds.get("latest"))
    if when:
        yield f"  date: {when}"
    for pair in [*card["reference"], *card["derived"]]:
        predicate = pair["predicate"]
        if predicate.endswith(_BOUNDS):
            continue
        if predicate.endswith(("#type", "#notation")) or "sameAs" in predicate:
            continue
        value = name(pair["object"]) if "object" in pair else pair["value"]
        yield from _wrapped(f"{predicate.rsplit('#', 1)[-1].rsplit('/', 1)[-1]}: {value}", "  ")
    for found in card["identifiers"]:
        yield f"  {name(found['scheme'])}: {found['value']}"


def _statement(statement: Card, language: str, name: object) -> Iterator[str]:
    assert callable(name)
    merged = shown(statement["earliest"], statement["latest"])
    when = statement["date"] or (f"({merged})" if merged else "undated")
    said = label(statement["paraphrase"], "uz" if language == "uz-Cyrl" else language)
    marks = [m for m in (statement["stance"], statement["verdict"]) if m and m != "asserts"]
    if not statement["accepted"] and statement["stance"] == "asserts":
        marks.append("not taken as fact")
    mark = f" [{', '.join(marks)}]" if marks else ""
    yield ""
    yield from _wrapped(f"{when:<10}  {said}{mark}", "  ", " " * 14)
    yield from _wrapped(cited(statement, name), " " * 14)
    note = label(statement["note"], language)
    if note:
        yield from _wrapped(f"note: {note}", " " * 14)


def cited(statement: Card, name: object) -> str:
    """Where a statement stands, for a person: work, line, characters, works it cites."""
    assert callable(name)
    source = statement["source"]
    places = []
    for place in source["passages"]:
        if place["line"] is not None:
            places.append(f"line {place['line']} (characters {place['start']}-{place['end']})")
        else:
            places.append(label(place["locator"], "en"))
    parts = [f"— {name(source['work'])}, {'; '.join(places)}"]
    if statement["held_by"]:
        parts.append("held by " + ", ".join(name(iri) for iri in statement["held_by"]))
    if statement["hedge"]:
        parts.append("hedged: " + ", ".join(f"“{word}”" for word in statement["hedge"]))
    if statement["cites"]:
        parts.append("citing " + ", ".join(name(iri) for iri in statement["cites"]))
    if statement["fulfilled_by"]:
        parts.append("fulfilled by " + ", ".join(name(iri) for iri in statement["fulfilled_by"]))
    return "; ".join(parts)


def _wrapped(line: str, indent: str, further: str | None = None) -> list[str]:
    return textwrap.wrap(
        line,
        width=100,
        initial_indent=indent,
        subsequent_indent=further if further is not None else indent + "  ",
        break_on_hyphens=False,
        break_long_words=False,
    )


def names_of(card: Card) -> Mapping[str, Mapping[str, str]]:
    """The names, by IRI and language, of all that a card mentions, itself included."""
    return {**card["labels_of"], card["iri"]: card["labels"]}
