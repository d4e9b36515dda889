"""RDF/XML: the facts, for tools that read nothing newer.

Written here because the libraries at hand order the namespaces differently from run to run.
"""

from __future__ import annotations

import re
from html import escape
from itertools import groupby

import pyoxigraph as ox

from elchi.build import Chronicle
from elchi.errors import InputError
from elchi.export.rdf import PREFIXES, XSD, Triple, facts, tag
from elchi.export.xmltext import checked

NAME = "xml"
ABOUT = "RDF/XML: the facts, for older RDF tools"
MEDIA_TYPE = "application/rdf+xml"
SUFFIX = ".rdf"

_SPLIT = re.compile(r"(.*[^A-Za-z0-9_.-])([A-Za-z_][A-Za-z0-9_.-]*)")


def write(chronicle: Chronicle, language: str) -> bytes:
    """The facts in RDF/XML, in all languages.

    Raises InputError where a property cannot be written as an XML name, or a text as XML.
    """
    names = _Names()
    blocks = []
    for subject, about in groupby(facts(chronicle), key=lambda t: t[0]):
        lines = "".join(f"    {_property(triple, names)}\n" for triple in about)
        opening = f'  <rdf:Description rdf:about="{escape(subject)}">\n'
        blocks.append(f"{opening}{lines}  </rdf:Description>\n")
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF' + names.declarations() + ">\n"
    return checked((head + "".join(blocks) + "</rdf:RDF>\n").encode(), "RDF/XML")


class _Names:
    """Gives properties their XML names and remembers the namespaces."""

    def __init__(self) -> None:
        self._known = {namespace: prefix for prefix, namespace in PREFIXES.items()}
        self._used = {PREFIXES["rdf"]: "rdf"}

    def name(self, iri: str) -> str:
        parts = _SPLIT.fullmatch(iri)
        if parts is None:
            raise InputError(
                f"the property <{iri}> cannot be written in RDF/XML",
                mend="give it a name that ends in letters, or export ttl",
            )
        namespace, local = parts[1], parts[2]
        if namespace not in self._used:
            self._used[namespace] = self._known.get(namespace) or f"ns{len(self._used)}"
        return f"{self._used[namespace]}:{local}"

    def declarations(self) -> str:
        pairs = sorted((prefix, namespace) for namespace, prefix in self._used.items())
        return "".join(f'\n    xmlns:{prefix}="{escape(ns)}"' for prefix, ns in pairs)


def _property(triple: Triple, names: _Names) -> str:
    _, predicate, value = triple
    name = names.name(predicate)
    if isinstance(value, ox.NamedNode):
        return f'<{name} rdf:resource="{escape(value.value)}"/>'
    about = ""
    if value.language:
        about = f' xml:lang="{tag(value.language)}"'
    elif value.datatype.value != XSD + "string":
        about = f' rdf:datatype="{escape(value.datatype.value)}"'
    text = escape(value.value, quote=False).replace("\r", "&#13;")  # bare, XML reads it as \n
    return f"<{name}{about}>{text}</{name}>"
