"""The codes of event data: every type of event has one, or says why it has none."""

from __future__ import annotations

import re
from collections import defaultdict

import pyoxigraph as ox
import pytest

from elchi import corpus
from elchi.build import Chronicle
from elchi.entities import LANGUAGES, resolve

ID = "https://w3id.org/elchi/id/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
CODING = ("closeMatch", "broadMatch")
MATCHES = (*CODING, "relatedMatch")
SCHEMES = ("cameo", "plover", "plover-modes", "plover-contexts")
PLOVER = {
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "DEMAND",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
}  # fmt: skip
"""The types of event of draft 0.8 of PLOVER (its table `Summary of event categories`)."""

Said = dict[str, dict[str, set[str]]]


@pytest.fixture(scope="module")
def said(chronicle: Chronicle) -> Said:
    """What the reference layer says in SKOS, by subject and property."""
    found: Said = defaultdict(lambda: defaultdict(set))
    for quad in chronicle.store.quads(corpus.ENTITIES):
        if quad.predicate.value.startswith(SKOS) and isinstance(quad.subject, ox.NamedNode):
            assert isinstance(quad.object, (ox.NamedNode, ox.Literal))
            found[quad.subject.value][quad.predicate.value[len(SKOS) :]].add(quad.object.value)
    return found


def members(said: Said, scheme: str) -> set[str]:
    return {iri for iri, about in said.items() if f"{ID}scheme/{scheme}" in about["inScheme"]}


def codes(said: Said, iri: str, scheme: str, matches: tuple[str, ...] = CODING) -> set[str]:
    found = set().union(*(said[iri][match] for match in matches))
    return {min(said[code]["notation"]) for code in found & members(said, scheme)}


def test_every_type_and_field_is_mapped_or_says_why_not(said: Said) -> None:
    types, fields = members(said, "event-types"), members(said, "fields")
    assert len(types) >= 40
    for iri in types:
        coded = codes(said, iri, "cameo") and codes(said, iri, "plover")
        assert coded or any("code" in note for note in said[iri]["editorialNote"]), iri
    for iri in fields:
        note = any("context fits" in note for note in said[iri]["editorialNote"])
        assert bool(codes(said, iri, "plover-contexts")) != note, iri


def test_what_says_that_no_code_fits_has_none(said: Said) -> None:
    for iri in members(said, "event-types"):
        for note in said[iri]["editorialNote"]:
            if re.match("no (one )?code fits", note):
                assert not codes(said, iri, "cameo") | codes(said, iri, "plover"), iri
            if note.startswith("no code of PLOVER fits"):
                assert not codes(said, iri, "plover"), iri


def test_every_match_leads_to_a_code(said: Said) -> None:
    known = set().union(*(members(said, scheme) for scheme in SCHEMES))
    for scheme in ("event-types", "fields", "stances", *SCHEMES):
        for iri in members(said, scheme):
            matches = [said[iri][match] for match in MATCHES]
            assert set().union(*matches) <= known, iri
            assert sum(map(len, matches)) == len(set().union(*matches)), f"{iri} matches twice"


def test_codes_are_well_formed_and_unique(said: Said) -> None:
    forms = {
        "cameo": r"(0[1-9]|1\d|20)\d{0,2}",
        "plover": r"[A-Z]+",
        "plover-modes": r"[a-z]+(-[a-z]+)*",
        "plover-contexts": r"[a-z]+(_[a-z]+)*",
    }
    for scheme, form in forms.items():
        found = [notation for iri in members(said, scheme) for notation in said[iri]["notation"]]
        assert len(found) == len(set(found)) == len(members(said, scheme)), scheme
        for notation in found:
            assert re.fullmatch(form, notation), notation
    for iri in set().union(*(members(said, scheme) for scheme in SCHEMES)):
        slug = min(said[iri]["notation"]).lower().replace("_", "-")
        assert iri.rsplit("/", 1)[-1] == slug
        assert len(said[iri]["prefLabel"]) == len(LANGUAGES), iri


def test_the_types_of_plover_are_its_sixteen(said: Said) -> None:
    assert {min(said[iri]["notation"]) for iri in members(said, "plover")} == PLOVER


def test_a_code_of_cameo_lies_below_its_root(said: Said) -> None:
    for iri in members(said, "cameo"):
        code = min(said[iri]["notation"])
        assert {min(said[wider]["notation"]) for wider in said[iri]["broader"]} == (
            {code[:2]} if len(code) > 2 else set()
        )


def test_the_schemes_agree_with_each_other(said: Said) -> None:
    """A type's event of PLOVER is that of the root of its CAMEO code; its mode is of that event."""
    for iri in members(said, "event-types"):
        for code in codes(said, iri, "cameo"):
            assert codes(said, f"{ID}cameo/{code[:2]}", "plover") == codes(said, iri, "plover"), iri
        for mode in codes(said, iri, "plover-modes"):
            events = codes(said, f"{ID}plover-mode/{mode}", "plover")
            assert events <= codes(said, iri, "plover"), iri


def test_a_scheme_says_where_it_is_from_and_what_is_odd(chronicle: Chronicle, said: Said) -> None:
    source = ox.NamedNode("http://purl.org/dc/terms/source")
    cited = {q.subject for q in chronicle.store.quads(corpus.ENTITIES) if q.predicate == source}
    for scheme in SCHEMES:
        assert ox.NamedNode(f"{ID}scheme/{scheme}") in cited
        assert said[f"{ID}scheme/{scheme}"]["editorialNote"]


@pytest.mark.parametrize("name", ["visit", "support"])
def test_an_everyday_word_is_our_type_before_a_code(chronicle: Chronicle, name: str) -> None:
    assert resolve(chronicle.index, name) == f"{ID}event-type/{name}"
    assert resolve(chronicle.index, "PLOVER SUPPORT") == f"{ID}plover/support"
