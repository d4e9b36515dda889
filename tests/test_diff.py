"""What changed between two snapshots: told in statements, and an algebra of sets."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from elchi.build import Chronicle, make
from elchi.cli import main
from elchi.comparison import REVERSE, Change, compare
from elchi.corpus import ID, ONTOLOGY, Corpus
from elchi.differences import Differences, diff
from elchi.errors import InputError, UsageError
from elchi.export import export_to
from elchi.snapshots import Recorded, recorded
from elchi.writing import write
from test_editions import PREFIXES, TALKS, TRIAL, claim

TALKS_IRI = ID + "event/test-talks"


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Chronicle:
    path = tmp_path_factory.mktemp("trial") / "trial.trig"
    path.write_text(TRIAL, encoding="utf-8")
    return make(Corpus(ROOT, [path]))


@pytest.fixture(scope="module")
def found(trial: Chronicle) -> Differences:
    return diff(trial, "0.2.0", "0.3.0")


def told(found: Differences, changes: list[Change]) -> set[str]:
    return {f"{c.what} {c.how}: {found.words(c)}" for c in changes}


def test_the_changes_of_an_edition_are_told_in_statements(found: Differences) -> None:
    place = "Talks of a trial — place → "
    assert told(found, found.concerning("Talks of a trial")) == {
        f"fact gained: {place}Astana",
        f"fact lost: {place}Tashkent",
        "fact gained: Talks of a trial — date → 2019",
        "claim added: test-late in English. — Tursunov 2026",
        "claim replaced: test-old in English. — Tursunov 2026 → test-new in English. "
        "— Tursunov 2026",
        "claim changed: test-second in English. — Tursunov 2026: confirms: Tursunov 2026 → "
        "Tursunov 2026",
    }, "one work is one source, however many claims are drawn from it"


def test_a_claim_withdrawn_for_nothing_is_withdrawn(trial: Chronicle) -> None:
    between = diff(trial, "0.1.0", "0.2.0")
    assert told(between, between.concerning("Talks of a trial")) == {
        "fact gained: Talks of a trial — date → 2019-05",
        "fact lost: Talks of a trial — place → Almaty",
        "claim added: test-second in English. — Tursunov 2026",
        "claim withdrawn: test-gone in English. — Tursunov 2026",
    }


def test_the_claims_behind_a_change_are_named(found: Differences) -> None:
    [lost] = [c for c in found.changes if c.how == "lost" and c.subject == TALKS_IRI]
    assert (lost.property, lost.before) == (
        ONTOLOGY + "place",
        (ox.NamedNode(ID + "place/tashkent"),),
    )
    assert (lost.behind_before, lost.behind_after) == ((ID + "claim/test-old",), ())


def test_words_come_in_the_languages(found: Differences) -> None:
    [gained] = [c for c in found.changes if c.how == "gained" and "place" in c.property]
    assert found.words(gained, "ru") == "Talks of a trial — место → Астана"
    assert found.words(gained, "kk").endswith("Астана")
    assert {found.words(gained, language).count("→") for language in ("uz", "uz-Cyrl")} == {1}


def test_a_second_source_backs_a_fact_better(tmp_path: Path) -> None:
    """The same statement of another work: the fact is not new, and stands on more."""
    path = tmp_path / "more.trig"
    states = (
        'event:signing-of-border-treaty-2002 elchi:date "2002-09-09"^^xsd:date ; '
        "elchi:place place:tashkent ."
    )
    text = claim("test-more", states, passage="test-9", work="uza-uz-326819")
    path.write_text(PREFIXES + text, encoding="utf-8")
    old, new = make(Corpus(ROOT)), make(Corpus(ROOT, [path]))
    between = Differences(old, new, old.files)
    assert told(between, between.changes) == {
        "claim added: test-more in English. — UzA 326819",
        "fact gained: Signing of the Treaty on Certain Sections of the Kazakh–Uzbek State Border"
        " — place → Tashkent",
        "fact more: Signing of the Treaty on Certain Sections of the Kazakh–Uzbek State Border"
        " — date → 2002-09-09",
        "passage gained: passage:test-9 — type → Passage",
        "passage gained: passage:test-9 — has source → UzA 326819",
        "passage gained: passage:test-9 — locator → a page",
    }
    [more] = [c for c in between.changes if c.how == "more"]
    assert between.sources(more) == ["UzA 326819"]
    assert len(more.behind_after) == len(more.behind_before) + 1


def test_what_is_recorded_of_a_claim_is_compared(tmp_path: Path) -> None:
    first, second = tmp_path / "a.trig", tmp_path / "b.trig"
    first.write_text(PREFIXES + claim("test-a", TALKS + "elchi:place place:astana ."), "utf-8")
    text = first.read_text("utf-8").replace("stance:asserts", "stance:plans")
    text = text.replace("test-a in English", "A trial").replace("place:astana", "place:tashkent")
    second.write_text(text, "utf-8")
    old, new = make(Corpus(ROOT, [first])), make(Corpus(ROOT, [second]))
    between = Differences(old, new, old.files)
    changed = {c.property.rsplit("#")[-1]: c for c in between.changes if c.how == "changed"}
    assert set(changed) == {"stance", "paraphrase", ""}
    assert between.words(changed["stance"]) == ("A trial. — Tursunov 2026: stance: asserts → plans")
    assert "states: event:test-talks — place → Astana → " in between.words(changed[""])
    lost = {str(c.before[0]) for c in between.changes if c.how == "lost" and c.what == "fact"}
    assert f"<{ID}place/astana>" in lost, "a plan is no fact"
    assert not [c for c in between.changes if c.how == "gained" and c.what == "fact"]


@pytest.mark.parametrize("form", ["nq", "trig"])
def test_an_exported_file_is_what_it_was_written_of(
    chronicle: Chronicle, form: str, tmp_path: Path
) -> None:
    path = str(tmp_path / f"all.{form}")
    export_to(chronicle, form, path, "en")
    assert diff(chronicle, path, "0.2.0").changes == []
    assert diff(chronicle, path, path).changes == []
    assert diff(chronicle, str(ROOT), path).changes == []


def test_the_order_of_a_file_does_not_matter(chronicle: Chronicle, tmp_path: Path) -> None:
    path = tmp_path / "all.nq"
    path.write_text("".join(reversed(chronicle.store.lines())), encoding="utf-8")
    write(chronicle, tmp_path / "build")
    assert diff(chronicle, str(path), str(tmp_path / "build")).changes == []


@pytest.mark.parametrize(
    ("name", "text", "line", "words"),
    [
        ("a.nq", "<a:a> <a:b> <a:c> .\nnonsense\n", 2, "is not N-Quads"),
        ("a.trig", "<a:g> {\n <a:a> <a:b> }\n", 2, "is not TriG"),
        ("a.nq", "<a:a> <a:b> <a:c> .\n_:x <a:b> <a:c> .\n", 2, "blank node"),
        ("a.nq", "<a:a> <a:b> <a:c> .\n", None, "does not hold all layers"),
        ("a.nq", "", None, "does not hold all layers"),
        ("a.nq", b"\xff\xfe", 1, "is not UTF-8"),
        ("a.ttl", "<a:a> <a:b> <a:c> .\n", None, "neither N-Quads"),
    ],
)
def test_a_bad_file_is_told_with_its_line(
    chronicle: Chronicle, tmp_path: Path, name: str, text: str | bytes, line: int | None, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InputError, match=words) as caught:
        diff(chronicle, "0.1.0", str(path))
    assert (caught.value.where, caught.value.line) == (str(path), line)
    assert caught.value.mend


def test_what_is_no_snapshot_is_told(chronicle: Chronicle, tmp_path: Path) -> None:
    for text in ("0.9.9", "", "no/such/file.nq", "x" * 5000):
        with pytest.raises(UsageError, match="no edition, folder or file") as caught:
            diff(chronicle, text, "0.1.0")
        assert "0.1.0, 0.2.0" in str(caught.value.mend)
    with pytest.raises(InputError, match="not the folder of a chronicle"):
        diff(chronicle, str(tmp_path), "0.1.0")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["diff", *arguments, "--home", str(ROOT)]) == 0
    return capsys.readouterr().out


def test_the_verb_tells_the_same_in_every_format(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "trial.trig"
    path.write_text(TRIAL, encoding="utf-8")
    asked = ["0.1.0", "0.3.0", "--with", str(path)]
    whole = json.loads(run(capsys, *asked, "--format", "json"))
    lines = [json.loads(x) for x in run(capsys, *asked, "--format", "ndjson").splitlines()]
    assert whole["changes"] == lines
    assert {row["change"].split(" ")[0] for row in lines} <= {"fact", "claim", "thing"}
    assert sum(whole["counts"].values()) > len(lines)
    rows = list(csv.DictReader(io.StringIO(run(capsys, *asked, "--format", "csv"))))
    assert [row["words"] for row in rows] == [row["words"] for row in lines]
    assert len(run(capsys, *asked, "--format", "tsv").splitlines()) == len(lines) + 1
    everything = json.loads(run(capsys, *asked, "--all", "--format", "json"))
    assert len(everything["changes"]) == sum(everything["counts"].values())
    text = run(capsys, *asked, "--about", "Talks of a trial")
    assert "Claims replaced (1)" in text
    assert "Talks of a trial — place → Astana\n      — Tursunov 2026" in text


def test_no_difference_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "0.1.0", "edition:0.1.0") == "no difference\n"
    assert json.loads(run(capsys, "0.1.0", "0.1.0", "--format", "json"))["changes"] == []
    assert main(["diff", "0.1.0", "0.1.0", "--about", "Atlantis", "--home", str(ROOT)]) == 2


TERMS = [f"a:{letter}" for letter in "xyz"]
STATEMENTS = st.tuples(
    st.sampled_from(TERMS),
    st.sampled_from(["a:p", "a:q"]),
    st.sampled_from([ox.NamedNode("a:x"), ox.Literal("1"), ox.Literal("1", language="en")]),
)
BACKING = st.sets(
    st.tuples(st.sampled_from(["a:c1", "a:c2", "a:c3"]), st.sampled_from(["a:w1", "a:w2"])),
    min_size=1,
).map(frozenset)
CLAIMS = st.sampled_from(["a:c1", "a:c2", "a:c3", "a:c4"])
RECORDS = st.builds(
    Recorded,
    facts=st.dictionaries(STATEMENTS, BACKING, max_size=5),
    claims=st.dictionaries(
        CLAIMS,
        st.dictionaries(
            st.sampled_from(["", "a:p"]),
            st.sets(st.sampled_from([ox.Literal("1"), ox.Literal("2")]), min_size=1).map(frozenset),
        ),
    ),
    things=st.frozensets(st.sampled_from(TERMS)),
    others=st.dictionaries(
        st.sampled_from(["label", "passage"]), st.frozensets(STATEMENTS), max_size=2
    ),
    replaced=st.frozensets(st.tuples(CLAIMS, CLAIMS).filter(lambda p: p[0] != p[1]), max_size=3),
)


@given(RECORDS)
def test_a_record_does_not_differ_from_itself(record: Recorded) -> None:
    assert compare(record, record) == []


@given(RECORDS, RECORDS)
def test_the_way_back_is_the_way_there_reversed(old: Recorded, new: Recorded) -> None:
    back = compare(new, old)
    assert sorted(map(str, (change.reversed() for change in compare(old, new)))) == sorted(
        map(str, back)
    )
    assert [change.reversed().reversed() for change in back] == back
    assert all(REVERSE[REVERSE[how]] == how for how in REVERSE)


@given(RECORDS, RECORDS)
def test_what_is_gained_and_lost_leads_from_one_to_the_other(old: Recorded, new: Recorded) -> None:
    changes = compare(old, new)
    facts = applied(set(old.facts), [c for c in changes if c.what == "fact"])
    assert facts == set(new.facts)
    for what in {*old.others, *new.others}:
        said = applied(set(old.others.get(what, ())), [c for c in changes if c.what == what])
        assert said == set(new.others.get(what, ()))
    claims = set(old.claims)
    for change in changes:
        if change.how in ("withdrawn", "replaced"):
            claims.discard(change.subject)
        if change.how == "added":
            claims.add(change.subject)
        if change.how == "replaced":
            claims |= {value.value for value in change.after if isinstance(value, ox.NamedNode)}
    assert claims == set(new.claims)


def applied(said: set[tuple[str, str, object]], changes: list[Change]) -> set[object]:
    for change in changes:
        if change.how == "lost":
            said.remove((change.subject, change.property, change.before[0]))
        if change.how == "gained":
            said.add((change.subject, change.property, change.after[0]))
    return set(said)


def test_on_the_real_chronicle_too(trial: Chronicle) -> None:
    old, new = (recorded(side, trial.files) for side in (make(Corpus(ROOT)), trial))
    there = compare(old, new)
    assert there
    assert sorted(map(str, compare(new, old))) == sorted(str(c.reversed()) for c in there)
    assert applied(set(old.facts), [c for c in there if c.what == "fact"]) == set(new.facts)
