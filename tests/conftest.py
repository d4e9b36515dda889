"""What tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from elchi.build import Chronicle, make
from elchi.corpus import Corpus

ID = "https://w3id.org/elchi/id/"
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def article() -> Path:
    """The article the first chronicle is drawn from; it is not ours to ship.

    It lies in `source/` below $ELCHI_SHARED, or else below `shared/` beside the checkout.
    """
    shared = Path(os.environ.get("ELCHI_SHARED") or ROOT.parent / "shared")
    path = shared / "source" / "tursunov-2026.txt"
    if not path.is_file():
        pytest.skip("the article is not here: set ELCHI_SHARED to the folder above source/")
    return path


@pytest.fixture(scope="session")
def chronicle() -> Chronicle:
    """The real chronicle, built in memory from the repository; tests do not change it."""
    return make(Corpus(ROOT))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data and test suites that stay outside the project."""
    path = Path(os.environ.get("ELCHI_SHARED") or ROOT.parent / "shared")
    if not (path / "suites").is_dir():
        pytest.skip("the shared data are not here: set ELCHI_SHARED to their folder")
    return path


HOSTILE = (
    'a "quote", a; semicolon\\ <b>&amp;\ta tab\nline\r\nbreak \u2028 \u200f\u202eקח \x07 end |'
)
"""A label with all that upsets one format or another."""


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Chronicle:
    """The real chronicle with a place, an event of 29 February and claims that have HOSTILE
    for every text: one claim is asserted, one is a hope, and the name of the hope is no file's.
    A third claim is withdrawn.
    """
    text = '"' + "".join(f"\\u{ord(character):04X}" for character in HOSTILE) + '"'
    labels = " , ".join(f"{text}@{tongue}" for tongue in ("en", "uz", "uz-Cyrl", "ru", "kk"))
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "odd.ttl").write_text(
        "@prefix elchi: <https://w3id.org/elchi/ontology#> .\n"
        "@prefix i: <https://w3id.org/elchi/id/> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        f"<{ID}place/odd> a <https://schema.org/Place> ; skos:prefLabel {labels} ;\n"
        f"  elchi:placeType <{ID}place-type/enclave> ; skos:note {text}@en .\n"
        f"<{ID}event/odd> skos:prefLabel {labels} .\n"
        f"<{ID}event-type/odd> skos:prefLabel {labels} .\n"
        f"<{ID}name/odd> a elchi:NameInUse ; skos:prefLabel {labels} ;\n"
        f"  elchi:nameOf <{ID}place/odd> .\n",
        encoding="utf-8",
    )
    about = (
        f"a elchi:Claim ; elchi:paraphrase {text}@en ; elchi:certainty <{ID}certainty/certain> ;"
        f" elchi:passage <{ID}passage/tursunov-2026-005-1> ;"
        f' dcterms:created "2026-11-22"^^xsd:date ; elchi:firstIn <{ID}edition/0.2.0> ;'
    )
    earlier = about.replace("/0.2.0>", "/0.1.0>")
    (folder / "odd.trig").write_text(
        "@prefix elchi: <https://w3id.org/elchi/ontology#> .\n"
        "@prefix dcterms: <http://purl.org/dc/terms/> .\n"
        "@prefix graph: <https://w3id.org/elchi/graph/> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        "graph:claims {\n"
        f"  <{ID}claim/odd> {about} elchi:stance <{ID}stance/asserts> .\n"
        f"  <{ID}claim/Odd%2F..%2F> {about} elchi:stance <{ID}stance/expects> .\n"
        f"  <{ID}claim/gone> {earlier} elchi:stance <{ID}stance/asserts> ;\n"
        f"    elchi:withdrawnIn <{ID}edition/0.2.0> .\n"
        f"  <{ID}identifier/odd> a elchi:Identifier ; elchi:identifies <{ID}place/odd> ;\n"
        f'    elchi:scheme <{ID}scheme/wikidata> ; skos:notation "Q0" ; elchi:evidence {text} .\n'
        "}\n"
        f"<{ID}claim/odd> {{ <{ID}event/odd> a elchi:Event ;\n"
        f"  elchi:eventType <{ID}event-type/signing> ; elchi:place <{ID}place/odd> ;\n"
        '  elchi:date "1996-02-29"^^xsd:date . }\n'
        f"<{ID}claim/gone> {{ <{ID}event/gone> a elchi:Event . }}\n"
        f"<{ID}claim/Odd%2F..%2F> {{ <{ID}event/odd> elchi:assessedAs {text}@en . }}\n",
        encoding="utf-8",
    )
    return make(Corpus(ROOT, [folder]))
