"""CSL-JSON: the works, for Zotero, pandoc and citeproc."""

from __future__ import annotations

import json
from typing import Any

from elchi.build import Chronicle
from elchi.export.works import Author, Work, works

NAME = "csl"
ABOUT = "CSL-JSON: the sources and the works they cite, for Zotero and pandoc"
MEDIA_TYPE = "application/vnd.citationstyles.csl+json"
SUFFIX = ".json"

_TYPES = {
    "article": "article-journal",
    "newspaper-article": "article-newspaper",
    "newspaper": "periodical",
    "book": "book",
    "thesis": "thesis",
    "page": "webpage",
    "treaty": "treaty",
    "law": "legislation",
    "document": "document",
}


def write(chronicle: Chronicle, language: str) -> bytes:
    """The works in CSL-JSON, titles as in the originals, notes in `language`."""
    items = [_item(work) for work in works(chronicle, language)]
    return (json.dumps(items, ensure_ascii=False, indent=2) + "\n").encode()


def _item(work: Work) -> dict[str, Any]:
    item = {
        "id": work.key,
        "type": _TYPES[work.form],
        "title": work.title,
        "author": [_author(author) for author in work.authors],
        "container-title": work.container,
        "issue": work.number,
        "page": work.pages,
        "publisher": work.publisher,
        "issued": {"date-parts": [[int(part) for part in work.date.split("-")]]}
        if work.date
        else None,
        "URL": work.url,
        "language": work.language,
        "note": work.note,
    }
    return {name: value for name, value in item.items() if value}


def _author(author: Author) -> dict[str, str]:
    if author.whole:
        return {"literal": author.family}
    return {"family": author.family, **({"given": author.given} if author.given else {})}
