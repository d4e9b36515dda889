"""The check finds each fault it should, on its line, and nothing else."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

from elchi import shapes
from elchi.build import Chronicle, make
from elchi.check import check, report
from elchi.corpus import Corpus
from elchi.entities import LANGUAGES
from elchi.errors import InputError, UsageError
from elchi.questions import read_query
from elchi.soundness import Finding
from elchi.store import Store

ROOT = Path(__file__).resolve().parent.parent
INVALID = sorted((ROOT / "tests" / "invalid").iterdir())
EXPECT = re.compile(r'# expect: (build|check) ([\w-]+) line (\d+)(?: "(.*)")?')


def expected(path: Path) -> list[tuple[str, str, int, str]]:
    """Stage, rule, line and words of each fault that a file says it has."""
    text = path.read_text(encoding="utf-8", errors="replace")
    return [(s, r, int(n), w) for s, r, n, w in EXPECT.findall(text)]


def of_stage(stage: str) -> list[Path]:
    return [p for p in INVALID if any(e[0] == stage for e in expected(p))]


@pytest.fixture(scope="module")
def clean(chronicle: Chronicle) -> list[Finding]:
    return check(chronicle)


def test_every_invalid_file_says_what_it_expects() -> None:
    silent = [p.name for p in INVALID if p.suffix != ".rq" and not expected(p)]
    assert not silent
    assert len(INVALID) > 90


def test_the_chronicle_has_no_violation(clean: list[Finding]) -> None:
    assert [f for f in clean if f.severity == "violation"] == []


@pytest.mark.parametrize("path", of_stage("build"), ids=lambda p: p.stem)
def test_a_fault_forbids_the_build(path: Path) -> None:
    [(_, rule, line, words)] = expected(path)
    with pytest.raises(InputError) as caught:
        make(Corpus(ROOT, [path]))
    assert (caught.value.where, caught.value.line) == (str(path), line), rule
    assert words in caught.value.message
    assert caught.value.mend
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("path", of_stage("check"), ids=lambda p: p.stem)
def test_a_fault_is_found_where_it_stands(path: Path, clean: list[Finding]) -> None:
    new = [f for f in check(make(Corpus(ROOT, [path]))) if f not in clean]
    assert [(f.rule, f.file, f.line) for f in new] == [
        (rule, str(path), line) for _, rule, line, _ in expected(path)
    ], [f.message for f in new]
    assert all(f.mend and "?" not in f.message for f in new), "a column is not bound"


def test_each_rule_that_is_a_query_has_an_invalid_file() -> None:
    rules = {read_query(part)[0].name for part in Corpus(ROOT).queries("checks")}
    tried = {rule for path in INVALID for _, rule, _, _ in expected(path)}
    assert rules - tried == set()


def test_each_rule_that_is_a_query_is_summed_up_in_the_languages() -> None:
    for part in Corpus(ROOT).queries("checks"):
        header, text = read_query(part)
        assert set(LANGUAGES) - set(header.summary) <= {"uz-Cyrl"}, part.name
        columns = set(re.findall(r"{(\w+)}", header.extra["message"]["en"]))
        assert all(re.search(rf"\?{column}\b", text) for column in columns), part.name
        assert header.extra["mend"]["en"]
        assert header.extra.get("severity", "violation") in ("violation", "warning")


def test_each_shape_says_what_is_wrong_and_how_to_mend_it(chronicle: Chronicle) -> None:
    told = shapes.described(shapes.read(chronicle.files))
    assert len(told) > 90
    assert [shape for shape, words in told.items() if not (words.message and words.mend)] == []


def test_no_shape_counts_literals_by_a_qualified_shape() -> None:
    """The fast engine does not count literals under sh:qualifiedValueShape: it finds none."""
    texts = [p.path.read_text(encoding="utf-8") for p in Corpus(ROOT).shapes()]
    assert not any("sh:qualified" in text for text in texts)


def test_engines_agree_on_the_chronicle(chronicle: Chronicle) -> None:
    assert report(chronicle, "fast") == report(chronicle, "pyshacl")


def test_engines_agree_on_invalid_data(tmp_path: Path) -> None:
    """All invalid files that reach the shapes, in one chronicle, so the reference runs once."""
    known = {shape.rsplit("/", 1)[-1] for shape in shapes.described(shapes.read(Corpus(ROOT)))}
    paths = [p for p in of_stage("check") if {e[1] for e in expected(p)} & known]
    extra = []
    for number, path in enumerate(paths):
        text = path.read_text(encoding="utf-8")
        # a thing of each file's own, so that no fault mends another
        text = re.sub(r"(?<=[:/])test(?=\b)", f"test{number}", text)
        extra.append(tmp_path / path.name)
        extra[-1].write_text(text, encoding="utf-8")
    merged = make(Corpus(ROOT, extra))
    fast, reference = report(merged, "fast"), report(merged, "pyshacl")
    assert fast == reference
    broken = {result.shape[1:-1].rsplit("/", 1)[-1] for result in fast}
    assert {rule for p in paths for _, rule, _, _ in expected(p) if rule in known} <= broken


def test_an_unknown_engine_is_refused(chronicle: Chronicle) -> None:
    with pytest.raises(UsageError):
        check(chronicle, engine="slow")


def idle(text: str, chronicle: Chronicle) -> list[shapes.Idle]:
    prefixes = (
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://example.org/> ."
        "@prefix elchi: <https://w3id.org/elchi/ontology#> ."
    )
    found = ox.parse(input=prefixes + text, format=ox.RdfFormat.TURTLE)
    rules = Store(ox.Quad(q.subject, q.predicate, q.object) for q in found)
    return list(shapes.idle(rules, chronicle.store))


def test_a_shape_that_passes_on_nothing_is_found(chronicle: Chronicle) -> None:
    prop = "sh:property :p . :p sh:path elchi:party ."
    assert idle(f":s sh:targetClass elchi:Treaty ; {prop}", chronicle) == []
    misspelt = idle(f":s sh:targetClass elchi:Treatie ; {prop}", chronicle)
    assert [(i.term[-7:], i.certain) for i in misspelt] == [("Treatie", True)]
    path = idle(f":s sh:targetClass elchi:Treaty ; {prop.replace('party', 'prty')}", chronicle)
    assert {(i.term.rsplit("#")[-1], i.certain) for i in path} == {("prty", True)}
    empty = idle(f":s sh:targetSubjectsOf elchi:uriTemplate ; {prop}", chronicle)
    assert empty == []

    # A small chronicle may have nothing of a kind, so this is only worth a look.
    without = Store(q for q in chronicle.store.quads() if "acting" not in str(q.predicate))
    small = Chronicle(chronicle.files, None, without)
    none = idle(f":s sh:targetSubjectsOf elchi:acting ; {prop}", small)
    assert [(i.term, i.certain) for i in none] == [("", False)]


def test_findings_are_in_order(clean: list[Finding]) -> None:
    path = ROOT / "tests" / "invalid" / "event-without-type.trig"
    found = check(make(Corpus(ROOT, [path])))
    assert found == sorted(found, key=lambda f: (f.file or "", f.line or 0, f.rule))
    assert len(found) == len(clean) + 1


def test_names_in_a_finding_bear_their_labels() -> None:
    path = ROOT / "tests" / "invalid" / "participant-after-death.trig"
    [found] = [f for f in check(make(Corpus(ROOT, [path]))) if f.rule == "outside-lifetime"]
    assert "person:islam-karimov (“Islam Karimov”)" in found.message
    assert "2016-09-02" in found.message


def test_hundreds_of_findings_are_placed_in_good_time(tmp_path: Path, chronicle: Chronicle) -> None:
    names = "\n".join(
        f"<https://w3id.org/elchi/id/field/test-{n}> a skos:Concept ." for n in range(400)
    )
    path = tmp_path / "many.ttl"
    path.write_text("@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n" + names)
    trial = make(Corpus(ROOT, [path]))
    start = time.perf_counter()
    found = [f for f in check(trial) if f.file == str(path)]
    assert len(found) == 1200
    assert {f.line for f in found} == set(range(2, 402))
    assert time.perf_counter() - start < 5
    assert Counter(f.rule for f in found)["five-labels"] == 400


# The W3C's own suite. Each exception is a fault of the fast engine, and named with its reason.
EXCEPTIONS = {
    "property/uniqueLang-002": "it takes sh:uniqueLang 1 for true, and only `true` is meant",
}

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SH = "http://www.w3.org/ns/shacl#"
SUITE = f"""
PREFIX mf: <{MF}> PREFIX sht: <http://www.w3.org/ns/shacl-test#>
SELECT ?test ?data ?shapes ?result WHERE {{
  ?test a sht:Validate ; mf:action ?action ; mf:result ?result .
  ?action sht:dataGraph ?data ; sht:shapesGraph ?shapes .
}}"""
RESULTS = f"""
PREFIX mf: <{MF}> PREFIX sh: <{SH}>
SELECT ?focus ?path ?component ?value ?shape WHERE {{
  ?test mf:result/sh:result ?result .
  ?result sh:focusNode ?focus ; sh:sourceConstraintComponent ?component ; sh:sourceShape ?shape .
  OPTIONAL {{ ?result sh:resultPath ?path }} OPTIONAL {{ ?result sh:value ?value }}
}}"""


def parsed(path: Path) -> ox.Store:
    store = ox.Store()
    text = path.read_text(encoding="utf-8")
    for quad in ox.parse(input=text, format=ox.RdfFormat.TURTLE, base_iri=path.as_uri()):
        store.add(quad)
    return store


def n_triples(iri: str) -> str:
    triples = (quad.triple for quad in parsed(Path(iri.removeprefix("file://"))))
    data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert data is not None
    return data.decode("utf-8")


def unlabelled(terms: Iterable[object]) -> tuple[str, ...]:
    """Terms in N-Triples; a blank node has no name to compare, and a path of several steps is one.

    The fast engine writes such a path as SPARQL does.
    """
    written = [str(term or "") for term in terms]
    return tuple("_:" if re.match(r"_:|\^|\(|\[|[^\"].* / ", term) else term for term in written)


def test_the_fast_engine_passes_the_suite_of_the_w3c(shared: Path) -> None:
    failed: dict[str, str] = {}
    number = 0
    for path in sorted((shared / "suites" / "shacl" / "tests" / "core").rglob("*.ttl")):
        manifest = parsed(path)
        rows = list(manifest.query(SUITE))
        if not rows or rows[0]["result"].value.startswith("http"):
            continue  # a manifest of manifests, or a test that must fail to run
        number += 1
        data, rules = n_triples(rows[0]["data"].value), n_triples(rows[0]["shapes"].value)
        names = ("focus", "path", "component", "value", "shape")
        wanted = Counter(unlabelled(row[n] for n in names) for row in manifest.query(RESULTS))
        found = Counter(unlabelled(result) for result in shapes.validate(data, rules))
        if set(wanted) != set(found):
            failed[path.parent.name + "/" + path.stem] = f"{found} instead of {wanted}"
    assert number > 90
    assert set(failed) == set(EXCEPTIONS), failed
