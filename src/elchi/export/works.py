"""What is known of the works that are sources or are cited, for lists of literature.

All of it is facts: what the article says of itself (title, author, day) is claimed like
anything else, and what the chronicle does not know is left out, never guessed. A work without
a known title is called by its label in brackets, as librarians do.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import pyoxigraph as ox

from elchi.build import Chronicle
from elchi.corpus import ONTOLOGY
from elchi.entities import kind_of, label
from elchi.export.rdf import PREFIXES, RDF, facts, tag

_DC, _SCHEMA = PREFIXES["dcterms"], PREFIXES["schema"]
_FABIO, _SKOS = PREFIXES["fabio"], PREFIXES["skos"]
_DATES = (_DC + "issued", _DC + "date", ONTOLOGY + "date")


class Author(NamedTuple):
    """An author: family and given name of a person, or the family name alone.

    `whole` says that it is the name of a body, or a name not to be taken apart.
    """

    family: str
    given: str
    whole: bool


class Work(NamedTuple):
    """One work; a field that is not known is empty.

    `form` is article, newspaper-article, newspaper, book, thesis, page, treaty, law or document;
    `supplied` says that the title is the chronicle's own label; `date` is ISO 8601 at the
    precision that is known.
    """

    key: str
    form: str
    title: str
    supplied: bool
    authors: tuple[Author, ...]
    date: str
    container: str
    number: str
    pages: str
    publisher: str
    url: str
    language: str
    note: str


_FORMS = {
    _FABIO + "JournalArticle": "article",
    _FABIO + "NewspaperArticle": "newspaper-article",
    _FABIO + "NewspaperIssue": "newspaper",
    _FABIO + "Book": "book",
    _FABIO + "DoctoralThesis": "thesis",
    _FABIO + "WebPage": "page",
    ONTOLOGY + "Treaty": "treaty",
    ONTOLOGY + "Law": "law",
    ONTOLOGY + "Act": "law",
}

About = dict[str, list["ox.NamedNode | ox.Literal"]]


def works(chronicle: Chronicle, language: str) -> list[Work]:
    """The works of a chronicle by key; `language` is that of notes and of supplied titles."""
    about: dict[str, About] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in facts(chronicle):
        if kind_of(subject) == "work":
            about[subject][predicate].append(value)
    names = chronicle.describer.labels
    return [_work(iri, about[iri], names, language) for iri in sorted(about)]


def _work(iri: str, about: About, names: dict[str, dict[str, str]], language: str) -> Work:
    key = iri.rsplit("/", 1)[-1]
    title, tongue = _title(about)
    spoken = _texts(about, _DC + "language")
    if not tongue and len(spoken) == 1:
        tongue = spoken[0]
    return Work(
        key=key,
        form=_form(about),
        title=title or f"[{label(names.get(iri, {}), language) or key}]",
        supplied=not title,
        authors=tuple(_authors(about, names, tongue)),
        date=next((d for dates in _DATES for d in _texts(about, dates)), ""),
        container=_first(about, _DC + "source"),
        number=_first(about, _SCHEMA + "issueNumber"),
        pages=_first(about, _SCHEMA + "pagination"),
        publisher=_first(about, _DC + "publisher"),
        url=_first(about, _SCHEMA + "url"),
        language=", ".join(spoken) or tongue,
        note=_note(about, language),
    )


def _texts(about: About, predicate: str) -> list[str]:
    return sorted({value.value for value in about.get(predicate, ())})


def _first(about: About, predicate: str) -> str:
    return next(iter(_texts(about, predicate)), "")


def _form(about: About) -> str:
    classes = _texts(about, RDF + "type")
    known = next((form for iri, form in _FORMS.items() if iri in classes), None)
    return known or ("page" if about.get(_SCHEMA + "url") else "document")


def _title(about: About) -> tuple[str, str]:
    """The title in the language of the work, and that language; the only title otherwise."""
    titles = {
        (tag(value.language or ""), value.value)
        for value in about.get(_DC + "title", ())
        if isinstance(value, ox.Literal)
    }
    for language in _texts(about, _DC + "language"):
        own = sorted(text for tagged, text in titles if tagged == language)
        if own:
            return own[0], language
    if titles:
        language, text = min(titles)
        return text, language
    return "", ""


def _authors(about: About, names: dict[str, dict[str, str]], language: str) -> list[Author]:
    found = []
    for value in about.get(_DC + "creator", []) + about.get(_SCHEMA + "author", []):
        if isinstance(value, ox.Literal):
            found.append(Author(value.value, "", True))
            continue
        name = label(names.get(value.value, {}), language or "en") or value.value
        given, _, family = name.rpartition(" ")
        whole = kind_of(value.value) != "person"
        found.append(Author(name, "", True) if whole else Author(family, given, False))
    return sorted(found)


def _note(about: About, language: str) -> str:
    notes: dict[str, list[str]] = defaultdict(list)
    for value in about.get(_SKOS + "note", ()):
        if isinstance(value, ox.Literal):
            notes[tag(value.language or "")].append(value.value)
    chosen = notes.get(language) or notes.get("en") or []
    return " ".join([*sorted(chosen), *_texts(about, _DC + "identifier")])
