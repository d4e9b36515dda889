"""Things by their names: kinds, short forms, labels in a language, and who is meant by a name."""

from __future__ import annotations

from collections.abc import Mapping

from elchi import corpus
from elchi.errors import UnknownName, UsageError
from elchi.names import Index

LANGUAGES = ("en", "uz", "uz-Cyrl", "ru", "kk")

THINGS = frozenset(
    ("act", "event", "office", "organisation", "person", "place", "relationship", "state", "work")
)
"""The kinds that a name alone means first; names in use, terms and concepts come after."""

CODES = frozenset(("cameo", "plover", "plover-context", "plover-mode"))
"""The kinds of code that others gave: they come last, for a code is often an everyday word."""


def kind_of(iri: str) -> str:
    """The kind of an entity, from its IRI: 'act', 'state', ...; '' for what is not ours."""
    return iri[len(corpus.ID) :].split("/", 1)[0] if iri.startswith(corpus.ID) else ""


def short(iri: str) -> str:
    """An IRI as people read it: act:border-treaty-2002, elchi:party, or as it is."""
    if iri.startswith(corpus.ID):
        return iri[len(corpus.ID) :].replace("/", ":", 1)
    if iri.startswith(corpus.ONTOLOGY):
        return "elchi:" + iri[len(corpus.ONTOLOGY) :]
    return iri


def label(labels: Mapping[str, str], language: str) -> str:
    """The label in `language`, else in English, else in any language; '' where there is none."""
    for wanted in (language, language.split("-")[0], "en"):
        if wanted in labels:
            return labels[wanted]
    return next(iter(labels.values()), "")


def resolve(index: Index, text: str, kind: str = "entity") -> str:
    """The IRI of the one entity called `text`, of `kind` ('entity' for any).

    Raises UsageError listing the candidates where several bear the name, UnknownName offering
    the nearest where none does.
    """
    found = index.find(text)
    fitting = [iri for iri in found if kind in ("entity", kind_of(iri))]
    if kind == "entity" and len(fitting) > 1:
        # "Astana" is a city, and also two of the names that the city bore.
        fitting = [iri for iri in fitting if kind_of(iri) in THINGS] or fitting
    if kind == "entity" and len(fitting) > 1:
        fitting = [iri for iri in fitting if kind_of(iri) not in CODES] or fitting
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        listed = "\n".join(f"  {short(iri)}" for iri in fitting)
        raise UsageError(
            f"“{text[:80]}” is the name of several things", mend=f"say which:\n{listed}"
        )
    if found:
        what = ", ".join(short(iri) for iri in found[:5])
        raise UsageError(
            f"“{text[:80]}” is no {kind}, but {what}", mend=f"a thing of the kind {kind} is wanted"
        )
    raise UnknownName(text, index.nearest(text))
