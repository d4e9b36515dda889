"""Linked Places: GeoJSON that gazetteers can read, saying of times and names what is known."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from conftest import HOSTILE, ID
from elchi.build import Chronicle
from elchi.entities import LANGUAGES
from elchi.export import export

DAY = re.compile(r"\d{4}-\d\d-\d\d")
FEATURE = {"@id", "type", "properties", "names", "types", "geometry", "links", "relations",
           "descriptions"}  # fmt: skip
LINKS = {"closeMatch", "exactMatch", "primaryTopicOf", "subjectOf", "seeAlso"}
Features = dict[str, dict[str, Any]]


def read(data: bytes) -> Features:
    """The features by the last part of their IRI, after what the format asks of each."""
    collection = json.loads(data)
    assert set(collection) == {"type", "@context", "features"}
    assert collection["type"] == "FeatureCollection"
    assert collection["@context"].endswith("/linkedplaces-context-v1.1.jsonld")
    for feature in collection["features"]:
        assert set(feature) <= FEATURE
        assert {"@id", "type", "properties", "names", "geometry"} <= set(feature)
        assert feature["type"] == "Feature"
        assert feature["properties"]["title"] == feature["names"][0]["toponym"]
        assert feature["names"][0]["citations"]
        assert all(re.fullmatch("[A-Z]{2}", c) for c in feature["properties"].get("ccodes", ()))
        assert all(
            re.fullmatch("[AHLPRSTUV]", c) for c in feature["properties"].get("fclasses", ())
        )
        check_geometry(feature["geometry"])
        for name in feature["names"]:
            assert set(name) <= {"toponym", "lang", "when", "citations"}
            for timespan in name.get("when", {}).get("timespans", ()):
                check_timespan(timespan)
        for kind in feature["types"]:
            assert {label["lang"] for label in kind["sourceLabels"]} == set(LANGUAGES)
            assert kind["identifier"].startswith(("http://vocab.getty.edu/aat/", ID))
        for link in feature.get("links", ()):
            assert link["type"] in LINKS
            assert link["identifier"].startswith("http")
        for relation in feature.get("relations", ()):
            assert relation["relationType"].startswith("gvp:")
            assert relation["relationTo"].startswith(ID)
            assert relation["label"]
    return {f["@id"].rsplit("/", 1)[-1]: f for f in collection["features"]}


def check_geometry(geometry: dict[str, Any]) -> None:
    assert geometry["type"] == "GeometryCollection"
    for point in geometry["geometries"]:
        assert point["type"] == "Point"
        longitude, latitude = point["coordinates"]
        assert -180 <= longitude <= 180
        assert -90 <= latitude <= 90
        assert point["certainty"] == "certain"


def check_timespan(timespan: dict[str, dict[str, str]]) -> None:
    assert set(timespan) <= {"start", "end"}
    assert timespan["start"]
    for side in timespan.values():
        assert set(side) in ({"in"}, {"earliest"}, {"latest"}, {"earliest", "latest"})
        assert all(DAY.fullmatch(day) for day in side.values())
        assert side.get("earliest", "0") <= side.get("latest", "9")


@pytest.fixture(scope="module")
def places(chronicle: Chronicle) -> Features:
    return read(export(chronicle, "places"))


def spans(feature: dict[str, Any], name: str, language: str = "en") -> list[Any]:
    return [
        found["when"]["timespans"][0] if "when" in found else None
        for found in feature["names"]
        if found["toponym"] == name and found["lang"] == language
    ]


def test_every_place_is_there(chronicle: Chronicle, places: Features) -> None:
    assert len(places) == chronicle.counts["places"] == 26
    assert not any("/id/state/" in feature["@id"] for feature in places.values())


def test_the_names_of_the_capital_over_time(places: Features) -> None:
    astana = places["astana"]
    assert spans(astana, "Akmola") == [
        {"start": {"earliest": "1992-01-01", "latest": "1992-12-31"}, "end": {"in": "1998-05-06"}}
    ]
    assert spans(astana, "Nur-Sultan") == [
        {"start": {"in": "2019-03-23"}, "end": {"earliest": "2022-09-01", "latest": "2022-09-30"}}
    ]
    assert spans(astana, "Astana") == [
        None,
        {"start": {"in": "1998-05-06"}, "end": {"in": "2019-03-23"}},
        # Not known to have ended: it did not end before it began.
        {
            "start": {"earliest": "2022-09-01", "latest": "2022-09-30"},
            "end": {"earliest": "2022-09-01"},
        },
    ]


def test_a_name_of_which_only_the_end_is_known(places: Features) -> None:
    region = places["turkistan-region"]
    assert spans(region, "South Kazakhstan Region") == [
        {
            "start": {"latest": "2018-12-31"},
            "end": {"earliest": "2018-01-01", "latest": "2018-12-31"},
        }
    ]


def test_a_point_only_where_coordinates_are_verified(places: Features) -> None:
    located = {name for name, f in places.items() if f["geometry"]["geometries"]}
    assert located == {"almaty", "astana", "guliston", "tashkent", "turkistan", "zhibek-zholy"}
    (point,) = places["tashkent"]["geometry"]["geometries"]
    assert point["coordinates"] == [69.21627, 41.26465]


def test_links_are_those_of_verified_identifiers(places: Features) -> None:
    assert places["tashkent"]["links"] == [
        {"type": "exactMatch", "identifier": "http://dbpedia.org/resource/Tashkent"},
        {"type": "exactMatch", "identifier": "http://www.wikidata.org/entity/Q269"},
        {"type": "exactMatch", "identifier": "https://sws.geonames.org/1512569/"},
    ]
    # That the section may be the dam is a claim, not a link; no register knows either.
    assert "links" not in places["arnasay"]
    assert "links" not in places["bagys"]


def test_types_classes_and_states(places: Features) -> None:
    village = places["bagys"]
    assert village["types"][0]["identifier"] == "http://vocab.getty.edu/aat/300008372"
    assert village["properties"]["fclasses"] == ["P"]
    assert places["aral-sea"]["properties"]["ccodes"] == ["KZ", "UZ"]
    assert "ccodes" not in village["properties"]
    checkpoint = places["gishtkuprik-checkpoint"]
    assert checkpoint["types"][0]["identifier"] == ID + "place-type/checkpoint"
    assert "fclasses" not in checkpoint["properties"]


def test_relations_cite_the_claims_that_state_them(places: Features) -> None:
    relations = {r["relationTo"]: r for r in places["bagys"]["relations"]}
    within = relations[ID + "place/turkistan-region"]
    assert within["relationType"] == "gvp:broaderPartitive"
    assert [c["@id"] for c in within["citations"]] == [
        ID + "work/nova24-uz-bagys",
        ID + "work/trend-az-3429612",
    ]
    assert relations[ID + "state/kazakhstan"]["relationType"] == "gvp:tgn3000_related_to"
    (inside,) = places["tashkent"]["relations"]
    assert inside["relationTo"] == ID + "state/uzbekistan"


def test_the_first_name_cites_the_sources_that_tell_of_the_place(places: Features) -> None:
    cited = {c["@id"]: c["label"] for c in places["bagys"]["names"][0]["citations"]}
    assert cited[ID + "work/tursunov-2026"] == "Tursunov 2026"
    assert cited[ID + "work/jamestown-edm-1-20"]
    # Of the sea itself, not its region, no claim tells: the chronicle is its own source.
    (only,) = places["aral-sea"]["names"][0]["citations"]
    assert only["@id"] == ID + "edition/0.2.0"


def test_titles_and_labels_follow_the_language(chronicle: Chronicle) -> None:
    wanted = dict(
        zip(LANGUAGES, ("Tashkent", "Toshkent", "Тошкент", "Ташкент", "Ташкент"), strict=True)
    )
    for language, title in wanted.items():
        tashkent = read(export(chronicle, "places", language))["tashkent"]
        assert tashkent["properties"]["title"] == title
        assert tashkent["names"][0]["lang"] == language
        labels = {label["lang"]: label["label"] for label in tashkent["types"][0]["sourceLabels"]}
        assert tashkent["types"][0]["label"] == labels[language]


def test_hostile_labels_are_kept(hostile: Chronicle) -> None:
    odd = read(export(hostile, "places"))["odd"]
    assert odd["properties"]["title"] == HOSTILE
    assert odd["descriptions"] == [{"value": HOSTILE, "lang": "en"}]
    assert odd["types"][0]["identifier"] == ID + "place-type/enclave"
    # A name of a period of which neither end is known has no time.
    assert spans(odd, HOSTILE) == [None, None]
