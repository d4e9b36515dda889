"""The house: imports run one way, modules stay small, and nothing of a machine is kept."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

from conftest import ROOT

SOURCE = ROOT / "src" / "elchi"

# A module may import from the levels above its own, and from its own package.
LEVELS = [
    ["errors"],
    ["guard", "names", "time"],
    ["passages", "corpus", "spans"],
    ["store", "entities", "plain", "edtf"],
    ["questions", "query", "cards"],
    ["editions", "policies", "views"],
    ["layers", "soundness"],
    ["build"],
    ["shapes", "snapshots", "writing"],
    ["asking", "check", "comparison", "coverage"],
    ["timeline"],
    ["audit", "differences", "finding", "network", "export", "conflicts", "asof", "relations"],
    ["coverage_page", "dataset"],
    ["cli"],
    ["__main__"],
]
LEVEL = {name: number for number, names in enumerate(LEVELS) for name in names}


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "elchi":
                found |= {alias.name for alias in node.names}
            elif node.module.startswith("elchi."):
                found.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("elchi.")}
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_imports_run_one_way(path: Path) -> None:
    own = path.relative_to(SOURCE).parts[0].removesuffix(".py")
    if own == "__init__":
        return
    for name in imports(path) - {own}:
        assert LEVEL[name] < LEVEL[own], f"{own} imports {name}"


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_modules_are_of_one_concept(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 275


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("this is no checkout")
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_nothing_of_a_machine_is_kept() -> None:
    machine = re.compile(
        r"(?<![\w.])/(?:home|root|Users|opt)/\w|pythonhosted\.org|pypi\.org/simple"
    )
    for path in tracked():
        if path.suffix in (".png", ".svg") or path.name == Path(__file__).name:
            continue
        assert not machine.search(path.read_text(encoding="utf-8", errors="replace")), path


def test_no_sentence_of_the_article_is_kept(article: Path) -> None:
    marks = str.maketrans(dict.fromkeys("\u2018\u2019\u02bb\u02bc'`", "'"))

    def flat(text: str) -> str:
        return re.sub(r"\s+", " ", text.translate(marks)).lower()

    length = 130
    text = flat(article.read_text(encoding="utf-8"))
    body = text[text.index("kirish. ") : text.index("foydalanilgan adabiyotlar")]
    pieces = {body[i : i + length] for i in range(len(body) - length)}
    for path in tracked():
        if path.suffix in (".png", ".svg"):
            continue
        kept = flat(path.read_text(encoding="utf-8", errors="replace"))
        found = next((kept[i : i + length] for i in range(len(kept) - length)
                      if kept[i : i + length] in pieces), None)  # fmt: skip
        assert found is None, f"{path}: {found}"
