"""The queries that feed exports: headed in four languages, and alike in two engines."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib

from conftest import ROOT
from elchi.asking import rows_of
from elchi.build import Chronicle
from elchi.corpus import Corpus
from elchi.export import export
from elchi.questions import read_query

NAMES = [part.path.stem for part in Corpus(ROOT).queries("exports")]


@pytest.fixture(scope="module")
def dataset(chronicle: Chronicle, tmp_path_factory: pytest.TempPathFactory) -> rdflib.Dataset:
    path: Path = tmp_path_factory.mktemp("all") / "all.nq"
    path.write_bytes(export(chronicle, "nq"))
    return rdflib.Dataset().parse(path, format="nquads")


@pytest.mark.parametrize("name", NAMES)
def test_a_query_is_headed_and_gives_the_same_in_rdflib(
    chronicle: Chronicle, dataset: rdflib.Dataset, name: str
) -> None:
    (part,) = [p for p in chronicle.files.queries("exports") if p.path.stem == name]
    header, text = read_query(part)
    assert set(header.summary) == {"en", "uz", "ru", "kk"}
    assert "ORDER BY" in text
    found = rows_of(chronicle, "exports", name)
    assert found
    answer = dataset.query(text)
    wanted = [
        {str(name): str(value) for name, value in row.asdict().items()}  # type: ignore[union-attr]
        for row in answer
    ]
    assert wanted == [{c: tagged(c, v) for c, v in row.items()} for row in found]


def tagged(column: str, value: str) -> str:
    """rdflib writes the tags of languages in small letters, as the store does."""
    return value.lower() if column == "language" else value
