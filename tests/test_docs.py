"""The documentation: every command on its pages is run, and its output is as shown."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT
from elchi.build import make
from elchi.cli import VERBS
from elchi.corpus import Corpus
from elchi.questions import Questions
from elchi.writing import write

PAGES = ["README.md", "docs/adding-a-source.md", "docs/analysis.md"]
STEP = re.compile(
    r"<!-- file: (?P<file>\S+) -->\n```\w+\n(?P<body>.*?)```"
    r"|<!-- edit: (?P<edit>\S+): after \"(?P<after>.*?)\" add \"(?P<add>.*?)\" -->"
    r"|<!-- remove: (?P<remove>\S+): \"(?P<gone>.*?)\" -->"
    r"|```console\n(?P<console>.*?)```",
    re.DOTALL,
)


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("build")
    write(make(Corpus(ROOT)), folder)
    return folder


def said(command: str, folder: Path, build: Path) -> str:
    environment = {
        **os.environ,
        "ELCHI_BUILD": str(build),
        "ELCHI_HOME": str(ROOT),
        "COLUMNS": "100",
        "PYTHONIOENCODING": "utf-8",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    shell = ["bash", "-c", f"{{ {command}\n}} 2>&1"]
    done = subprocess.run(shell, cwd=folder, env=environment, capture_output=True, check=False)
    assert b"Traceback" not in done.stdout
    return done.stdout.decode("utf-8").replace("\r\n", "\n")


def matches(shown: str, got: str) -> bool:
    """Whether the output is as shown, where a line of … stands for any number of lines."""
    parts = [re.escape(part) for part in re.split(r"^ *…\n", shown, flags=re.MULTILINE)]
    return re.fullmatch(r"(?s:.*)".join(parts), got) is not None


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_a_page_give_what_it_shows(
    page: str, build: Path, article: Path, tmp_path: Path
) -> None:
    shutil.copy(article, tmp_path / "article.txt")
    text = (ROOT / page).read_text(encoding="utf-8")
    steps = list(STEP.finditer(text))
    for step in (s for s in steps if s["file"] and page == "README.md"):
        (tmp_path / step["file"]).write_text(step["body"], encoding="utf-8")
    for step in steps:
        if step["file"]:
            path = tmp_path / step["file"]
            path.parent.mkdir(exist_ok=True)
            path.write_text(step["body"], encoding="utf-8")
        elif step["edit"] or step["remove"]:
            path = tmp_path / (step["edit"] or step["remove"])
            before = path.read_text(encoding="utf-8")
            old = step["after"] or step["gone"] + "\n"
            after = before.replace(old, f"{old}\n{step['add']}" if step["edit"] else "")
            assert after != before, f"{page}: nothing to change for: {step[0]}"
            path.write_text(after, encoding="utf-8")
        else:
            for command, shown in re.findall(
                r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", step["console"], flags=re.MULTILINE
            ):
                got = said(command, tmp_path, build)
                assert matches(shown, got), f"{page}: $ {command}\n{got}"


def test_python_on_the_front_page_runs(build: Path, tmp_path: Path) -> None:
    pytest.importorskip("pandas")
    code = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert code
    environment = {**os.environ, "ELCHI_BUILD": str(build), "ELCHI_HOME": str(ROOT)}
    subprocess.run([sys.executable, "-c", code[1]], cwd=tmp_path, env=environment, check=True)


def test_every_verb_is_documented() -> None:
    pages = "".join((ROOT / page).read_text("utf-8") for page in [*PAGES, "CHANGELOG.md"])
    assert [verb for verb in VERBS if verb not in pages] == []


def test_figures_in_the_text_are_true() -> None:
    from elchi.build import open_chronicle

    questions = len(Questions(Corpus(ROOT)).names())
    counts = open_chronicle(root=ROOT, build="nowhere").counts
    # The article itself, and the authors' own readings, are sources too.
    terms = (ROOT / "ontology" / "elchi.ttl").read_text(encoding="utf-8")
    classes = terms.count(" a owl:Class ;")
    properties = terms.count(" a owl:ObjectProperty ;") + terms.count(" a owl:DatatypeProperty ;")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    model = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    assert f"there are {questions}:" in readme
    assert f"{questions} named questions" in changes
    assert f"record of {counts['sources'] - 2} further sources" in readme
    assert f"record of {counts['sources'] - 2} further sources" in changes
    assert f"{classes} classes and {properties} properties" in model


def test_the_picture_is_the_present_graph(chronicle: object) -> None:
    from elchi.build import Chronicle
    from elchi.export import export

    assert isinstance(chronicle, Chronicle)
    assert (ROOT / "docs" / "acts.svg").read_bytes() == export(chronicle, "svg")


def test_links_between_pages_lead_somewhere() -> None:
    for page in [
        "README.md",
        "CONTRIBUTING.md",
        *[f"docs/{p.name}" for p in ROOT.glob("docs/*.md")],
    ]:
        text = (ROOT / page).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            if not target.startswith("http"):
                assert ((ROOT / page).parent / target).exists(), f"{page}: {target}"
