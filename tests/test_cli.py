"""The command line: exit codes, formats, pipes, colours, and words for people."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT
from elchi.build import make
from elchi.cli import VERBS, main
from elchi.corpus import Corpus
from elchi.writing import write

ID = "https://w3id.org/elchi/id/"


@pytest.fixture(scope="module", autouse=True)
def _environment(tmp_path_factory: pytest.TempPathFactory) -> object:
    folder = tmp_path_factory.mktemp("build")
    write(make(Corpus(ROOT)), folder)
    patch = pytest.MonkeyPatch()
    patch.setenv("ELCHI_BUILD", str(folder))
    patch.setenv("ELCHI_HOME", str(ROOT))
    patch.delenv("ELCHI_LANG", raising=False)
    yield folder
    patch.undo()


def ran(
    *arguments: str, stdin: bytes = b"", cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "elchi", *arguments],
        input=stdin,
        capture_output=True,
        cwd=cwd or ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        check=False,
    )


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(verb in said for verb in VERBS)
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == "elchi 0.1.0\n"
    assert main([]) == 2


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_has_help_and_refuses_what_it_does_not_know(
    verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main([verb, "--help"])
    assert left.value.code == 0
    assert f"usage: elchi {verb}" in capsys.readouterr().out
    assert main([verb, "--no-such-option"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("elchi: ")
    assert "Traceback" not in error


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["shwo"], 2, "no verb"),
        (["show", "Nobody At All Whatsoever"], 2, "nothing is called"),
        (["show", ""], 2, "nothing is called"),
        (["show", "x" * 100_000], 2, "nothing is called"),
        (["query", "no-such-question"], 2, "no question called"),
        (["query", "acts-by-year", "--param", "year"], 2, "NAME=VALUE"),
        (["query", "acts-by-year", "--param", "year=soon"], 3, "wants a gYear"),
        (["query", "acts-by-year", "--param", "month=5"], 3, "no parameter"),
        (["query", "nowhere.rq"], 3, "cannot be read"),
        (["coverage", "nowhere.txt"], 3, "nowhere.txt"),
        (["show", "Astana", "--home", "/nowhere"], 3, "no ontology/elchi.ttl"),
        (["show", "Astana", "--with", "nowhere.ttl"], 3, "no such file"),
        (["path", "Astana", "Astana"], 2, ""),
        (["around", "Astana", "--hops", "0"], 2, "above 0"),
        (["timeline", "--from", "yesterday"], 2, ""),
        (["export", "docx"], 2, "invalid choice"),
        (["export", "ttl", "-o", "/nowhere/x.ttl"], 3, "/nowhere"),
    ],
)
def test_errors_speak_to_a_person(
    arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("elchi: ")
    assert words in said.err
    assert "Traceback" not in said.err
    assert len(said.err) < 2500


def test_an_ambiguous_name_lists_its_candidates(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "Jibek Joʻli"]) == 2
    said = capsys.readouterr().err
    assert "place:zhibek-zholy\n" in said
    assert "place:zhibek-zholy-checkpoint" in said


@pytest.mark.parametrize(
    "name",
    [
        "O'zbekiston", "O‘zbekiston", "O’zbekiston", "Oʻzbekiston", "Oʼzbekiston", "Ozbekiston",
        "Ўзбекистон", "Узбекистан", "Өзбекстан", "uzbekistan", "state:uzbekistan",
        ID + "state/uzbekistan",
    ],
)  # fmt: skip
def test_any_spelling_finds_the_state(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", name, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["iri"] == ID + "state/uzbekistan"


def test_a_card_says_who_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "border-treaty-2001", "--format", "json"]) == 0
    card = json.loads(capsys.readouterr().out)
    by_claim = {s["claim"]: s for s in card["statements"]}
    signed = by_claim[ID + "claim/tursunov-2026-border-treaty-2001-signed"]
    assert signed["source"]["work"] == ID + "work/tursunov-2026"
    assert signed["source"]["passages"][0]["line"] == 81
    assert (signed["stance"], signed["verdict"], signed["date"]) == (
        "asserts", "confirmed", "2001-11-16",
    )  # fmt: skip


def test_a_passage_and_a_claim_are_shown_by_their_names(
    capsys: pytest.CaptureFixture[str],
) -> None:
    # Line 81, second sentence: 96 per cent of the border, and nothing else.
    for name in ("passage:tursunov-2026-081-2", ID + "passage/tursunov-2026-081-2"):
        assert main(["show", name, "--format", "json"]) == 0
        card = json.loads(capsys.readouterr().out)
        claims = [s["claim"] for s in card["statements"]]
        assert claims == [ID + "claim/tursunov-2026-first-stage-96-percent"]
    assert main(["show", "claim:tursunov-2026-first-stage-96-percent"]) == 0
    assert "96 per cent" in capsys.readouterr().out
    assert main(["show", "claim:no-such-claim"]) == 2


def test_sparql_on_standard_input_in_each_format() -> None:
    date = b"<https://w3id.org/elchi/ontology#date>"
    event = f"<{ID}event/signing-of-border-treaty-2001>".encode()
    query = b"SELECT ?d { %b %b ?d }" % (event, date)
    done = ran("query", "-", "--format", "csv", stdin=query)
    assert done.stdout == b"d\r\n2001-11-16\r\n"
    found = json.loads(ran("query", "-", "--format", "json", stdin=query).stdout)
    assert found["head"]["vars"] == ["d"]
    assert found["results"]["bindings"] == [
        {
            "d": {
                "type": "literal",
                "value": "2001-11-16",
                "datatype": "http://www.w3.org/2001/XMLSchema#date",
            }
        }
    ]
    assert ran("query", "-", "--format", "ndjson", stdin=query).stdout == b'{"d": "2001-11-16"}\n'
    assert ran("query", "-", stdin=query).stdout == b"d\n2001-11-16\n"


def test_a_query_that_is_not_utf_8_is_refused() -> None:
    done = ran("query", "-", stdin="SELECT * {?s ?p 'Тошкент'}".encode("utf-16"))
    assert done.returncode == 3
    assert b"not UTF-8" in done.stderr


def test_surroundings_come_as_rows() -> None:
    found = csv.DictReader(
        io.StringIO(ran("around", "Guliston", "--format", "csv").stdout.decode())
    )
    # Line 95 of the article: the round of September 2019 was held there.
    rows = {row["iri"]: row for row in found}
    talks = rows[ID + "event/demarcation-talks-guliston-2019-09"]
    assert (talks["distance"], talks["kind"]) == ("1", "event")
    assert talks["claims"] == ID + "claim/tursunov-2026-demarcation-talks-guliston"


def test_empty_answers_keep_their_header() -> None:
    done = ran("query", "acts-by-year", "--param", "year=1900", "--format", "csv")
    assert list(csv.reader(io.StringIO(done.stdout.decode()))) == [
        ["act", "earliest", "latest", "within", "claims"]
    ]
    found = json.loads(
        ran("query", "-", "--format", "json", stdin=b"SELECT ?x {<a:a> ?x 1}").stdout
    )
    assert found == {"head": {"vars": ["x"]}, "results": {"bindings": []}}


def test_questions_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["questions", "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert len(listed) >= 40
    for question in listed:
        assert {"en", "uz", "ru", "kk"} <= question["summary"].keys()
        assert {p["name"] for p in question["parameters"]} >= question["example"].keys()


def test_a_closed_pipe_is_no_error() -> None:
    command = f"{sys.executable} -m elchi export nq -o - | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0
    assert done.stderr == b""


def test_no_colour_where_none_is_wanted() -> None:
    assert b"\x1b" not in ran("show", "Astana", NO_COLOR="1").stdout
    assert b"\x1b" not in ran("show", "Astana").stdout


def test_it_works_without_a_build_and_writes_nothing(tmp_path: Path) -> None:
    done = ran("show", "Karimov", cwd=tmp_path, ELCHI_BUILD=str(tmp_path / "build"))
    assert done.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_findings_are_exit_code_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = ROOT / "tests" / "invalid" / "force-before-signature.trig"
    assert main(["check", "--with", str(bad), "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [f["rule"] for f in found] == ["force-before-signature"]
    assert all(f["file"] and f["line"] and f["message"] and f["mend"] for f in found)


def test_a_fault_of_elchi_itself_is_said_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> int:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("elchi.cli.showing.run", broken)
    monkeypatch.delenv("ELCHI_DEBUG", raising=False)
    assert main(["show", "Astana"]) == 4
    assert "a fault in elchi itself: ZeroDivisionError: oh" in capsys.readouterr().err


def test_the_tour(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tour"]) == 0
    said = capsys.readouterr().out
    for word in ("claims", "events", "acts", "people", "places", "sources", "line 81", "Files"):
        assert word in said


def test_standard_output_that_cannot_be_written() -> None:
    if not Path("/dev/full").is_char_device():
        pytest.skip("there is no full device here")
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m elchi show Tashkent > /dev/full"],
        cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert b"standard output cannot be written" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("closing", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_are_no_fault(closing: str) -> None:
    command = f"{sys.executable} -m elchi show Tashkent {closing}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0
    assert b"fault" not in done.stdout + done.stderr


def test_a_terminal_without_the_letters_gets_their_codes() -> None:
    done = ran("show", "Tashkent", "--lang", "ru", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert rb"\u0422\u0430\u0448\u043a\u0435\u043d\u0442" in done.stdout


@pytest.mark.parametrize("seconds", ["nan", "inf", "-1", "0", "1e10", "soon"])
def test_a_timeout_is_a_time(seconds: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "acts", "--timeout", seconds]) == 2
    assert "--timeout wants seconds" in capsys.readouterr().err


def test_odd_answers_are_printed() -> None:
    assert ran("query", "-", "--format", "table", stdin=b"SELECT * {}").returncode == 0
    blank = ran("query", "-", "--format", "json", stdin=b"SELECT ?x { BIND(BNODE() AS ?x) }")
    [found] = json.loads(blank.stdout)["results"]["bindings"]
    assert found["x"]["type"] == "bnode"


def test_control_characters_do_not_reach_the_terminal() -> None:
    escape = b"SELECT ?x { BIND('\x1b[31mred' AS ?x) }"
    assert b"\x1b" not in ran("query", "-", "--format", "table", stdin=escape).stdout
    assert b"\x1b" not in ran("show", "\x1b[31mred").stderr


def test_names_too_long_for_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    long = "x" * 5000
    for arguments in (
        ["show", "Astana", "--with", long],
        ["show", "Astana", "--home", long],
        ["query", long],
        ["query", long + ".rq"],
        ["coverage", long],
        ["show", "Astana", "--with", ""],
    ):
        assert main(arguments) in (2, 3)
        assert len(capsys.readouterr().err) < 1000


def test_a_pipe_is_written_to_and_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "elchi", "export", "csv", "-o", str(pipe)]
    writer = subprocess.Popen(command, cwd=ROOT)
    assert pipe.read_bytes().startswith(b"claim,")
    assert writer.wait(timeout=60) == 0
    assert pipe.is_fifo()
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("checks", "SELECT * {", "no summary"),
        ("checks", '#+ [summary]\n#+ en = "x"\nASK { ?s ?p ?o }', "SELECT query is wanted"),
        ("checks", '#+ [summary]\n#+ en = "x"\nSELECT * {', "not SPARQL"),
        ("checks", '#+ [summary]\n#+ en = "x"\nSELECT * { SERVICE <a:b> {} }', "SERVICE"),
        ("checks", '#+ tags = 5\n#+ [summary]\n#+ en = "x"\nSELECT * {}', "wrong kind: tags"),
        ("checks", '#+ summary = {en = 3}\nSELECT * {}', "wrong kind"),
        ("checks", "#+ [summary\nSELECT * {}", "not TOML"),
        ("rules", '#+ [summary]\n#+ en = "x"\nSELECT * {}', "CONSTRUCT query is wanted"),
        ("tables", '#+ [summary]\n#+ en = "x"\n#+ [columns]\nASK {}', "SELECT query is wanted"),
        ("rules", '#+ stage = "x"\n#+ [summary]\n#+ en = "x"\nCONSTRUCT {} {}', "stage"),
        ("questions", '#+ summary = {en = "x"}\n#+ [parameters.y]\n#+ en = "y"\nASK {}', "VALUES"),
        ("questions", '#+ parameters = 3\n#+ [summary]\n#+ en = "x"\nASK {}', "wrong kind"),
    ],
)  # fmt: skip
def test_a_broken_query_file_is_named(
    kind: str, text: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in ("ontology", "data", "queries"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "queries" / kind / "aaa-broken.rq").write_text(text, encoding="utf-8")
    verbs = {"questions": ["questions"], "tables": ["export", "csv", "-o", str(tmp_path / "t.zip")]}
    verb = verbs.get(kind, ["check"]) + (["--build", "/nowhere"] if kind != "questions" else [])
    assert main([*verb, "--home", str(tmp_path)]) == 3
    error = capsys.readouterr().err
    assert f"queries/{kind}/aaa-broken.rq" in error
    assert words in error


def test_a_shape_that_leads_back_to_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in ("ontology", "data", "queries"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "ontology" / "shapes" / "circle.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "<urn:s> a sh:NodeShape ; sh:targetNode <urn:x> ; sh:node <urn:s> .\n"
    )
    assert main(["check", "--build", "/nowhere", "--home", str(tmp_path)]) == 3
    assert "leads back to itself" in capsys.readouterr().err
