"""SSSOM: to what elsewhere the chronicle's things and terms are mapped, as a table of mappings.

The things with their verified links to registers (`owl:sameAs`), with the evidence; the terms of
the ontology and of its vocabularies with those of other vocabularies that they are under or near.
Links to pages about a thing are left out, for they map nothing, and so are the claims that two
things of the chronicle may be one. `mapping_source` is left out too: it names a set of mappings
that this one was taken from, and there is none; `object_source` is the register and `see_also`
the identifier's own IRI.

The form is canonical SSSOM/TSV 1.0 (mapping-commons.github.io/sssom): metadata as YAML in comment
lines, columns and rows in the order that the specification lays down, every identifier a CURIE of
a declared prefix. Cells hold no tab and no line break: any blanks there become one space.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from elchi import corpus
from elchi.asking import rows_of
from elchi.build import Chronicle
from elchi.entities import label
from elchi.export.rdf import PREFIXES
from elchi.export.release import release

NAME = "sssom"
ABOUT = "SSSOM (TSV): the links to other registers and vocabularies as mappings, with evidence"
MEDIA_TYPE = "text/tab-separated-values"
SUFFIX = ".sssom.tsv"

_COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label",
    "mapping_justification", "author_label", "subject_type", "object_source", "see_also",
    "comment",
)  # fmt: skip
_BUILT_IN = {
    "linkml": "https://w3id.org/linkml/",
    "owl": PREFIXES["owl"],
    "rdf": PREFIXES["rdf"],
    "rdfs": PREFIXES["rdfs"],
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": PREFIXES["skos"],
    "sssom": "https://w3id.org/sssom/",
    "xsd": PREFIXES["xsd"],
}
"""The prefixes that every reader of SSSOM knows, so that a file does not declare them."""

_PREFIXES = {
    namespace: prefix
    for prefix, namespace in {
        **PREFIXES, "geonames": "https://sws.geonames.org/", **_BUILT_IN,
    }.items()
}  # fmt: skip
_BY_HAND = _BUILT_IN["semapv"] + "ManualMappingCuration"
_KIND = re.compile(re.escape(corpus.ID) + r"([a-z]+(?:-[a-z]+)*)/")
_BLANKS = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")
_PLAIN = re.compile(
    r"(?!(?:[0-9.eE+-]+|true|false|null|yes|no|on|off|y|n)$)[^\W_](?:(?!:\s|:$|\s#)[^\n])*"
    r"|\d{4}-\d\d-\d\d",
    re.IGNORECASE,
)


def write(chronicle: Chronicle, language: str) -> bytes:
    """The table; labels are in `language`."""
    newest, curies = release(chronicle), _Curies()
    names = chronicle.describer.labels
    author = label(names.get(newest.author, {}), language)
    records = [
        {
            "subject_id": curies.of(row["subject"]),
            "subject_label": label(names.get(row["subject"], {}), language),
            "predicate_id": curies.of(row["predicate"]),
            "object_id": curies.of(row["object"]),
            "object_label": label(names.get(row["object"], {}), language),
            "mapping_justification": curies.of(_BY_HAND),
            "author_label": author,
            "subject_type": row["kind"],
            "object_source": curies.of(row["source"]) if "source" in row else "",
            "see_also": row.get("identifier", ""),
            "comment": row.get("evidence", ""),
        }
        for row in rows_of(chronicle, "exports", "mappings")
    ]
    cells = {tuple(_cell(record[name]) for name in _COLUMNS) for record in records}
    filled = [i for i in range(len(_COLUMNS)) if any(row[i] for row in cells)]
    about: dict[str, str | list[str]] = {
        "mapping_set_id": corpus.BASE + "mappings",
        "mapping_set_version": newest.version,
        "mapping_set_title": "Mappings of elchi, a cited chronicle of diplomacy",
        "creator_label": [author] if author else [],
        "license": newest.licence,
        "mapping_date": newest.day,
    }
    lines = [f"#{line}" for line in _metadata(curies.declared(), about)]
    lines.append("\t".join(_COLUMNS[i] for i in filled))
    lines += ["\t".join(_quoted(row[i]) for i in filled) for row in sorted(cells)]
    return ("\n".join(lines) + "\n").encode()


class _Curies:
    """Writes IRIs as CURIEs and remembers the prefixes that took."""

    def __init__(self) -> None:
        self._used: dict[str, str] = {}

    def of(self, iri: str) -> str:
        """An IRI as prefix:rest, so that the prefix's namespace and the rest make the IRI."""
        # The id of GeoNames stands before the last slash: .../1526384/
        cut = max(iri.rstrip("/#").rfind(mark) for mark in "/#") + 1
        namespace, rest = iri[:cut], iri[cut:]
        return f"{self._prefix(namespace)}:{rest}"

    def _prefix(self, namespace: str) -> str:
        prefix = _PREFIXES.get(namespace, "")
        kind = _KIND.fullmatch(namespace)
        if not prefix and kind and kind[1] not in _PREFIXES.values():
            prefix = kind[1]
        used = {there: name for name, there in self._used.items()}
        prefix = prefix or used.get(namespace) or f"ns{len(used) + 1}"
        self._used[prefix] = namespace
        return prefix

    def declared(self) -> dict[str, str]:
        """The prefixes used, in order, without those that need no declaration."""
        return {p: n for p, n in sorted(self._used.items()) if p not in _BUILT_IN}


def _metadata(curies: dict[str, str], about: dict[str, str | list[str]]) -> Iterator[str]:
    yield "curie_map:"
    yield from (f"  {prefix}: {_scalar(namespace)}" for prefix, namespace in curies.items())
    for slot, value in about.items():
        if isinstance(value, list) and value:
            yield f"{slot}:"
            yield from (f"  - {_scalar(item)}" for item in value)
        elif value:
            yield f"{slot}: {_scalar(str(value))}"


def _scalar(text: str) -> str:
    """A text in YAML: plain where that is certain to be read as it stands, else quoted."""
    text = _cell(text)
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _cell(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if '"' in text else text
