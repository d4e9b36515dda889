"""The wheel: elchi works anywhere, with ontology, data and queries inside."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation",
        "--no-index", "--disable-pip-version-check", "--wheel-dir", str(folder), str(ROOT),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("elchi-*.whl"))


def test_the_chronicle_is_inside(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    for top in ("ontology", "data", "queries"):
        for path in (ROOT / top).rglob("*"):
            if path.is_file():
                assert f"elchi/chronicle/{path.relative_to(ROOT).as_posix()}" in inside
    assert "elchi/py.typed" in inside
    assert not any(name.startswith(("tests/", "elchi/tests")) for name in inside)


def test_it_works_in_another_folder(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    home = tmp_path / "elsewhere"
    home.mkdir()
    environment = {k: v for k, v in os.environ.items() if not k.startswith("ELCHI_")}
    environment["PYTHONPATH"] = str(site)

    def elchi(*arguments: str) -> str:
        command = [sys.executable, "-m", "elchi", *arguments]
        done = subprocess.run(command, cwd=home, env=environment, capture_output=True, check=True)
        return done.stdout.decode()

    code = "import elchi; print(elchi.__file__)"
    where = subprocess.run(
        [sys.executable, "-c", code], cwd=home, env=environment, capture_output=True, check=True
    )
    assert str(site) in where.stdout.decode()
    assert "Guliston" in elchi("show", "Гулистон")
    assert list(home.iterdir()) == []
    elchi("build")
    assert (home / "build" / "graph" / "chronicle.nq").is_file()
    assert elchi("check").endswith("0 findings\n")
    assert "elchi:Treaty" in elchi("export", "ttl")
