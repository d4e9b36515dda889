"""Finding by words, in any script."""

from __future__ import annotations

import pytest

from elchi.build import Chronicle
from elchi.errors import UsageError
from elchi.finding import find

ID = "https://w3id.org/elchi/id/"


def ids(chronicle: Chronicle, words: str, what: str) -> set[str]:
    return {hit.id for hit in find(chronicle, words) if hit.what == what}


def test_a_number_finds_the_sentence_that_says_it(chronicle: Chronicle) -> None:
    # Line 81 of the article: 96 per cent of the border at the first stage; two newspapers agree.
    found = {hit.where for hit in find(chronicle, "96 foiz") if hit.what == "statement"}
    assert found == {"Tursunov 2026, line 81", "Astana Times, July 2023", "Tehran Times 89617"}


@pytest.mark.parametrize("words", ["96% chegara", "96 chegara", "CHEGARA 96", "чегара 96"])
def test_words_are_found_in_any_script_and_order(chronicle: Chronicle, words: str) -> None:
    assert ID + "claim/tursunov-2026-first-stage-96-percent" in ids(chronicle, words, "statement")


@pytest.mark.parametrize(
    "words", ["eternal friendship 1998", "abadiy do'stlik 1998", "вечная дружба"]
)
def test_a_treaty_is_found_by_what_it_is_about(chronicle: Chronicle, words: str) -> None:
    found = ids(chronicle, words, "thing") | ids(chronicle, words, "statement")
    assert any("eternal-friendship-treaty" in iri for iri in found)


def test_questions_are_found_by_their_summaries(chronicle: Chronicle) -> None:
    assert "acts-by-year" in ids(chronicle, "acts year", "question")
    assert "support-given" in ids(chronicle, "support given", "question")


def test_the_misspelling_of_the_article_is_found(chronicle: Chronicle) -> None:
    assert ID + "event/expo-2017" in ids(chronicle, "EKSP0", "thing")
    assert ids(chronicle, "nomustaqil", "statement") == {
        ID + "claim/tursunov-2026-support-for-security-council-seat",
        ID + "claim/elchi-reading-non-permanent",
    }


def test_what_is_not_there_is_not_found(chronicle: Chronicle) -> None:
    assert find(chronicle, "zebra xylophone") == []


@pytest.mark.parametrize("words", ["", "   ", "%%% —"])
def test_no_word_is_no_search(chronicle: Chronicle, words: str) -> None:
    with pytest.raises(UsageError, match="no word"):
        find(chronicle, words)


def test_a_very_long_text_neither_hangs_nor_finds(chronicle: Chronicle) -> None:
    assert find(chronicle, "x" * 100_000) == []
