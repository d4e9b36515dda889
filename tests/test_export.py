"""The exporters as a whole: what there is, the same bytes each time, and files put in place."""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from elchi.build import Chronicle
from elchi.errors import InputError, UsageError
from elchi.export import FORMATS, export, export_to, save

ROOT = Path(__file__).resolve().parent.parent
NAMED = {"ttl", "trig", "nq", "nt", "xml", "jsonld", "graphml", "gexf", "csv", "bib", "csl"}
NAMED |= {"ics", "nanopub", "places", "rocrate", "sssom"}


def digests(chronicle: Chronicle) -> dict[str, str]:
    return {n: hashlib.sha256(export(chronicle, n, "ru")).hexdigest() for n in FORMATS}


def test_every_promised_format_is_there() -> None:
    assert NAMED | {"ontology"} <= FORMATS.keys()
    for form in FORMATS.values():
        assert form.about
        assert "\n" not in form.about
        assert form.media_type.count("/") == 1
        assert form.suffix.startswith(".")


def test_listing_formats_imports_no_heavy_library() -> None:
    code = (
        "import sys, elchi.export as e; assert len(e.FORMATS) > 10;"
        "heavy = {'rdflib', 'networkx', 'lxml', 'numpy', 'pyld', 'pandas'} & sys.modules.keys();"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_the_same_chronicle_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    code = (
        "import sys, hashlib\n"
        "from elchi.build import make\nfrom elchi.corpus import Corpus\n"
        "from elchi.export import FORMATS, export\n"
        "c = make(Corpus(sys.argv[1]))\n"
        "for n in FORMATS: print(n, hashlib.sha256(export(c, n, 'ru')).hexdigest())\n"
    )
    seen = set()
    for seed, zone, folder in (("1", "UTC", ROOT), ("7", "Asia/Tashkent", tmp_path)):
        run = subprocess.run(
            [sys.executable, "-c", code, str(ROOT)],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
        )
        seen.add(run.stdout)
    assert len(seen) == 1


def test_no_clock_and_no_path_in_any_format(
    chronicle: Chronicle, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = digests(chronicle)
    monkeypatch.setattr(time, "strftime", lambda *a: "1901-02-03")
    monkeypatch.setattr(time, "time", lambda: 1.0)
    monkeypatch.chdir(tmp_path)
    assert digests(chronicle) == before
    for name in FORMATS:
        data = export(chronicle, name)
        for trace in (str(ROOT), str(tmp_path), "lastmodified", "1901-02-03"):
            assert trace.encode() not in data, name


def test_labels_follow_the_language(chronicle: Chronicle) -> None:
    for name in ("graphml", "gexf"):
        assert "Ташкент" in export(chronicle, name, "ru").decode()
        assert "Тошкент" in export(chronicle, name, "uz-Cyrl").decode()
        assert "Ташкент" not in export(chronicle, name, "en").decode()


@pytest.mark.parametrize(("name", "language"), [("pdf", "en"), ("ttl", "tlh"), ("", "en")])
def test_an_unknown_format_or_language_is_a_usage_error(
    chronicle: Chronicle, name: str, language: str
) -> None:
    with pytest.raises(UsageError) as caught:
        export(chronicle, name, language)
    assert "ttl" in str(caught.value) or "uz-Cyrl" in str(caught.value)


def test_a_file_is_written_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    target = tmp_path / "шаҳар ʻ.ttl"
    save(b"one", str(target))
    assert stat.S_IMODE(target.stat().st_mode) & 0o400
    target.chmod(0o640)
    save(b"two", str(target))
    assert target.read_bytes() == b"two"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == [target.name]


def test_standard_output_gets_the_bytes(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    save(b"\x00\xff\r\n", "-")
    assert capfdbinary.readouterr().out == b"\x00\xff\r\n"


def test_a_reader_that_goes_away_shows_as_a_broken_pipe() -> None:
    code = (
        "import os, sys\nfrom elchi.export import save\n"
        "r, w = os.pipe(); os.dup2(w, 1); os.close(r); os.close(w)\n"
        "try: save(b'x' * 10_000_000, '-')\nexcept BrokenPipeError: os._exit(7)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 7


@pytest.mark.parametrize(
    "target",
    ["", ".", "missing/x.ttl", "folder", "folder/", "x\0y", "n" * 300, "file/x.ttl"],
)
def test_a_target_that_cannot_be_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"old")
    before = sorted(os.listdir(tmp_path))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as caught:
        save(b"data", target)
    assert caught.value.exit_code == 3
    assert sorted(os.listdir(tmp_path)) == before
    assert (tmp_path / "file").read_bytes() == b"old"


def test_a_failure_while_writing_keeps_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "x.ttl"
    target.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for step in ("write_bytes", "replace"):
        with monkeypatch.context() as patch:
            patch.setattr(Path, step, full)
            with pytest.raises(InputError, match="no space left"):
                save(b"new", str(target))
        assert target.read_bytes() == b"old"
        assert os.listdir(tmp_path) == ["x.ttl"]


def test_a_link_is_followed_and_a_device_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "real.ttl").write_bytes(b"old")
    (tmp_path / "link.ttl").symlink_to("real.ttl")
    save(b"new", str(tmp_path / "link.ttl"))
    assert (tmp_path / "link.ttl").is_symlink()
    assert (tmp_path / "real.ttl").read_bytes() == b"new"
    save(b"gone", os.devnull)
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


def test_export_to_writes_what_export_gives(chronicle: Chronicle, tmp_path: Path) -> None:
    target = tmp_path / "facts.ttl"
    export_to(chronicle, "ttl", str(target))
    assert target.read_bytes() == export(chronicle, "ttl")
    with pytest.raises(InputError):
        export_to(chronicle, "ttl", str(tmp_path))


def test_a_new_exporter_is_one_file(chronicle: Chronicle, tmp_path: Path) -> None:
    (tmp_path / "count.py").write_text(
        "NAME, ABOUT, MEDIA_TYPE, SUFFIX = 'count', 'How many facts', 'text/plain', '.txt'\n"
        "def write(chronicle, language):\n"
        "    return b'%d\\n' % sum(1 for _ in chronicle.store.facts())\n"
    )
    code = (
        "import sys, elchi.export as e\n"
        "e.__path__.append(sys.argv[1]); print(e._found()['count'].about)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert run.stdout == "How many facts\n"
