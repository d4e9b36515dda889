"""Writing a chronicle in the formats of others.

Each exporter is one module of this package: it says what it is called (`NAME`), what it holds
(`ABOUT`), its media type and file suffix, and has `write(chronicle, language) -> bytes`. It is
found because it is there; an author adds a format by adding a file. A format of several files
also has `files(chronicle, language, target)`, which gives them by name for the target asked
for. What an exporter writes follows from the chronicle alone: no clock, no path, nothing that
differs from run to run.

Exporters import their libraries when they write, so listing the formats costs nothing.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from elchi.build import Chronicle
from elchi.entities import LANGUAGES
from elchi.errors import UsageError
from elchi.export.saving import is_folder, is_plain, save, save_all

__all__ = ["FORMATS", "Format", "export", "export_to", "save"]

Write = Callable[[Chronicle, str], bytes]
Files = Callable[[Chronicle, str, str], dict[str, bytes]]


class Format(NamedTuple):
    """One format: its name, what it holds, its media type and suffix, and what writes it."""

    name: str
    about: str
    media_type: str
    suffix: str
    write: Write
    files: Files | None


def _found() -> dict[str, Format]:
    formats = {}
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        if hasattr(module, "NAME"):
            formats[module.NAME] = Format(
                module.NAME,
                module.ABOUT,
                module.MEDIA_TYPE,
                module.SUFFIX,
                module.write,
                getattr(module, "files", None),
            )
    return dict(sorted(formats.items()))


FORMATS: dict[str, Format] = _found()


def _format(name: str, language: str) -> Format:
    if name not in FORMATS:
        raise UsageError(
            f"there is no format called “{name[:80]}”",
            mend="the formats are: " + ", ".join(FORMATS),
        )
    if language not in LANGUAGES:
        raise UsageError(
            f"there are no labels in “{language[:80]}”",
            mend="the languages are: " + ", ".join(LANGUAGES),
        )
    return FORMATS[name]


def export(chronicle: Chronicle, name: str, language: str = "en") -> bytes:
    """The chronicle in the format `name`; `language` is that of labels, where there is a choice.

    Raises UsageError for an unknown format or language, InputError where the format cannot
    hold what the chronicle says.
    """
    return _format(name, language).write(chronicle, language)


def export_to(chronicle: Chronicle, name: str, target: str, language: str = "en") -> None:
    """Write the chronicle in the format `name` to `target`; '-' is standard output.

    `target` is a file; for a format of several files it may also be a folder (an existing one,
    or a name that ends with a slash). All is prepared before anything is put in its place.
    Raises UsageError and InputError as `export` and `save` do.
    """
    form = _format(name, language)
    if form.files is None or not target or not is_plain(target):
        save(form.write(chronicle, language), target)
        return
    made = form.files(chronicle, language, target)
    if is_folder(target):
        save_all(made, Path(target), new_folder=True)
    else:
        save_all(made, Path(target).parent)
