"""What tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from elchi.build import Chronicle, make
from elchi.corpus import Corpus

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
