"""Where the chronicle's files lie, what each one feeds, and on which line a thing stands.

This is the one module that knows the folders. A chronicle is a folder with `ontology/`,
`data/` and `queries/`; it is the package's own copy, the checkout elchi was installed from,
or any other folder of that shape (`ELCHI_HOME`, `--home`). What a file is follows from its
place, so an author adds files and never a list of files.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from elchi.errors import InputError

BASE = "https://w3id.org/elchi/"
ID = BASE + "id/"
GRAPH = BASE + "graph/"
ONTOLOGY = BASE + "ontology#"

ENTITIES = GRAPH + "entities"
CLAIMS = GRAPH + "claims"
DERIVED = GRAPH + "derived"
TERMS = GRAPH + "ontology"

VERSION = "0.1.0"


class Part(NamedTuple):
    """One file of the chronicle: its path, its name for messages, and the graph it feeds.

    `graph` is the graph for triples that name none; it is None for TriG, where every triple
    must name its own.
    """

    path: Path
    name: str
    graph: str | None


class Place(NamedTuple):
    """A file and a line, from 1; `line` is None where only the file is known."""

    file: str
    line: int | None


def is_file(path: str | Path) -> bool:
    """Whether there is such a file; a name that the system cannot hold names none."""
    return os.path.isfile(path)


def home(root: str | Path | None = None) -> Path:
    """The folder of the chronicle: `root`, else `ELCHI_HOME`, else the one elchi came with.

    Raises InputError where the folder asked for is not a chronicle.
    """
    package = Path(__file__).resolve().parent
    asked = root or os.environ.get("ELCHI_HOME")
    places = [Path(asked)] if asked else [package / "chronicle", package.parent.parent]
    for place in places:
        if is_file(place / "ontology" / "elchi.ttl"):
            return place
    raise InputError(
        "this is not the folder of a chronicle: it has no ontology/elchi.ttl",
        where=str(asked or package)[:200],
        mend="name a folder with ontology/, data/ and queries/ in it",
    )


def _graph_of(name: str) -> str | None:
    """The graph that the file `name` (relative, with slashes) feeds."""
    if name.endswith(".trig"):
        return None
    if name == "ontology/elchi.ttl":
        return TERMS
    stem = name.rsplit("/", 1)[-1]
    if name.startswith("data/links/") or stem == "passages.ttl":
        return CLAIMS
    return ENTITIES


class Corpus:
    """The files of one chronicle, with any files an author adds to it for a trial.

    `extra` are files or folders outside the chronicle (`--with`); a folder's files are named
    from its top, as if they lay in the chronicle's own.
    """

    def __init__(self, root: str | Path | None = None, extra: Sequence[str | Path] = ()) -> None:
        self.root = home(root)
        if not all(str(item) for item in extra):
            raise InputError("no file is named to add", mend="name a file or a folder")
        self.extra = tuple(Path(item) for item in extra)

    def parts(self) -> list[Part]:
        """Every RDF file that becomes part of the graph, in the order of their names."""
        found = [
            Part(path, name, _graph_of(name))
            for folder in ("ontology", "data")
            for path, name in self._files(folder, (".ttl", ".trig"))
            if not name.startswith("ontology/shapes/")
        ]
        return found + list(self._extra_parts())

    def newest_first(self) -> list[Part]:
        """Every RDF file, shapes included, with those added for a trial before the others."""
        tried = self.tried()
        own = [part for part in self.parts() if part not in tried]
        return tried + own + self.shapes()

    def tried(self) -> list[Part]:
        """The files added for a trial."""
        return list(self._extra_parts())

    def _extra_parts(self) -> Iterator[Part]:
        for item in self.extra:
            if os.path.isdir(item):
                paths = sorted(p for p in item.rglob("*") if p.suffix in (".ttl", ".trig"))
            elif is_file(item):
                paths = [item]
            else:
                raise InputError("there is no such file or folder", where=str(item)[:200])
            for path in paths:
                yield Part(path, str(path), _graph_of(path.as_posix()))

    def _files(self, folder: str, suffixes: Iterable[str]) -> list[tuple[Path, str]]:
        wanted = tuple(suffixes)
        top = self.root / folder
        found = [p for p in top.rglob("*") if p.name.endswith(wanted) and p.is_file()]
        return sorted(((p, p.relative_to(self.root).as_posix()) for p in found), key=lambda x: x[1])

    def shapes(self) -> list[Part]:
        """The SHACL files."""
        return [Part(p, n, None) for p, n in self._files("ontology/shapes", (".ttl",))]

    def queries(self, kind: str) -> list[Part]:
        """The `.rq` files of one kind: questions, rules, checks, network, tables or audits."""
        return [Part(p, n, None) for p, n in self._files(f"queries/{kind}", (".rq",))]

    def context(self) -> Path:
        """The JSON-LD context."""
        return self.root / "ontology" / "context.jsonld"

    def newest(self) -> float:
        """When any of the files was last written, in seconds since 1970; cheap to ask."""
        latest, folders = 0.0, [str(self.root / top) for top in ("ontology", "data", "queries")]
        while folders:
            with suppress(OSError), os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.is_dir():
                        folders.append(entry.path)
                    elif entry.is_file():
                        latest = max(latest, entry.stat().st_mtime)
        return latest

    def fingerprint(self) -> str:
        """A checksum over the names and bytes of all files that the build reads.

        It only tells whether a build is older than its files, so CRC-32 is enough, and it
        spares the commands that read a build the 10 ms that a cryptographic hash takes to load.
        """
        total = zlib.crc32(VERSION.encode())
        own = self._files("ontology", (".ttl", ".jsonld"))
        own += self._files("data", (".ttl", ".trig"))
        own += self._files("queries", (".rq",))
        own += [(part.path, part.name) for part in self._extra_parts()]
        for path, name in own:
            body = path.read_bytes()
            total = zlib.crc32(body, zlib.crc32(f"{name}\0{len(body)}\0".encode(), total))
        return f"{total:08x}"

    def place(self, iri: str) -> Place | None:
        """Where `iri` is introduced: the first file and line that has it as a subject or graph.

        Files added for a trial come before the chronicle's own, since that is where a new fault
        is. Falls back to the first line that mentions it; None where no file does.
        """
        mention: Place | None = None
        for part in self.newest_first():
            text = part.path.read_text(encoding="utf-8", errors="replace")
            for line, is_subject in mentions(text, iri):
                if is_subject:
                    return Place(part.name, line)
                mention = mention or Place(part.name, line)
        return mention


_PREFIX = r"(?mi)^\s*@?prefix\s+([\w.-]*):\s*<([^>]*)>"
# What comes before a subject on its own line: nothing, the opening of a graph, or a full stop.
_LEADS = r"(?i)(?:^|[{.])\s*(?:GRAPH\s+)?$"


def prefixes(text: str) -> dict[str, str]:
    """The prefixes that a Turtle or TriG text declares."""
    return dict(re.findall(_PREFIX, text))


def written_as(text: str, iri: str) -> str:
    """A pattern for `iri` as `text` writes it: in full, or by one of the prefixes it declares."""
    forms = [re.escape(f"<{iri}>")]
    for prefix, namespace in prefixes(text).items():
        if namespace and iri.startswith(namespace):
            local = re.escape(iri[len(namespace) :])
            forms.append(rf"(?<![\w:-]){re.escape(prefix)}:{local}(?![\w-]|\.\w)")
    return "|".join(forms)


def mentions(text: str, iri: str) -> Iterator[tuple[int, bool]]:
    """The lines of a Turtle or TriG text that mention `iri`, and whether as subject or graph."""
    for match in re.finditer(written_as(text, iri), text):
        start = text.rfind("\n", 0, match.start()) + 1
        lead = text[start : match.start()]
        if not lead.lstrip().startswith(("@prefix", "PREFIX", "#")):
            subject = bool(re.search(_LEADS, lead)) and _opens(text, start, match.start())
            yield text.count("\n", 0, match.start()) + 1, subject


def _opens(text: str, line_start: int, at: int) -> bool:
    """Whether a term at the head of a line begins a statement, and does not go on with one."""
    if text[line_start:at].strip():
        return True
    before = text[:line_start].rstrip()
    return not before or before[-1] in ".{}"


def line_of(text: str, words: str) -> int | None:
    """The line, from 1, on which `words` first stand in `text`."""
    at = text.find(words)
    return text.count("\n", 0, at) + 1 if at >= 0 else None


def read_text(path: Path, name: str | None = None) -> str:
    """A UTF-8 file as text. Raises InputError with file and line where it is not UTF-8."""
    try:
        body = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(
            f"cannot be read: {reason.lower()}", where=(name or str(path))[:200]
        ) from None
    try:
        return body.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"is not UTF-8: byte {error.start} cannot be read",
            where=name or str(path),
            line=body.count(b"\n", 0, error.start) + 1,
            mend="save the file as UTF-8",
        ) from None
