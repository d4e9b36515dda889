"""Nanopublications: well-formed, each with its provenance, and no hope passed off as a fact."""

from __future__ import annotations

import os
import re
import zipfile
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from conftest import HOSTILE, ID
from elchi.build import Chronicle
from elchi.entities import LANGUAGES
from elchi.export import export, export_to
from elchi.export.trusty import artifact_code

NP = "http://www.nanopub.org/nschema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PROV = "http://www.w3.org/ns/prov#"
DC = "http://purl.org/dc/terms/"
E = "https://w3id.org/elchi/ontology#"
Quads = list[ox.Quad]


def parts(quads: Quads) -> dict[str, Quads]:
    """The four graphs of one nanopublication by role; fails where it is not well-formed.

    The conditions are those under which nanopub-java refuses a nanopublication.
    """
    assert all(isinstance(q.graph_name, ox.NamedNode) for q in quads), "outside all graphs"
    heads = [
        q
        for q in quads
        if q.predicate.value == RDF + "type" and q.object.value == NP + "Nanopublication"
    ]
    (head,) = heads
    this = head.subject
    found = {"head": [q for q in quads if q.graph_name == head.graph_name]}
    names = {head.graph_name, this}
    for role in ("Assertion", "Provenance", "PublicationInfo"):
        (name,) = {
            q.object
            for q in found["head"]
            if q.subject == this and q.predicate.value == f"{NP}has{role}"
        }
        assert name not in names
        names.add(name)
        found[role] = [q for q in quads if q.graph_name == name]
        assert found[role], f"{role} is empty"
    assert sum(map(len, found.values())) == len(quads), "a graph that belongs to nothing"
    (assertion,) = {q.graph_name for q in found["Assertion"]}
    assert any(assertion in (q.subject, q.object) for q in found["Provenance"])
    assert any(this in (q.subject, q.object) for q in found["PublicationInfo"])
    return found


def code_of(quads: Quads, code: str) -> str:
    """The artifact code, worked out from a nanopublication as it was read back."""

    def blanked(term: object) -> object:
        return term.value.replace(code, " ") if isinstance(term, ox.NamedNode) else term

    return artifact_code(
        tuple(map(blanked, (q.graph_name, q.subject, q.predicate, q.object)))  # type: ignore[misc]
        for q in quads
    )


@pytest.fixture(scope="module")
def folder(chronicle: Chronicle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("nanopubs")
    export_to(chronicle, "nanopub", str(target))
    return target


@pytest.fixture(scope="module")
def published(folder: Path) -> dict[str, dict[str, Quads]]:
    return {path.stem: parts(read(path)) for path in sorted(folder.iterdir())}


def read(path: Path) -> Quads:
    return list(ox.parse(path.read_bytes(), format=ox.RdfFormat.TRIG))


def said(quads: Quads, predicate: str) -> set[str]:
    return {q.object.value for q in quads if q.predicate.value == predicate}


def test_there_is_one_a_claim_and_each_is_well_formed(
    chronicle: Chronicle, published: dict[str, dict[str, Quads]]
) -> None:
    claims = {claim.removeprefix(ID + "claim/") for claim in chronicle.describer.claims()}
    assert published.keys() == claims
    assert len(claims) >= 358


def test_a_name_follows_from_what_it_names(folder: Path) -> None:
    for path in sorted(folder.iterdir()):
        quads = read(path)
        (code,) = {
            re.search(r"/np/(RA[A-Za-z0-9_-]{43})#", q.graph_name.value)[1]
            for q in quads  # type: ignore[index,union-attr]
        }
        assert code_of(quads, code) == code, path.name
    assert code_of(quads[:-1], code) != code


def test_the_code_of_a_small_graph_is_as_the_specification_has_it() -> None:
    # Worked out with printf, sha256sum and base64 from the four lines of each triple in order.
    quads = [
        ("http://x.example/ #g", "http://x.example/ ", "http://x.example/p", ox.Literal("a\\b\nc")),
        ("http://x.example/ #g", "http://x.example/ ", "http://x.example/p", "http://x.example/o"),
    ]
    assert artifact_code(quads) == artifact_code(reversed(quads)) == artifact_code(quads * 2)
    assert artifact_code(quads) == "RA4yJm4FSWPB1rQCxtRtNe-4P7U22Cc6kdF1_QXtJZBbI"


def test_a_fact_is_asserted_as_the_claim_has_it(
    chronicle: Chronicle, published: dict[str, dict[str, Quads]]
) -> None:
    name = "tursunov-2026-border-treaty-2002-signed"
    assertion = {(q.subject, q.predicate, q.object) for q in published[name]["Assertion"]}
    claim = chronicle.store.quads(f"{ID}claim/{name}")
    assert assertion == {(q.subject, q.predicate, q.object) for q in claim}
    provenance = published[name]["Provenance"]
    (passage,) = said(provenance, PROV + "wasDerivedFrom")
    assert passage.startswith(ID + "passage/tursunov-2026-0")
    assert said(provenance, PROV + "hadPrimarySource") == {ID + "work/tursunov-2026"}
    assert said(provenance, E + "stance") == {ID + "stance/asserts"}
    assert said(provenance, E + "digest")
    assert said(provenance, "http://www.w3.org/ns/oa#start")


def test_nothing_but_a_fact_stands_in_an_assertion(
    chronicle: Chronicle, published: dict[str, dict[str, Quads]]
) -> None:
    facts = {(q.subject, q.predicate, q.object) for q in chronicle.store.facts()}
    reported = 0
    for name, found in published.items():
        stated = {(q.subject, q.predicate, q.object) for q in found["Assertion"]}
        claim = chronicle.describer.statement(f"{ID}claim/{name}")
        if claim["accepted"]:
            assert claim["stance"] == "asserts"
            assert stated <= facts, name
            continue
        reported += 1
        own = {
            (q.subject, q.predicate, q.object) for q in chronicle.store.quads(f"{ID}claim/{name}")
        }
        assert not own & stated, name
        # The statements are there all the same, as statements of the source.
        assert said(found["Assertion"], E + "stance") == {f"{ID}stance/{claim['stance']}"}
        told = {
            tuple(
                next(
                    q.object
                    for q in found["Assertion"]
                    if q.subject == node and q.predicate.value == RDF + role
                )
                for role in ("subject", "predicate", "object")
            )
            for node in {
                q.subject for q in found["Assertion"] if q.object == ox.NamedNode(RDF + "Statement")
            }
        }
        assert told == own, name
    assert reported >= 40


def test_the_hope_for_final_documents_is_told_as_a_hope(
    chronicle: Chronicle, published: dict[str, dict[str, Quads]]
) -> None:
    (name,) = [
        n
        for n, found in published.items()
        if said(found["Provenance"], E + "stance") == {ID + "stance/expects"}
    ]
    assert name.startswith("tursunov-2026-")
    assertion = published[name]["Assertion"]
    about = {q.subject.value for q in assertion if isinstance(q.subject, ox.NamedNode)}
    assert not any("/id/event/" in iri or "/id/act/" in iri for iri in about)
    assert said(assertion, E + "verdict") == {ID + "verdict/outdated"}
    assert "expects" in said(assertion, "http://www.w3.org/2004/02/skos/core#prefLabel")


def test_an_error_of_a_source_is_not_asserted(published: dict[str, dict[str, Quads]]) -> None:
    wrong = [
        n
        for n, found in published.items()
        if ID + "verdict/erroneous" in said(found["Provenance"], E + "verdict")
    ]
    assert wrong
    for name in wrong:
        assert ID + "verdict/erroneous" in said(published[name]["Assertion"], E + "verdict")


def test_an_opinion_is_attributed_to_who_holds_it(published: dict[str, dict[str, Quads]]) -> None:
    holders = {
        holder
        for found in published.values()
        if said(found["Provenance"], E + "stance") == {ID + "stance/evaluates"}
        for holder in said(found["Provenance"], PROV + "wasAttributedTo")
    }
    assert any(holder.startswith(ID + "person/") for holder in holders)


def test_each_says_who_published_it_when_and_under_which_licence(
    published: dict[str, dict[str, Quads]],
) -> None:
    for found in published.values():
        info = found["PublicationInfo"]
        (instant,) = [q.object for q in info if q.predicate.value == DC + "created"]
        assert isinstance(instant, ox.Literal)
        assert instant.datatype.value.endswith("#dateTime")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", instant.value)
        assert said(info, DC + "date") == {instant.value[:10]}
        assert said(info, DC + "creator") == {ID + "organisation/elchi-authors"}
        assert said(info, DC + "license") == {"https://creativecommons.org/licenses/by/4.0/"}
        assert said(info, "http://www.w3.org/2000/01/rdf-schema#label")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_all_in_one_file_are_the_same_and_rdflib_reads_them(
    chronicle: Chronicle, folder: Path
) -> None:
    data = export(chronicle, "nanopub")
    together = set(ox.parse(data, format=ox.RdfFormat.TRIG))
    assert together == {quad for path in folder.iterdir() for quad in read(path)}
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        dataset = rdflib.Dataset().parse(data=data, format="trig")
    finally:
        rdflib.NORMALIZE_LITERALS = before
    assert sum(len(graph) for graph in dataset.graphs()) == len(together)
    assert len(data) < 5_000_000


def test_a_publication_is_one_whatever_the_language(chronicle: Chronicle) -> None:
    assert len({export(chronicle, "nanopub", language) for language in LANGUAGES}) == 1


def test_a_zip_holds_what_the_folder_does(
    chronicle: Chronicle, folder: Path, tmp_path: Path
) -> None:
    export_to(chronicle, "nanopub", str(tmp_path / "all.zip"))
    with zipfile.ZipFile(tmp_path / "all.zip") as found:
        assert sorted(found.namelist()) == sorted(os.listdir(folder))
        for name in found.namelist()[::50]:
            assert found.read(name) == (folder / name).read_bytes()


def test_hostile_texts_and_names_are_kept(hostile: Chronicle, tmp_path: Path) -> None:
    export_to(hostile, "nanopub", str(tmp_path))
    assert (tmp_path / "odd.trig").is_file()
    assert not (tmp_path / "gone.trig").exists(), "a claim that was withdrawn"
    info = parts(read(tmp_path / "odd.trig"))["PublicationInfo"]
    assert said(info, E + "firstIn") == {ID + "edition/0.2.0"}
    (hope,) = [name for name in os.listdir(tmp_path) if re.fullmatch(r"RA[\w-]{43}\.trig", name)]
    found = parts(read(tmp_path / hope))
    assert said(found["PublicationInfo"], "http://www.w3.org/2000/01/rdf-schema#label") == {HOSTILE}
    assert HOSTILE in said(found["Assertion"], RDF + "object")
    assert code_of(read(tmp_path / hope), hope.removesuffix(".trig")) == hope.removesuffix(".trig")
