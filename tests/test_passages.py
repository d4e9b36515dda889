"""A text and its sentences."""

from __future__ import annotations

import hashlib
import unicodedata
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from elchi.errors import InputError, UsageError
from elchi.passages import by_digest, digest, locate, read, segments, turtle

WORDS = st.sampled_from(
    ["Toʻgʻri", "so'z", ".", ". ", "!", "… ", "\n", "\n\n", "\r\n", "\r", " ", "\f", "1. ", "2. ",
     "[4]", "S. ", "2018", "№ 4. ", "“", "”", "(", ")", "'", "Ўзбек", "елка", "\u2028", "😀"]
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(WORDS, max_size=40).map("".join))
LONG = "bir ikki uch " * 15


def parts(text: str) -> list[str]:
    return [" ".join(segment.text.split()) for segment in segments(text)]


@given(TEXTS)
def test_segments_hold_all_but_white_space(text: str) -> None:
    found = segments(text)
    held = "".join(text[segment.start : segment.end] for segment in found)
    assert "".join(held.split()) == "".join(text.split())
    assert all(segment.text == text[segment.start : segment.end] for segment in found)
    assert all(segment.text and segment.text == segment.text.strip() for segment in found)
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert len({segment.key for segment in found}) == len(found)
    assert all((a.line, a.ordinal) < (b.line, b.ordinal) for a, b in pairwise(found))


@given(TEXTS)
def test_each_segment_is_found_in_place(text: str) -> None:
    found = segments(text)
    candidates = by_digest(found)
    for segment in found:
        now = locate(text, segment.start, segment.end, digest(segment.text), candidates)
        assert now == ("in place", segment.start, segment.end)


@given(st.text())
def test_digest_is_of_nfc(text: str) -> None:
    assert digest(text) == digest(unicodedata.normalize("NFD", text))
    nfc = unicodedata.normalize("NFC", text)
    assert digest(text) == hashlib.sha256(nfc.encode()).hexdigest()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bir. Ikki! Uch? To'rt… Besh", ["Bir.", "Ikki!", "Uch?", "To'rt…", "Besh"]),
        ("Tadqiqotda S. Safaev aytdi. Keyin.", ["Tadqiqotda S. Safaev aytdi.", "Keyin."]),
        ("Ионова Е.П. писала. Т., 2006, с.280.", ["Ионова Е.П. писала.", "Т., 2006, с.280."]),
        ("Mezon 2018. № 4. С. 132 ichida.", ["Mezon 2018. № 4. С. 132 ichida."]),
        ("Sana 13.05.26 edi. Uzunlik 2.5 km.", ["Sana 13.05.26 edi.", "Uzunlik 2.5 km."]),
        ("It was 2018. The next year.", ["It was 2018.", "The next year."]),
        ("Dr. Karimov said no. He left.", ["Dr. Karimov said no.", "He left."]),
        ("See No. 4 and Art. 5 of it.", ["See No. 4 and Art. 5 of it."]),
        ("The U.S. President came. He left.", ["The U.S. President came.", "He left."]),
        ("Yo‘l yo‘q. Suv ko'p. Bas.", ["Yo‘l yo‘q.", "Suv ko'p.", "Bas."]),
        ("Edi[1]. Ular.[2] Bular. [3, 4] Bas.", ["Edi[1].", "Ular.[2]", "Bular. [3, 4]", "Bas."]),
        ("U dedi: “Ha.” «Yoʻq» emas.", ["U dedi: “Ha.”", "«Yoʻq» emas."]),
        ("96%. 2004 yil. birida", ["96%.", "2004 yil. birida"]),
        ("1. Kirish", ["1. Kirish"]),
        ("", []),
        (" \n\n ", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


def test_a_sentence_runs_over_a_page_break() -> None:
    assert parts("Gap boshi\n\nva oxiri.") == ["Gap boshi va oxiri."]
    assert parts("Bir. Gap “boshi\n\nQoʻshiq” oxiri.") == ["Bir.", "Gap “boshi Qoʻshiq” oxiri."]
    assert len(parts(LONG + "\n\nOʻzbekiston gerbi.")) == 1


def test_headings_stand_alone() -> None:
    assert parts("MAQOLA HAQIDA\n\nToshkent, Oʻzbekiston") == [
        "MAQOLA HAQIDA",
        "Toshkent, Oʻzbekiston",
    ]
    assert len(parts(LONG + "\n\nXULOSA\n\nBu gap.")) == 3
    assert len(parts("Roʻyxat:\n\nbir")) == 2
    assert parts("bir\nikki. Uch\ntoʻrt.") == ["bir ikki.", "Uch toʻrt."]


def test_an_entry_of_a_list_is_one_segment() -> None:
    listed = "1. Usmanov K. Tarix. T., 2006. Keyin.\n\n2. Ionova E.\n  Yana. Va.\n3. Uch"
    assert [len(part) for part in parts(listed)] == [37, 22, 6]
    assert parts("1. Bir gap. Ikki.\n\nGap.\n\n2. Uch. Toʻrt.") == [
        "1. Bir gap.",
        "Ikki.",
        "Gap.",
        "2. Uch.",
        "Toʻrt.",
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_are_counted(newline: str) -> None:
    text = newline.join(["", "Bir. Ikki.", "", "Uch"])
    assert [segment.key for segment in segments(text)] == ["002-1", "002-2", "004-1"]


def test_locate() -> None:
    old = "Bir. Ikki. Uch."
    new = "Nol. Bir. Ikki, yoʻq. Uch."
    candidates = by_digest(segments(new))
    told = [locate(new, s.start, s.end, digest(s.text), candidates) for s in segments(old)]
    assert told == [("moved", 5, 9), ("gone", 5, 10), ("moved", 22, 26)]
    assert locate(new, -5, 900, digest("x"), candidates).status == "gone"
    twice = by_digest(segments("Ha. Yoʻq. Ha."))
    assert locate("Ha. Yoʻq. Ha.", 11, 14, digest("Ha."), twice) == ("moved", 10, 13)


@pytest.mark.parametrize("piece", [".", ". ", "a. B", "[", ".[1", "1. a\n", "a'", " ", "\n", "“"])
def test_long_texts_take_no_long_time(piece: str) -> None:
    segments(piece * 20_000)


def test_read_leaves_the_text_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Бир\r\nу\u0306\r".encode())
    assert read(path) == "Бир\r\nу\u0306\r"


def test_read_tells_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Бир\nикки".encode("cp1251"))
    with pytest.raises(InputError, match="not UTF-8 at byte 0") as told:
        read(path)
    assert (told.value.where, told.value.line) == (str(path), 1)
    path.write_bytes(b"bir\r\nikki\n\xff")
    with pytest.raises(InputError, match="at byte 10") as told:
        read(str(path))
    assert told.value.line == 3
    for missing in (tmp_path / "b.txt", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            read(missing)


def test_turtle_holds_positions_and_no_text() -> None:
    text = "Salom dunyo. Xayr."
    written = turtle(text, "some-source-2026")
    assert written == turtle(text, "some-source-2026")
    assert "Salom" not in written
    quads = list(ox.parse(written, format=ox.RdfFormat.TURTLE))
    assert len(quads) == 2 * 8
    facts = {
        (quad.subject.value.rpartition("/id/")[2], quad.predicate.value.rpartition("#")[2]):
        quad.object.value
        for quad in quads
        if isinstance(quad.subject, ox.NamedNode) and not isinstance(quad.object, ox.Triple)
    }  # fmt: skip
    assert facts["passage/some-source-2026-001-2", "digest"] == digest("Xayr.")
    assert facts["passage/some-source-2026-001-2/position", "start"] == "13"
    assert facts["passage/some-source-2026-001-2/position", "end"] == "18"
    for slug in ("", "Has Space", "a>b", "-a"):
        with pytest.raises(UsageError, match="no slug"):
            turtle(text, slug)


class TestArticle:
    """The article of the first chronicle, where it is at hand."""

    def test_body(self, article: Path) -> None:
        body = [segment for segment in segments(read(article)) if 61 <= segment.line <= 103]
        assert len(body) == 63
        assert [segment.key for segment in body[:6]] == [
            "061-1",
            "061-2",
            "061-3",
            "061-4",
            "065-1",
            "065-2",
        ]
        assert all(segment.text[-1] in ".]" for segment in body)

    def test_sentences_broken_by_a_page(self, article: Path) -> None:
        text = read(article)
        broken = [segment for segment in segments(text) if "\n\n" in segment.text]
        assert [segment.key for segment in broken] == ["041-2", "061-4", "073-2", "083-4"]
        assert {segment.line for segment in segments(text)}.isdisjoint({63, 75})

    def test_front_matter_and_references(self, article: Path) -> None:
        found = segments(read(article))
        lines = [segment.line for segment in found if segment.line > 103]
        assert lines == [105, *range(107, 111), *range(112, 119)]
        assert [segment.line for segment in found[:7]] == [5, 7, 9, 11, 13, 15, 17]
        assert [s.key for s in found if s.line == 79] == ["079-1", "079-2"]

    def test_a_change_is_told(self, article: Path) -> None:
        text = read(article)
        old = segments(text)
        new = (
            text[: old[0].start]
            + "Yangi satr\n\n"
            + text[old[0].start :].replace(" 17 ki", " 18 ki")
        )
        candidates = by_digest(segments(new))
        told = {s.key: locate(new, s.start, s.end, digest(s.text), candidates) for s in old}
        assert told["005-1"] == ("moved", old[0].start + 12, old[0].end + 12)
        assert [key for key, now in told.items() if now.status == "gone"] == ["083-4"]

    def test_other_normal_form(self, article: Path) -> None:
        text = read(article)
        other = [digest(s.text) for s in segments(unicodedata.normalize("NFD", text))]
        assert other == [digest(s.text) for s in segments(text)]
