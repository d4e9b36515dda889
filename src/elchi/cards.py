"""What the chronicle knows of one thing: its names, its identifiers, and who says what of it.

A card is everything about an entity in one plain dictionary (the form of `show --format json`).
All cards are made in one pass at the build, because reading the graph once for everybody costs
less than asking it a dozen questions for each; `show` then only reads the one it needs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import pyoxigraph as ox

from elchi import corpus
from elchi.entities import kind_of, short
from elchi.plain import by_language, iris, last, one, pair
from elchi.store import RDF_TYPE, Store

Card = dict[str, Any]

_E = corpus.ONTOLOGY
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_OA = "http://www.w3.org/ns/oa#"
_PREF, _ALT = _SKOS + "prefLabel", _SKOS + "altLabel"
_CITO = "http://purl.org/spar/cito/"
_NOT_CARDS = ("claim", "passage", "citation", "reference", "identifier")

Triple = tuple[str, str, "ox.NamedNode | ox.Literal"]


class Describer:
    """Reads a store once and describes any entity in it."""

    def __init__(self, store: Store) -> None:
        self.labels: dict[str, dict[str, str]] = defaultdict(dict)
        self.other_names: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._about: dict[str, list[Triple]] = defaultdict(list)
        self._ledger: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        self._derived: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        self._claims: dict[str, list[Triple]] = defaultdict(list)
        self._mentions: dict[str, set[str]] = defaultdict(set)
        self._identifiers: dict[str, list[str]] = defaultdict(list)
        self._statements: dict[str, tuple[Card, frozenset[str]]] = {}
        for quad in store.quads():
            self._take(quad)

    def _take(self, quad: ox.Quad) -> None:
        subject, predicate, value = quad.subject, quad.predicate.value, quad.object
        if not isinstance(subject, ox.NamedNode) or not isinstance(quad.graph_name, ox.NamedNode):
            return
        if not isinstance(value, (ox.NamedNode, ox.Literal)):
            return
        graph, iri = quad.graph_name.value, subject.value
        if graph == corpus.CLAIMS:
            self._ledger[iri][predicate].append(value)
            if predicate == _E + "identifies":
                self._identifiers[value.value].append(iri)
        elif graph == corpus.DERIVED:
            self._derived[iri][predicate].append(value)
        elif graph in (corpus.ENTITIES, corpus.TERMS):
            self._take_reference(iri, predicate, value)
        else:
            self._claims[graph].append((iri, predicate, value))
            self._mentions[iri].add(graph)
            if isinstance(value, ox.NamedNode):
                self._mentions[value.value].add(graph)

    def _take_reference(self, iri: str, predicate: str, value: ox.NamedNode | ox.Literal) -> None:
        if isinstance(value, ox.Literal) and value.language:
            language = "uz-Cyrl" if value.language == "uz-cyrl" else value.language
            if predicate == _PREF or predicate.endswith("#label"):
                self.labels[iri][language] = value.value
                return
            if predicate == _ALT:
                self.other_names[iri].append((language, value.value))
                return
        self._about[iri].append((iri, predicate, value))

    def entities(self) -> list[str]:
        """The IRIs that get a card, sorted: all that is labelled or claimed, but not the ledger."""
        known = set(self.labels) | set(self._mentions)
        return sorted(i for i in known if kind_of(i) and kind_of(i) not in _NOT_CARDS)

    def claims(self) -> list[str]:
        """The IRIs of all claims, sorted."""
        return sorted(self._claims)

    def names(self) -> list[tuple[str, str]]:
        """All (name, IRI) pairs by which an entity can be found, sorted."""
        pairs = set()
        for iri in self.entities():
            pairs |= {(text, iri) for text in self.labels.get(iri, {}).values()}
            pairs |= {(text, iri) for _, text in self.other_names.get(iri, ())}
        return sorted(pairs)

    def card(self, iri: str) -> Card:
        """Everything about `iri`; empty lists where nothing is known.

        The keys: iri, kind, types, labels, other_names, reference, derived, identifiers,
        statements (one a claim, by date), and labels_of (the names of all that is mentioned).
        """
        known = [self._known(claim) for claim in self._behind(iri)]
        claims = [statement for statement, _ in known]
        claims.sort(key=lambda s: (s["earliest"] or "9999", s["source"]["work"], s["claim"]))
        reference = [pair(p, o) for _, p, o in self._about.get(iri, ())]
        types = {o.value for _, p, o in self._about.get(iri, ()) if p == RDF_TYPE.value}
        for statement in claims:
            types |= {
                t["object"]
                for t in statement["triples"]
                if t["subject"] == iri and t["predicate"] == RDF_TYPE.value
            }
        card: Card = {
            "iri": iri,
            "kind": kind_of(iri),
            "types": sorted(types),
            "labels": dict(sorted(self.labels.get(iri, {}).items())),
            "other_names": sorted([lang, text] for lang, text in self.other_names.get(iri, ())),
            "reference": sorted(reference, key=str),
            "derived": sorted(
                (pair(p, o) for p, os in self._derived.get(iri, {}).items() for o in os), key=str
            ),
            "identifiers": [self._identifier(i) for i in sorted(self._identifiers.get(iri, ()))],
            "statements": claims,
        }
        named = {
            i for key in ("types", "reference", "derived", "identifiers") for i in iris(card[key])
        }
        named = named.union(*(iris for _, iris in known))
        mentioned = sorted(named & self.labels.keys() - {iri})
        card["labels_of"] = {m: dict(sorted(self.labels[m].items())) for m in mentioned}
        return card

    def _behind(self, iri: str) -> Iterable[str]:
        """The claims that tell of a thing; a claim itself; the claims drawn from a passage."""
        if iri in self._claims:
            return [iri]
        if kind_of(iri) == "passage":
            return [c for c in self._claims if iri in self._texts(c, _E + "passage")]
        return self._mentions.get(iri, ())

    def _texts(self, subject: str, predicate: str) -> list[str]:
        return [value.value for value in self._ledger.get(subject, {}).get(predicate, ())]

    def has(self, iri: str) -> bool:
        """Whether the ledger or the claims know `iri`: a claim, a passage, anything told of."""
        return iri in self._claims or iri in self._mentions or iri in self._ledger

    def _known(self, claim: str) -> tuple[Card, frozenset[str]]:
        """A claim's statement and the IRIs in it, worked out once for all cards that have it."""
        if claim not in self._statements:
            statement = self.statement(claim)
            self._statements[claim] = statement, frozenset(iris(statement))
        return self._statements[claim]

    def statement(self, claim: str) -> Card:
        """What one claim says, with its stance, source, passages, works cited and triples."""
        ledger = self._ledger.get(claim, {})
        triples = sorted(({"subject": s, **pair(p, o)} for s, p, o in self._claims[claim]), key=str)
        spans = sorted(
            (first.value, one(self._derived[t["subject"]], _E + "latest"))
            for t in triples
            for first in self._derived.get(t["subject"], {}).get(_E + "earliest", ())
        )
        earliest, latest = spans[0] if spans else (None, None)
        return {
            "claim": claim,
            "stance": last(one(ledger, _E + "stance")),
            "certainty": last(one(ledger, _E + "certainty")),
            "verdict": last(one(ledger, _E + "verdict")),
            "accepted": bool(self._derived.get(claim, {}).get(_E + "acceptedUnder")),
            "paraphrase": by_language(ledger.get(_E + "paraphrase", ())),
            "wording": [v.value for v in ledger.get(_E + "wording", ())],
            "date_wording": [v.value for v in ledger.get(_E + "dateWording", ())],
            "hedge": [v.value for v in ledger.get(_E + "hedge", ())],
            "note": by_language(ledger.get(_SKOS + "note", ())),
            "source": self._source(ledger),
            "cites": sorted(v.value for v in ledger.get(_CITO + "citesAsEvidence", ())),
            "held_by": sorted(
                v.value for v in ledger.get("http://www.w3.org/ns/prov#wasAttributedTo", ())
            ),
            "relations": sorted(
                [short(p), v.value]
                for p, values in ledger.items()
                if p.startswith(_CITO) and "cites" not in p
                for v in values
            ),
            "fulfilled_by": sorted(v.value for v in ledger.get(_E + "fulfilledBy", ())),
            "earliest": earliest,
            "latest": latest,
            "date": _own_date(triples),
            "triples": triples,
        }

    def _source(self, ledger: Mapping[str, list[Any]]) -> Card:
        passages = sorted(v.value for v in ledger.get(_E + "passage", ()))
        places = [self._place(p) for p in passages]
        return {"work": places[0]["work"] if places else None, "passages": places}

    def _place(self, passage: str) -> Card:
        props = self._ledger.get(passage, {})
        selector = self._ledger.get(one(props, _OA + "hasSelector") or "", {})
        start, end = one(selector, _OA + "start"), one(selector, _OA + "end")
        line = one(props, _E + "line")
        return {
            "passage": passage,
            "work": one(props, _OA + "hasSource"),
            "line": int(line) if line else None,
            "start": int(start) if start else None,
            "end": int(end) if end else None,
            "locator": by_language(props.get(_E + "locator", ())),
        }

    def _identifier(self, identifier: str) -> Card:
        props = self._ledger[identifier]
        return {
            "scheme": one(props, _E + "scheme"),
            "value": one(props, _SKOS + "notation"),
            "evidence": one(props, _E + "evidence"),
        }


def _own_date(triples: Iterable[Card]) -> str | None:
    """The dates that a claim itself gives, as it gives them; None where it gives none."""
    given: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        name = triple["predicate"].removeprefix(_E)
        if name in ("date", "begin", "end") and "value" in triple:
            given[triple["subject"]][name].append(triple["value"])
    spans = set()
    for dates in given.values():
        spans.update(dates["date"])
        if dates["begin"] or dates["end"]:
            spans.add("/".join(min(dates[name], default="..") for name in ("begin", "end")))
    return ", ".join(sorted(spans)) or None
