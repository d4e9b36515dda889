"""BibTeX: the works, for LaTeX, Zotero and JabRef; keys are the works' slugs."""

from __future__ import annotations

import re
from urllib.parse import quote

from elchi.build import Chronicle
from elchi.export.works import Author, Work, works

NAME = "bib"
ABOUT = "BibTeX: the sources and the works they cite"
MEDIA_TYPE = "application/x-bibtex"
SUFFIX = ".bib"

_TYPES = {
    "article": "article",
    "newspaper-article": "article",
    "book": "book",
    "thesis": "phdthesis",
    "page": "online",
}
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: "\\" + mark for mark in "#$%&_"},
}


def write(chronicle: Chronicle, language: str) -> bytes:
    """The works in BibTeX, titles as in the originals, notes in `language`."""
    return "\n".join(_entry(work) for work in works(chronicle, language)).encode()


def _entry(work: Work) -> str:
    kind = _TYPES.get(work.form, "misc")
    place = {"article": "journal", "phdthesis": "note", "book": "series"}.get(kind, "howpublished")
    issuer = {"phdthesis": "school", "book": "publisher"}.get(kind, "organization")
    fields = {
        "author": " and ".join(_author(author) for author in work.authors),
        "title": f"{{{_escaped(work.title)}}}",
        place: _escaped(work.container),
        issuer: _escaped(work.publisher),
        "year": work.date[:4],
        "date": work.date,
        "number": _escaped(work.number),
        "pages": re.sub(r"(?<=\d)[-–](?=\d)", "--", _escaped(work.pages)),
        "url": quote(work.url, safe=":/?#[]@!$&'()*+,;=-._~%"),
        "language": work.language,
    }
    if work.note:
        fields["note"] = _escaped(work.note)
    lines = "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items() if text)
    return f"@{kind}{{{work.key},\n{lines}}}\n"


def _author(author: Author) -> str:
    if author.whole or not author.given:
        return f"{{{_escaped(author.family)}}}"
    return f"{_escaped(author.family)}, {_escaped(author.given)}"


def _escaped(text: str) -> str:
    """Text in which nothing is a command of TeX and every brace has its fellow."""
    return "".join(_SPECIAL.get(mark, mark) for mark in " ".join(text.split()))
