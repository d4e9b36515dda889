"""The build: atomic, repeatable, and refusing what is unsound."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import ROOT
from elchi import build as building
from elchi import corpus
from elchi.build import Chronicle, current, make, open_chronicle
from elchi.corpus import Corpus
from elchi.errors import InputError
from elchi.writing import write

NOTE = "<https://w3id.org/elchi/id/person/x> <http://www.w3.org/2004/02/skos/core#note> 'x'@en ."


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    first = contents(write(make(Corpus(ROOT)), tmp_path / "one"))
    command = [sys.executable, "-m", "elchi", "build", "--build", str(tmp_path / "two")]
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Almaty", "LANG": "C"}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    assert b"claims" in done.stdout
    found = current(tmp_path / "two")
    assert found is not None
    assert contents(found) == first


def test_nothing_of_the_machine_is_in_the_build(chronicle: Chronicle, tmp_path: Path) -> None:
    folder = write(chronicle, tmp_path)
    for name, body in contents(folder).items():
        assert str(ROOT).encode() not in body, name


def test_a_failed_build_leaves_the_last_good_one(tmp_path: Path) -> None:
    folder = write(make(Corpus(ROOT)), tmp_path)
    before = contents(folder)
    bad = tmp_path / "bad.trig"
    bad.write_text("@prefix claim: <https://w3id.org/elchi/id/claim/> .\nclaim:x { claim:x")
    with pytest.raises(InputError):
        write(make(Corpus(ROOT, [bad])), tmp_path)
    assert current(tmp_path) == folder
    assert contents(folder) == before


def test_a_killed_build_leaves_a_whole_one(tmp_path: Path) -> None:
    folder = write(make(Corpus(ROOT)), tmp_path)
    before = contents(folder)
    extra = tmp_path / "more.ttl"
    extra.write_text(NOTE)
    command = [
        sys.executable, "-m", "elchi", "build", "--build", str(tmp_path), "--with", str(extra),
    ]  # fmt: skip
    for wait in (0.1, 0.4, 0.6, 0.8):
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        now = current(tmp_path)
        assert now is not None
        if now == folder:
            assert contents(now) == before
        assert open_chronicle(tmp_path, ROOT).card(corpus.ID + "state/uzbekistan")["statements"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    assert not list(tmp_path.glob(".writing-*"))


def _write(folder: str) -> None:
    write(make(Corpus(ROOT)), folder)


def test_two_builds_at_once_do_not_harm_each_other(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    running = [context.Process(target=_write, args=(str(tmp_path),)) for _ in range(3)]
    for process in running:
        process.start()
    for process in running:
        process.join()
    assert [process.exitcode for process in running] == [0, 0, 0]
    now = current(tmp_path)
    assert now is not None
    assert sorted(contents(now)) == sorted([building.CARDS, building.GRAPH, building.INDEX])
    assert now.name in [path.name for path in tmp_path.glob(".graph-*")]
    assert not list(tmp_path.glob(".writing-*"))


def test_a_build_knows_when_its_files_have_changed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for folder in ("ontology", "data", "queries"):
        shutil.copytree(ROOT / folder, home / folder)
    write(make(Corpus(home)), tmp_path / "build")
    assert not open_chronicle(tmp_path / "build", home).stale
    (home / "data" / "entities" / "more.ttl").write_text(NOTE)
    assert open_chronicle(tmp_path / "build", home).stale


@pytest.mark.parametrize("name", [building.INDEX, building.CARDS, building.GRAPH])
@pytest.mark.parametrize("body", [b"", b"{}", b"[1, 2]", b"\xff\x00 nonsense"])
def test_a_damaged_build_is_said(
    chronicle: Chronicle, tmp_path: Path, name: str, body: bytes
) -> None:
    folder = write(chronicle, tmp_path)
    (folder / name).write_bytes(body)

    def read() -> None:
        opened = open_chronicle(tmp_path, ROOT)
        opened.card(corpus.ID + "state/uzbekistan")
        opened.store.lines()

    with pytest.raises(InputError, match="damaged"):
        read()
    write(chronicle, tmp_path)
    assert open_chronicle(tmp_path, ROOT).card(corpus.ID + "state/uzbekistan")["statements"]


def test_what_is_in_the_way_is_left_alone(chronicle: Chronicle, tmp_path: Path) -> None:
    (tmp_path / "graph").write_text("mine")
    with pytest.raises(InputError, match="in the way"):
        write(chronicle, tmp_path)
    assert [path.name for path in tmp_path.iterdir() if path.name != ".lock"] == ["graph"]
    assert (tmp_path / "graph").read_text() == "mine"


def test_a_folder_that_cannot_be_written_is_said(chronicle: Chronicle, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        write(chronicle, blocked)


def test_a_folder_that_is_no_chronicle_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not the folder of a chronicle"):
        Corpus(tmp_path)


def test_cards_from_disk_equal_cards_from_memory(chronicle: Chronicle, tmp_path: Path) -> None:
    write(chronicle, tmp_path)
    read = open_chronicle(tmp_path, ROOT)
    for slug in ("act/border-treaty-2002", "person/islam-karimov", "place/astana"):
        assert read.card(corpus.ID + slug) == chronicle.card(corpus.ID + slug)
    assert read.counts == chronicle.counts
    assert read.store.lines() == chronicle.store.lines()


PREFIXES = """PREFIX elchi: <https://w3id.org/elchi/ontology#>
PREFIX graph: <https://w3id.org/elchi/graph/> """


def test_a_hope_is_no_fact(chronicle: Chronicle) -> None:
    hoped = "<https://w3id.org/elchi/id/event/signing-of-demarcation-final-documents>"
    facts = f"{PREFIXES} SELECT ?p WHERE {{ {hoped} elchi:eventType ?p }}"
    assert list(chronicle.store.rows(facts)) == []
    claims = f"{PREFIXES} SELECT ?g WHERE {{ GRAPH ?g {{ {hoped} elchi:eventType ?p }} }}"
    assert [row["g"].value for row in chronicle.store.rows(claims)] == [
        "https://w3id.org/elchi/id/claim/tursunov-2026-final-documents-to-be-signed"
    ]


def test_each_fact_is_of_an_accepted_claim_or_the_reference_layer(chronicle: Chronicle) -> None:
    outside = f"""{PREFIXES} SELECT ?s ?p ?o WHERE {{ ?s ?p ?o
          FILTER NOT EXISTS {{ GRAPH graph:entities {{ ?s ?p ?o }} }}
          FILTER NOT EXISTS {{ GRAPH graph:derived {{ ?s ?p ?o }} }}
          FILTER NOT EXISTS {{ GRAPH ?claim {{ ?s ?p ?o }}
            GRAPH graph:derived {{ ?claim elchi:acceptedUnder ?policy }} }} }}"""
    assert list(chronicle.store.rows(outside)) == []


def test_only_what_a_source_asserts_is_accepted(chronicle: Chronicle) -> None:
    stances = f"""{PREFIXES} SELECT DISTINCT ?stance WHERE {{
        GRAPH graph:derived {{ ?claim elchi:acceptedUnder ?policy }}
        GRAPH graph:claims {{ ?claim elchi:stance ?stance }} }}"""
    found = [row["stance"].value for row in chronicle.store.rows(stances)]
    assert found == ["https://w3id.org/elchi/id/stance/asserts"]


@pytest.mark.parametrize(
    ("slug", "earliest", "latest"),
    [
        # The article says September 2002, other sources the 9th: together they allow one day.
        ("event/signing-of-border-treaty-2002", "2002-09-09", "2002-09-09"),
        ("act/border-treaty-2002", "2002-09-09", "2002-09-09"),
        ("event/border-posts-2004", "2004-05-19", "2004-05-19"),
        ("event/visit-of-mirziyoyev-to-astana-2017", "2017-03-22", "2017-03-23"),
        ("event/demarcation-talks-guliston-2019-09", "2019-09-09", "2019-09-13"),
        ("event/demarcation-commission-meeting-2015-12", "2015-12-01", "2015-12-31"),
        # Its own source has the month alone; an act is of the time of its signing.
        ("event/signing-of-defence-ministries-document-2017", "2017-03-01", "2017-03-31"),
        ("act/defence-ministries-document-2017", "2017-03-01", "2017-03-31"),
        ("event/expo-2017", "2017-06-10", "2017-09-10"),
        ("event/kazakhstan-in-un-security-council-2017", "2017-01-01", "2018-12-31"),
        ("event/demarcation-of-border", "2003-01-01", None),
        # One source has 2018 for it, is shown to be wrong, and makes no fact.
        ("event/adoption-of-aral-sea-region-resolution-2021", "2021-05-18", "2021-05-18"),
    ],
)
def test_bounds_of_dates(
    chronicle: Chronicle, slug: str, earliest: str, latest: str | None
) -> None:
    found: dict[str, set[str]] = {"earliest": set(), "latest": set()}
    for pair in chronicle.card(corpus.ID + slug)["derived"]:
        name = pair["predicate"].rsplit("#")[-1]
        if name in found:
            found[name].add(pair["value"])
    assert found == {"earliest": {earliest}, "latest": {latest} if latest else set()}
