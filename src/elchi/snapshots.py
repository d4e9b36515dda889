"""Snapshots: the chronicle as it stood at some time, wherever that is kept.

A snapshot is an edition of the chronicle at hand, the folder of a chronicle (an older checkout,
or a build), or a file to which all layers were exported. Each is read as it is: the files of an
older checkout are made into a graph by its own rules, an exported file is not made anew.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from elchi import corpus
from elchi.build import Chronicle, current, make
from elchi.corpus import Corpus, read_text
from elchi.editions import edition
from elchi.errors import InputError, UsageError
from elchi.questions import own
from elchi.store import Store, Term
from elchi.views import View

_BLANK = re.compile(r"(?:^|\s)_:")
_FORMS = {".nq": ox.RdfFormat.N_QUADS, ".trig": ox.RdfFormat.TRIG}

Statement = tuple[str, str, Term]
"""Subject, property and value."""


class Recorded(NamedTuple):
    """What a snapshot records, in plain sets: the same graph gives the same.

    `facts` has, for each statement that is a fact by a claim, the claims behind it with their
    works; `claims` has for each claim what the ledger says of it, by property, and what it
    states, as triples under the property ''; `others` has all other statements, by what they
    are (reference, label, identifier, passage, ontology); `replaced` the pairs of a claim and
    the one that stands in its place.
    """

    facts: Mapping[Statement, frozenset[tuple[str, str]]]
    claims: Mapping[str, Mapping[str, frozenset[Term | ox.Triple]]]
    things: frozenset[str]
    others: Mapping[str, frozenset[Statement]]
    replaced: frozenset[tuple[str, str]]


def snapshot(chronicle: Chronicle, text: str) -> Chronicle:
    """The chronicle as it stands in `text`: an edition of `chronicle`, a folder, or a file.

    What is both an edition and a file is the edition. Raises UsageError where it is none of
    these, InputError where the folder or the file cannot be read as a chronicle.
    """
    known = make(chronicle.files) if chronicle.stale else chronicle
    try:
        chosen = edition(known.store, chronicle.files, text)
    except UsageError as unknown:
        if text and os.path.isdir(text):
            folder = current(text)
            return Chronicle(chronicle.files, folder) if folder else make(Corpus(text))
        if text and os.path.exists(text):
            return Chronicle(chronicle.files, None, _read(Path(text)))
        raise UsageError(
            f"“{text[:80]}” is no edition, folder or file", mend=unknown.mend
        ) from None
    return make(chronicle.files, View(edition=chosen.iri))


def _read(path: Path) -> Store:
    """The dataset of an exported file. Raises InputError, with the line where it is known."""
    form = _FORMS.get(path.suffix)
    if form is None:
        raise InputError(
            "is neither N-Quads (.nq) nor TriG (.trig)",
            where=str(path),
            mend="write one with `elchi export nq`",
        )
    text = read_text(path)
    try:
        quads = list(ox.parse(input=text, format=form))
    except SyntaxError as error:
        said = (error.msg or str(error)).split(": ", 1)[-1]
        raise InputError(
            f"is not {'N-Quads' if path.suffix == '.nq' else 'TriG'}: {said}",
            where=str(path),
            line=error.lineno,
            mend="write it anew with `elchi export`",
        ) from None
    for quad in quads:
        if any(isinstance(t, (ox.BlankNode, ox.Triple)) for t in (quad.subject, quad.object)):
            raise InputError(
                "holds a blank node or a triple term, which no chronicle has",
                where=str(path),
                line=next((text.count("\n", 0, m.end()) + 1 for m in _BLANK.finditer(text)), None),
                mend="write it anew with `elchi export`",
            )
    store = Store(quads)
    missing = {corpus.CLAIMS, corpus.ENTITIES, corpus.DERIVED} - store.graphs()
    if missing:
        raise InputError(
            f"does not hold all layers: the graph <{min(missing)}> is not in it",
            where=str(path),
            mend="write all layers with `elchi export nq` or `elchi export trig`",
        )
    return store


def recorded(seen: Chronicle, files: Corpus) -> Recorded:
    """What a snapshot records, as the queries of `files` ask for it.

    Two snapshots are compared by the queries of one chronicle, whatever their own are. Raises
    InputError where a query is missing.
    """
    facts: dict[Statement, set[tuple[str, str]]] = defaultdict(set)
    claims: dict[str, dict[str, set[Term | ox.Triple]]] = defaultdict(lambda: defaultdict(set))
    others: dict[str, set[Statement]] = defaultdict(set)
    for row in _rows(seen, files, "statements"):
        said = row["subject"].value, row["property"].value, row["value"]
        claim = row["claim"].value
        claims[claim][""].add(ox.Triple(ox.NamedNode(said[0]), ox.NamedNode(said[1]), said[2]))
        if "accepted" in row:
            facts[said].add((claim, row["work"].value))
    for name in ("ledger", "reference"):
        for row in _rows(seen, files, name):
            subject, what = row["subject"].value, row["what"].value
            if what == "claim":
                claims[subject][row["property"].value].add(row["value"])
            else:
                others[what].add((subject, row["property"].value, row["value"]))
    replaced = _rows(seen, files, "replaced")
    return Recorded(
        {said: frozenset(behind) for said, behind in facts.items()},
        {
            claim: {prop: frozenset(values) for prop, values in said.items()}
            for claim, said in claims.items()
        },
        frozenset(row["thing"].value for row in _rows(seen, files, "things")),
        {what: frozenset(said) for what, said in others.items()},
        frozenset((row["replaced"].value, row["claim"].value) for row in replaced),
    )


def _rows(seen: Chronicle, files: Corpus, name: str) -> list[dict[str, Term]]:
    header, text = own(files, "editions", name)
    return list(seen.store.rows(text, header.file))
