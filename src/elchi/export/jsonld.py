"""JSON-LD that reads as plain JSON: things by kind, labels by language, parts inside their whole.

The project's context (`ontology/context.jsonld`) stands in the file itself, so nothing is ever
fetched. Which key a statement gets is read from that context; what it has no term for is
written in full, so a new property loses nothing, and a term for it makes it read better. The
parts (a provision, a figure, a term of office, a name in use) stand inside the thing they are
of. PyLD would frame as well, but one of its own parts is under the LGPL.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import Any

import pyoxigraph as ox

from elchi import corpus
from elchi.build import Chronicle
from elchi.corpus import ONTOLOGY
from elchi.entities import kind_of
from elchi.export.rdf import RDF, XSD, Triple, facts, tag

NAME = "jsonld"
ABOUT = "JSON-LD: the facts as JSON to be read as it stands, with its context"
MEDIA_TYPE = "application/ld+json"
SUFFIX = ".jsonld"

Node = dict[str, Any]
Value = ox.NamedNode | ox.Literal
_WHOLE = {
    "name": ONTOLOGY + "nameOf",
    "quantity": ONTOLOGY + "quantityOf",
    "term": ONTOLOGY + "holder",
}
_PROVISION = ONTOLOGY + "provision"
_OWN = re.compile(re.escape(corpus.ID) + r"([a-z-]+/[A-Za-z0-9][A-Za-z0-9._~-]*)")
_WHOLE_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,14}")


def write(chronicle: Chronicle, language: str) -> bytes:
    """The facts in JSON-LD, in all languages."""
    path = chronicle.files.context()
    context: Node = json.loads(corpus.read_text(path))["@context"]
    groups = _Writer(_Context(context), facts(chronicle)).groups()
    terms = ",\n".join(f"  {_line(term)}: {_line(about)}" for term, about in context.items())
    body = json.dumps(groups, ensure_ascii=False, indent=1).removeprefix("{")
    return f'{{\n "@context": {{\n{terms}\n }}{"," if groups else ""}{body}\n'.encode()


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


class _Context:
    """The terms of a context, found by what they stand for."""

    def __init__(self, context: Node) -> None:
        self.terms = context
        self.order = {term: place for place, term in enumerate(context)}
        self.classes: dict[str, str] = {}
        self.reverse: dict[str, str] = {}
        self._of: dict[str, list[str]] = defaultdict(list)
        for term, about in context.items():
            if isinstance(about, dict) and "@reverse" in about:
                self.reverse[self.expand(about["@reverse"])] = term
            elif isinstance(about, dict):
                self._of[self.expand(about["@id"])].append(term)
            elif isinstance(about, str) and not about.startswith("@") and about[-1] not in "/#":
                self.classes[self.expand(about)] = term

    def expand(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        namespace = self.terms.get(prefix)
        return namespace + local if isinstance(namespace, str) and local[:2] != "//" else name

    def compact(self, iri: str) -> str:
        for prefix, namespace in self.terms.items():
            if isinstance(namespace, str) and namespace[-1] in "/#" and prefix[0] != "@":
                local = iri.removeprefix(namespace)
                if local != iri and local and not local.startswith("//"):
                    return f"{prefix}:{local}"
        return iri

    def term(self, predicate: str, wanted: str | None, container: str = "") -> str | None:
        """The term for a property whose values are of the type (or in the container) wanted."""
        for term in self._of.get(predicate, ()):
            about = self.terms[term]
            held, typed = about.get("@container", ""), about.get("@type")
            if container:
                if held == container:
                    return term
            elif held in ("", "@set") and wanted in (typed, typed and self.expand(typed)):
                return term
        return None


class _Writer:
    """Turns ordered triples into the tree of one document."""

    def __init__(self, context: _Context, found: list[Triple]) -> None:
        self._context = context
        self._about: dict[str, list[tuple[str, Value]]] = defaultdict(list)
        for subject, predicate, value in found:
            self._about[subject].append((predicate, value))
        self._parts: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._inside: dict[str, str] = {}
        for part, whole, predicate in self._single_wholes(found):
            self._inside[part] = whole
            self._parts[whole].append((predicate, part))

    def _single_wholes(self, found: list[Triple]) -> list[tuple[str, str, str]]:
        """The parts that belong to exactly one whole: part, whole, and the property."""
        wholes: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for subject, predicate, value in found:
            if isinstance(value, ox.NamedNode):
                if predicate == _WHOLE.get(kind_of(subject)):
                    wholes[subject].add((value.value, predicate))
                elif predicate == _PROVISION and kind_of(value.value) == "provision":
                    wholes[value.value].add((subject, predicate))
        single = [(part, *next(iter(of))) for part, of in sorted(wholes.items()) if len(of) == 1]
        return [
            (part, whole, predicate)
            for part, whole, predicate in single
            if whole in self._about
            and part in self._about
            and kind_of(whole) not in _WHOLE
            and (kind_of(whole) != "provision" or kind_of(part) != "provision")
            and (predicate == _PROVISION or predicate in self._context.reverse)
        ]

    def groups(self) -> dict[str, list[Node]]:
        """The things of the chronicle under the name of their kind, in the context's order."""
        found: dict[str, list[Node]] = defaultdict(list)
        for subject in sorted(self._about):
            if subject not in self._inside:
                found[self._group(kind_of(subject))].append(self._node(subject))
        return dict(sorted(found.items(), key=lambda item: self._context.order[item[0]]))

    def _group(self, kind: str) -> str:
        name = kind[:-1] + "ies" if kind.endswith("y") else kind + "s"
        return name if self._context.terms.get(name) == "@included" else "others"

    def _node(self, subject: str) -> Node:
        node: Node = {}
        nested: Node = {}
        for predicate, value in self._about[subject]:
            if self._inside.get(subject) == getattr(value, "value", None) and (
                predicate == _WHOLE.get(kind_of(subject))
            ):
                continue  # it stands inside that very thing
            self._put(nested, node, subject, predicate, value)
        for predicate, part in self._parts.get(subject, ()):
            if predicate != _PROVISION:
                node.setdefault(self._context.reverse[predicate], []).append(self._node(part))
        order = self._context.order
        for name, inner in nested.items():
            node[name] = dict(sorted(inner.items()))
        ordered = sorted(node.items(), key=lambda item: (order.get(item[0], 9999), item[0]))
        return {"id": self._id(subject), **{k: _plain(v, self._many(k)) for k, v in ordered}}

    def _many(self, term: str) -> bool:
        about = self._context.terms.get(term)
        return isinstance(about, dict) and about.get("@container") == "@set"

    def _put(self, nested: Node, node: Node, subject: str, predicate: str, value: Value) -> None:
        term, said = self._said(subject, predicate, value)
        about = self._context.terms.get(term)
        if isinstance(about, dict) and "@nest" in about:
            node = nested.setdefault(about["@nest"], {})
            node[term] = said if term not in node else [*_listed(node[term]), said]
        elif isinstance(about, dict) and about.get("@container") == "@language":
            language, text = said
            words = node.setdefault(term, {})
            words[language] = [*_listed(words[language]), text] if language in words else text
        else:
            node.setdefault(term, []).append(said)

    def _said(self, subject: str, predicate: str, value: Value) -> tuple[str, Any]:
        """The key for a statement, and the value as JSON (language and text for a text)."""
        context = self._context
        if isinstance(value, ox.NamedNode):
            if predicate == RDF + "type":
                iri = value.value
                return "type", context.classes.get(iri) or context.compact(iri)
            term = context.term(predicate, "@id")
            if predicate == _PROVISION and self._inside.get(value.value) == subject:
                return term or context.compact(predicate), self._node(value.value)
            if term:
                return term, self._id(value.value)
            return context.compact(predicate), {"id": self._id(value.value)}
        datatype = value.datatype.value
        in_words = context.term(predicate, None, "@language")
        if in_words and (value.language or datatype == XSD + "string"):
            return in_words, (tag(value.language) if value.language else "@none", value.value)
        if value.language:
            return context.compact(predicate), {
                "@value": value.value,
                "@language": tag(value.language),
            }
        term = context.term(predicate, datatype)
        if term:
            return term, _native(value.value, datatype)
        key = context.term(predicate, None) or self._any_typed(predicate)
        if datatype != XSD + "string":
            return key, {"@value": value.value, "@type": context.compact(datatype)}
        bare = isinstance(context.terms.get(key), dict) and "@type" not in context.terms[key]
        return key, value.value if bare else {"@value": value.value}

    def _any_typed(self, predicate: str) -> str:
        """The key for a value whose type no term has: dates of any precision keep one key."""
        date = self._context.term(predicate, XSD + "date")
        return date or self._context.compact(predicate)

    def _id(self, iri: str) -> str:
        own = _OWN.fullmatch(iri)
        return own[1] if own else iri


def _native(text: str, datatype: str) -> Any:
    """Truth values and whole numbers as JSON has them, where that keeps them as they are."""
    if datatype == XSD + "boolean" and text in ("true", "false"):
        return text == "true"
    if datatype == XSD + "integer" and _WHOLE_NUMBER.fullmatch(text):
        return int(text)
    return text


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _plain(value: Any, many: bool) -> Any:
    """A list of one as the value alone, unless the context says that it is always a list."""
    if isinstance(value, list) and len(value) == 1 and not many:
        return value[0]
    return value
