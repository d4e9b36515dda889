"""How the dyad-year tables grow with the number of events: time an event, as ratios.

A chronicle is generated from a seed, in a passing folder, beside the ontology and the queries of
the real one: 30 states, each with a head of state, and visits, talks, supports, signings and
entries into force over thirty years, at the precision of days, months and years. The export is
made at three sizes in turn, and the time an event takes at each is printed beside that at the
smallest: where the work grows with the number of events, the ratio stays near one or below it.
`python bench/dyad_year.py [RUNS]`.
"""

from __future__ import annotations

import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from elchi.build import Chronicle, make
from elchi.corpus import Corpus
from elchi.export.dyad_year import files

ROOT = Path(__file__).resolve().parent.parent
SIZES = (500, 2000, 8000)
STATES = 30
PREFIXES = (
    "".join(
        f"@prefix {kind}: <https://w3id.org/elchi/id/{kind}/> .\n"
        for kind in (
            "act",
            "certainty",
            "claim",
            "event",
            "event-type",
            "office",
            "passage",
            "person",
        )
    )
    + """@prefix stance: <https://w3id.org/elchi/id/stance/> .
@prefix state: <https://w3id.org/elchi/id/state/> .
@prefix term: <https://w3id.org/elchi/id/term/> .
@prefix work: <https://w3id.org/elchi/id/work/> .
@prefix elchi: <https://w3id.org/elchi/ontology#> .
@prefix graph: <https://w3id.org/elchi/graph/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
)


def date(seed: random.Random) -> str:
    """A day, a month or a year of 1992-2021 in Turtle."""
    year, month, day = seed.randint(1992, 2021), seed.randint(1, 12), seed.randint(1, 28)
    return seed.choice(
        [
            f'"{year}-{month:02}-{day:02}"^^xsd:date',
            f'"{year}-{month:02}"^^xsd:gYearMonth',
            f'"{year}"^^xsd:gYear',
        ]
    )


def event(number: int, seed: random.Random) -> str:
    """What the claim about one event says."""
    one, other = seed.sample(range(STATES), 2)
    kind = seed.choice(["visit", "talks", "talks", "support", "signing", "entry-into-force"])
    says = [f"event:e{number} a elchi:Event", f"elchi:eventType event-type:{kind}"]
    says.append(f"elchi:date {date(seed)}")
    if kind == "visit":
        says += [f"elchi:visitor person:p{one}", f"elchi:host state:s{other}"]
    elif kind == "support":
        says += [f"elchi:supporter state:s{one}", f"elchi:beneficiary state:s{other}"]
    elif kind == "talks":
        says.append(f"elchi:participant state:s{one} , state:s{other}")
    else:
        says.append(f"elchi:concerns act:a{number}")
    text = " ; ".join(says) + " ."
    if kind in ("signing", "entry-into-force"):
        text += f" act:a{number} a elchi:Act ; elchi:party state:s{one} , state:s{other} ."
    return text


def written(folder: Path, size: int) -> None:
    """A chronicle of `size` events in `folder`."""
    for top in ("ontology", "queries"):
        shutil.copytree(ROOT / top, folder / top)
    entities = folder / "data" / "entities"
    entities.mkdir(parents=True)
    shutil.copy(ROOT / "data" / "entities" / "policies.ttl", entities)
    source = folder / "data" / "sources" / "made-up"
    source.mkdir(parents=True)
    seed = random.Random(20261122)
    states = [
        f"state:s{n} a elchi:State . office:o{n} elchi:inState state:s{n} . term:t{n} a "
        f"elchi:TermOfOffice ; elchi:holder person:p{n} ; elchi:office office:o{n} ; "
        f'elchi:begin "1991-01-01"^^xsd:date .\n'
        for n in range(STATES)
    ]
    ledger = "passage:p a elchi:Passage ; oa:hasSource work:made-up .\n" + "".join(
        f"claim:c{n} a elchi:Claim ; elchi:stance stance:asserts ; elchi:passage passage:p ; "
        "elchi:certainty certainty:certain .\n"
        for n in range(size)
    )
    claims = "".join(f"claim:c{n} {{ {event(n, seed)} }}\n" for n in range(size))
    text = f"{PREFIXES}graph:entities {{ {''.join(states)} }}\ngraph:claims {{ {ledger} }}\n"
    (source / "claims.trig").write_text(text + claims, encoding="utf-8")


def seconds(chronicle: Chronicle) -> float:
    start = time.perf_counter()
    made = files(chronicle, "en", "made/")
    taken = time.perf_counter() - start
    if b",visits," not in made["cells.csv"]:
        raise SystemExit("nothing was counted: the generated chronicle is not what it should be")
    return taken


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    made = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as passing:
            written(Path(passing), size)
            made[size] = make(Corpus(passing))
            seconds(made[size])  # the queries are read while their folder is there
            rounds = [seconds(made[size]) for _ in range(runs)]
        made_ms = statistics.median(rounds) * 1000
        if size == SIZES[0]:
            smallest = made_ms / size
        print(
            f"{size:>6} events  {made_ms:8.0f} ms  {made_ms / size:6.3f} ms an event"
            f"  {made_ms / size / smallest:5.2f} of the smallest"
        )


if __name__ == "__main__":
    main()
