"""Nanopublications in TriG: each claim a publication of its own, with its provenance.

A nanopublication is four graphs: the head that names the others, what is asserted, where that
comes from, and who published it when (nanopub.net, guidelines). A reader may meet one alone, or
gather the assertions of thousands. So **what is in an assertion graph is taken to be stated as
true**, and only a claim that is a fact under the policy goes there as it stands. Any other (a
plan, a hope, a judgement, a denial, a reading no more than possible, an error of the source) is
asserted of its source instead: that the source makes this claim, with this stance, in these words,
and that its statements are such and such, as `rdf:Statement`s, which assert nothing themselves.

To a folder or a .zip goes one file a claim; anywhere else all of them in one. Their names are
trusty URIs, which change with their contents. The chronicle keeps days and readers of
nanopublications know only instants, so `dcterms:created` is the first instant of the day, in UTC,
and `dcterms:date` is the day as it is kept. Nothing is signed: that takes a key, which is the
publisher's. Claims withdrawn from the chronicle are left out. Texts are in all their languages,
whichever was asked for: a publication is one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import PurePath

import pyoxigraph as ox

from elchi import corpus
from elchi.asking import rows_of
from elchi.build import Chronicle
from elchi.export.archive import zipped
from elchi.export.rdf import PREFIXES, RDF, SKOS, XSD, Triple, Turtle, triples
from elchi.export.release import release
from elchi.export.saving import is_folder
from elchi.export.trusty import BLANK, Quad, artifact_code

NAME = "nanopub"
ABOUT = "nanopublications: each claim with its provenance (-o NAME.zip or FOLDER/: one file each)"
MEDIA_TYPE = "application/trig"
SUFFIX = ".trig"

_E, _DC = corpus.ONTOLOGY, PREFIXES["dcterms"]
_NP, _PROV, _OA = PREFIXES["np"], PREFIXES["prov"], PREFIXES["oa"]
_HERE = f"{corpus.BASE}np/{BLANK}"
_LABEL, _PREF = PREFIXES["rdfs"] + "label", SKOS + "prefLabel"
_PUBLISHED = {_DC + "creator", _DC + "created", _E + "firstIn"}
_SAFE = re.compile(r"[a-z0-9][a-z0-9-]{0,120}")

Value = ox.NamedNode | ox.Literal
Props = dict[str, list[Value]]
_Triple = tuple[str, str, "ox.NamedNode | ox.Literal | str"]
"""Subject, predicate and object; an object that is a text is a name within the publication."""


def write(chronicle: Chronicle, language: str) -> bytes:
    """All nanopublications in one TriG file."""
    return b"\n".join(text for _, text in _all(chronicle))


def files(chronicle: Chronicle, language: str, target: str) -> dict[str, bytes]:
    """The files for `target` by name: see the head of this module."""
    name = PurePath(target).name
    packed = name.lower().endswith(".zip") and not is_folder(target)
    if not packed and not is_folder(target):
        return {name: write(chronicle, language)}
    found = {f"{file}.trig": text for file, text in _all(chronicle)}
    return {name: zipped(found)} if packed else found


def _all(chronicle: Chronicle) -> Iterator[tuple[str, bytes]]:
    """The nanopublications in the order of their claims, each with a name for its file."""
    source = _Ledger(chronicle)
    for row in rows_of(chronicle, "exports", "nanopubs"):
        quads = source.publication(row["claim"], row["fact"] == "true")
        code = artifact_code(quads)
        slug = row["claim"].removeprefix(corpus.ID + "claim/")
        name = slug if _SAFE.fullmatch(slug) else code
        yield name, _trig(quads, code)


class _Ledger:
    """What the chronicle keeps about claims, passages and works, and makes publications of it."""

    def __init__(self, chronicle: Chronicle) -> None:
        self._store = chronicle.store
        self._licence = release(chronicle).licence
        self._about: dict[str, Props] = defaultdict(lambda: defaultdict(list))
        for graph in (corpus.CLAIMS, corpus.ENTITIES):
            for subject, predicate, value in triples(self._store.quads(graph)):
                self._about[subject][predicate].append(value)
        self._authors: dict[str, list[Value]] = defaultdict(list)
        for subject, predicate, value in triples(self._store.facts()):
            if predicate == _DC + "creator" and isinstance(value, ox.NamedNode):
                self._authors[subject].append(value)

    def publication(self, claim: str, fact: bool) -> list[Quad]:
        """The quads of the nanopublication of a claim; `fact` says whether it is one."""
        stated = triples(self._store.quads(claim))
        asserted: Iterable[_Triple] = stated if fact else self._reported(claim, stated)
        graphs: dict[str, Iterable[_Triple]] = {
            "Head": [
                (_HERE, RDF + "type", ox.NamedNode(_NP + "Nanopublication")),
                (_HERE, _NP + "hasAssertion", "assertion"),
                (_HERE, _NP + "hasProvenance", "provenance"),
                (_HERE, _NP + "hasPublicationInfo", "pubinfo"),
            ],
            "assertion": asserted,
            "provenance": self._provenance(claim),
            "pubinfo": self._published(claim),
        }
        return [
            (f"{_HERE}#{name}", subject, predicate, _object(value))
            for name, found in graphs.items()
            for subject, predicate, value in found
        ]

    def _values(self, subject: str, predicate: str) -> list[Value]:
        return self._about.get(subject, {}).get(predicate, [])

    def _reported(self, claim: str, stated: Iterable[Triple]) -> Iterator[_Triple]:
        """That the source makes the claim, and what its statements are."""
        yield claim, RDF + "type", ox.NamedNode(_E + "Claim")
        for part in ("stance", "certainty", "verdict", "hedge", "paraphrase"):
            for value in self._values(claim, _E + part):
                yield claim, _E + part, value
                yield from self._named(value)
        for work in self._works(claim):
            yield claim, _PROV + "hadPrimarySource", ox.NamedNode(work)
        for number, (subject, predicate, target) in enumerate(stated, 1):
            statement = f"{_HERE}#statement-{number}"
            yield claim, _DC + "hasPart", f"statement-{number}"
            yield statement, RDF + "type", ox.NamedNode(RDF + "Statement")
            yield statement, RDF + "subject", ox.NamedNode(subject)
            yield statement, RDF + "predicate", ox.NamedNode(predicate)
            yield statement, RDF + "object", target

    def _provenance(self, claim: str) -> Iterator[_Triple]:
        """Where the assertion stands, whose it is, and what is known of it."""
        assertion = f"{_HERE}#assertion"
        yield assertion, _PROV + "alternateOf", ox.NamedNode(claim)
        for predicate, values in self._about[claim].items():
            if predicate in _PUBLISHED or predicate in (RDF + "type", _E + "paraphrase"):
                continue
            kept = _PROV + "wasDerivedFrom" if predicate == _E + "passage" else predicate
            for value in values:
                yield assertion, kept, value
                yield from self._named(value)
        for passage in self._values(claim, _E + "passage"):
            yield from self._described(passage.value)
        for work in self._works(claim):
            yield assertion, _PROV + "hadPrimarySource", ox.NamedNode(work)
            yield from self._named(ox.NamedNode(work))
            if not self._values(claim, _PROV + "wasAttributedTo"):
                for author in self._authors[work]:
                    yield assertion, _PROV + "wasAttributedTo", author
                    yield from self._named(author)

    def _described(self, passage: str) -> Iterator[_Triple]:
        for subject in (passage, *(s.value for s in self._values(passage, _OA + "hasSelector"))):
            for predicate, values in self._about.get(subject, {}).items():
                for value in values:
                    yield subject, predicate, value

    def _works(self, claim: str) -> list[str]:
        passages = [value.value for value in self._values(claim, _E + "passage")]
        return sorted({w.value for p in passages for w in self._values(p, _OA + "hasSource")})

    def _published(self, claim: str) -> Iterator[_Triple]:
        for value in self._values(claim, _DC + "created"):
            instant = ox.Literal(
                f"{value.value}T00:00:00Z", datatype=ox.NamedNode(XSD + "dateTime")
            )
            yield _HERE, _DC + "created", instant
            yield _HERE, _DC + "date", value
        for predicate in (_DC + "creator", _E + "firstIn"):
            for value in self._values(claim, predicate):
                yield _HERE, predicate, value
                yield from self._named(value)
        for value in self._values(claim, _E + "paraphrase"):
            yield _HERE, _LABEL, value
        if self._licence:
            yield _HERE, _DC + "license", ox.NamedNode(self._licence)

    def _named(self, value: Value) -> Iterator[_Triple]:
        """The labels of a thing, and what a concept means: a reader may have nothing else."""
        if isinstance(value, ox.NamedNode):
            for predicate in (_PREF, SKOS + "definition"):
                for text in self._values(value.value, predicate):
                    yield value.value, predicate, text


def _object(value: Value | str) -> str | ox.Literal:
    if isinstance(value, str):
        return f"{_HERE}#{value}"
    return value.value if isinstance(value, ox.NamedNode) else value


class _Publication(Turtle):
    """Turtle in which names within the publication are short."""

    def __init__(self, here: str) -> None:
        super().__init__()
        self._here = here

    def iri(self, iri: str) -> str:
        if iri == self._here:
            return "this:"
        if iri.startswith(self._here + "#"):
            return "sub:" + iri[len(self._here) + 1 :]
        return super().iri(iri)


def _trig(quads: Iterable[Quad], code: str) -> bytes:
    """A nanopublication as TriG, with `code` where a blank stands for it."""
    here = _HERE.replace(BLANK, code)
    graphs: dict[str, list[ox.Quad]] = defaultdict(list)
    for graph, subject, predicate, value in quads:
        target = value if isinstance(value, ox.Literal) else ox.NamedNode(_placed(value, code))
        node = ox.NamedNode(_placed(subject, code))
        graphs[_placed(graph, code)].append(ox.Quad(node, ox.NamedNode(predicate), target))
    turtle = _Publication(here)
    blocks = [
        f"{turtle.iri(graph)} {{\n{turtle.statements(triples(found), '    ')}}}\n"
        for graph, found in graphs.items()
    ]
    own = f"@prefix this: <{here}> .\n@prefix sub: <{here}#> .\n"
    return (own + turtle.header() + "\n".join(blocks)).encode()


def _placed(iri: str, code: str) -> str:
    return iri.replace(BLANK, code)
