"""How fast the commands are, as ratios of what the machine takes for something known.

Each pair is run in turn, A B A B ..., so that a change of the machine's speed falls on both;
the median of the ratios is printed, with the least and the greatest, beside the bound that is
aimed at. `python bench/speed.py [RUNS]`.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
ELCHI = shutil.which("elchi", path=str(Path(PYTHON).parent)) or "elchi"

PLAIN = f"""
import sys
from pathlib import Path
from rdflib import Dataset, Literal, URIRef
from rdflib.namespace import SKOS
g = Dataset(default_union=True)
for top in ("ontology", "data"):
    for path in sorted(Path({str(ROOT)!r}, top).rglob("*")):
        if path.suffix in (".ttl", ".trig") and "shapes" not in path.parts:
            g.parse(path, format="trig" if path.suffix == ".trig" else "turtle")
it = next(s for s, o in g.subject_objects(SKOS.prefLabel) if str(o) == "Islom Karimov")
claims = {{c.identifier for s, p, o, c in g.quads((it, None, None, None))}}
claims |= {{c for s, p, o, c in g.quads((None, None, it, None))}}
for claim in claims:
    for row in g.query("SELECT ?p ?o {{ GRAPH ?g {{ ?c ?p ?o }} }}", initBindings={{"c": claim}}):
        print(*row)
"""


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


def ratio(name: str, ours: list[list[str]], known: list[list[str]], bound: str, runs: int) -> None:
    pairs = []
    for _ in range(runs + 1):
        pairs.append((sum(map(seconds, ours)), sum(map(seconds, known))))
    ratios = sorted(a / b for a, b in pairs[1:])
    ours_ms = statistics.median(a for a, _ in pairs[1:]) * 1000
    known_ms = statistics.median(b for _, b in pairs[1:]) * 1000
    print(
        f"{name:<44} {statistics.median(ratios):6.2f}  ({ratios[0]:.2f}-{ratios[-1]:.2f})  "
        f"aim {bound:<8} {ours_ms:7.0f} ms / {known_ms:.0f} ms"
    )


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    with tempfile.TemporaryDirectory() as folder:
        build = ["--build", folder]
        subprocess.run([ELCHI, "build", *build], check=True, stdout=subprocess.DEVNULL)
        plain = Path(folder) / "plain.py"
        plain.write_text(PLAIN)
        show = [ELCHI, "show", "Islom Karimov", *build]
        bare = [PYTHON, "-c", "import pyoxigraph"]
        print(f"{'ratio of medians':<44} {'median':>6}  (least-greatest)")
        ratio("show / `import pyoxigraph`", [show], [bare], "<= 4", runs)
        ratio(
            "show / `pass` and `import pyoxigraph`",
            [show],
            [[PYTHON, "-c", "pass"], bare],
            "<= 4",
            runs,
        )
        question = [ELCHI, "query", "acts-by-year", "--param", "year=2002", *build]
        ratio(
            "asof / a named question",
            [[ELCHI, "asof", "2002-01-01", *build]],
            [question],
            "<= 2",
            runs,
        )
        ratio(
            "conflicts / a named question", [[ELCHI, "conflicts", *build]], [question], "<= 2", runs
        )
        ratio(
            "plain rdflib script / show", [[PYTHON, str(plain)]], [show], ">= 4", max(3, runs // 3)
        )
        ratio(
            "build and check / `import pyshacl`",
            [[ELCHI, "build", *build], [ELCHI, "check", *build]],
            [[PYTHON, "-c", "import pyshacl"]],
            "<= 6",
            runs,
        )


if __name__ == "__main__":
    main()
