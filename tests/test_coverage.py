"""Coverage: the article itself, and what happens when it is not as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from elchi.build import Chronicle, make
from elchi.corpus import Corpus
from elchi.coverage import cover
from elchi.coverage_page import page
from elchi.errors import InputError

WORK = "https://w3id.org/elchi/id/work/tursunov-2026"


def test_the_article_is_covered(chronicle: Chronicle, article: Path) -> None:
    report = cover(chronicle, article)
    assert report.work == WORK
    assert report.complete
    assert len(report.sentences) == len(report.passages) == 111
    # Read off the article: its six headings, and nothing else, bear no fact.
    bare = [s.segment.text for s in report.sentences if s.status == "no fact"]
    assert [text.split()[0] for text in bare] == [
        "ABOUT", "MAQOLA", "О", "Kirish.", "Muhokama", "Foydalanilgan",
    ]  # fmt: skip


def test_a_changed_sentence_is_drift(chronicle: Chronicle, article: Path, tmp_path: Path) -> None:
    text = article.read_text(encoding="utf-8")
    changed = tmp_path / "changed.txt"
    changed.write_text(text.replace("1992 yil 24 iyunda", "1992 yil 25 iyunda"), encoding="utf-8")
    report = cover(chronicle, changed)
    assert not report.complete
    assert [p.passage.rsplit("/")[-1] for p in report.drifted] == ["tursunov-2026-071-1"]
    assert [p.status for p in report.drifted] == ["gone"]
    assert [s.segment.line for s in report.uncovered] == [71]


def test_a_moved_text_is_found_again(chronicle: Chronicle, article: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved.txt"
    moved.write_text("A new first line.\n\n" + article.read_text(encoding="utf-8"), "utf-8")
    report = cover(chronicle, moved)
    assert {p.status for p in report.passages} == {"moved"}
    assert [s.segment.text for s in report.uncovered] == ["A new first line."]


def test_an_added_sentence_is_uncovered(
    chronicle: Chronicle, article: Path, tmp_path: Path
) -> None:
    text = article.read_text(encoding="utf-8").rstrip()
    added = tmp_path / "added.txt"
    added.write_text(text + "\n\nBu jumla yangi qoʻshildi.\n", encoding="utf-8")
    report = cover(chronicle, added)
    assert not report.drifted
    assert [s.segment.text for s in report.uncovered] == ["Bu jumla yangi qoʻshildi."]


def test_a_passage_that_loses_its_claims_is_seen(article: Path, tmp_path: Path) -> None:
    import shutil

    from conftest import ROOT

    for folder in ("ontology", "data", "queries"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    claims = tmp_path / "data" / "sources" / "tursunov-2026" / "claims.trig"
    text = claims.read_text(encoding="utf-8")
    claims.write_text(
        text.replace("passage:tursunov-2026-099-2", "passage:tursunov-2026-099-1"), "utf-8"
    )
    report = cover(make(Corpus(tmp_path)), article)
    assert [s.segment.key for s in report.uncovered] == ["099-2"]


def test_another_text_is_no_article(chronicle: Chronicle, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Once upon a time. There was a camel.", encoding="utf-8")
    with pytest.raises(InputError, match="no passage of the chronicle is in this text"):
        cover(chronicle, other)


def test_a_text_that_is_not_utf_8(chronicle: Chronicle, tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes("Тошкент\nшаҳрида".encode("utf-16"))
    with pytest.raises(InputError, match="UTF-8"):
        cover(chronicle, bad)


def test_the_page_stands_alone(chronicle: Chronicle, article: Path) -> None:
    report = cover(chronicle, article)
    html = page(chronicle, report, "uz")
    assert html.count("<section") == 111
    assert "http-equiv" not in html
    assert "<script" not in html
    assert "src=" not in html
    assert "26 moddadan iborat" in html
    assert html == page(chronicle, report, "uz")
