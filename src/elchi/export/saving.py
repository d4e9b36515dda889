"""Putting files in their place, whole or not at all.

A file is written under a passing name in the folder where it belongs and then renamed, which
is one step: a reader sees the old file or the new one, and a failure leaves the old one.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from elchi.errors import InputError


def is_folder(target: str) -> bool:
    """Whether `target` names a folder: one that is there, or a name that ends with a slash."""
    return target.endswith(("/", os.sep)) or _is_dir(Path(target))


def is_plain(target: str) -> bool:
    """Whether `target` can be a file of its own: no device, pipe or standard output."""
    path = Path(target)
    with _worded(target):
        return target != "-" and (not path.exists() or path.is_file() or path.is_dir())


def save(data: bytes, target: str) -> None:
    """Write `data` to the file `target`, or to standard output where `target` is '-'.

    Raises InputError where the file cannot be written; then nothing has changed. A reader of
    standard output that went away shows as BrokenPipeError.
    """
    if target == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    if not target or is_folder(target):
        raise InputError(
            "is a folder, and a file is to be written" if target else "no file is named",
            where=target or None,
            mend="name a file, or - for standard output",
        )
    path = Path(target)
    with _worded(target):
        if path.exists() and not path.is_file():
            path.write_bytes(data)  # a device or a pipe: it is written to, never replaced
            return
        real = Path(os.path.realpath(path))
    save_all({real.name: data}, real.parent, where=target)


def save_all(
    files: Mapping[str, bytes], folder: Path, new_folder: bool = False, where: str | None = None
) -> None:
    """Write `files`, by name, into `folder`; other files there are left alone.

    All are written under passing names first, then each is put in its place. `new_folder` lets
    the folder itself be made. Raises InputError where that cannot be done.
    """
    shown = where or str(folder)
    with _worded(shown):
        if new_folder and not folder.exists():
            _check_parent(folder, shown)
            with _passing(folder.parent) as fresh:
                _fill(fresh, files, folder)
                fresh.chmod(0o777 & ~_umask())
                fresh.rename(folder)
            return
        if not folder.is_dir():
            _check_parent(folder / "file", shown)
        for name in files:
            if os.path.lexists(folder / name) and not (folder / name).is_file():
                raise InputError("is there already and is no file", str(folder / name))
        with _passing(folder) as fresh:
            _fill(fresh, files, folder)
            for name in files:
                (fresh / name).replace(os.path.realpath(folder / name))


def _fill(fresh: Path, files: Mapping[str, bytes], folder: Path) -> None:
    for name, data in files.items():
        (fresh / name).write_bytes(data)
        old = folder / name
        if old.is_file():
            (fresh / name).chmod(stat.S_IMODE(old.stat().st_mode))


def _check_parent(path: Path, shown: str) -> None:
    if not path.parent.is_dir():
        raise InputError("the folder to write to is not there", shown, mend=f"make {path.parent}")


def _is_dir(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _umask() -> int:
    now = os.umask(0)
    os.umask(now)
    return now


@contextmanager
def _passing(folder: Path) -> Iterator[Path]:
    """A passing folder within `folder`, gone afterwards whatever happens."""
    fresh = Path(tempfile.mkdtemp(prefix=".elchi-", dir=folder))
    try:
        yield fresh
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


@contextmanager
def _worded(shown: str) -> Iterator[None]:
    """Say in words why a file cannot be written."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(
            f"cannot be written: {reason}", shown, mend="name a file in a folder you may write to"
        ) from None
    except ValueError:
        raise InputError("is no name of a file", where=shown.replace("\0", "\\0")) from None
