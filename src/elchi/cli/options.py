"""What the verbs have in common: how they are parsed, and how they open the chronicle."""

from __future__ import annotations

import argparse
import os
import sys
from typing import NoReturn

from elchi.build import Chronicle, open_chronicle
from elchi.entities import LANGUAGES
from elchi.errors import UsageError
from elchi.views import View

ROWS = ("table", "csv", "tsv", "json", "ndjson")


class Parser(argparse.ArgumentParser):
    """An argument parser that raises UsageError instead of leaving the process."""

    def error(self, message: str) -> NoReturn:
        """Raise the parser's complaint as a usage error."""
        raise UsageError(message, mend=f"`{self.prog} --help` tells how")


def parser(verb: str, about: str, language: bool = True, view: bool = True) -> Parser:
    """A parser for one verb with the options that every verb takes.

    `language` and `view` say whether it takes those for the language of names, and for how the
    chronicle is seen.
    """
    made = Parser(prog=f"elchi {verb}", description=about, allow_abbrev=False)
    made.add_argument("--build", metavar="DIR", help="the build folder (build, or ELCHI_BUILD)")
    made.add_argument("--home", metavar="DIR", help="the chronicle's folder (ELCHI_HOME)")
    made.add_argument(
        "--with",
        dest="extra",
        metavar="FILE",
        action="append",
        default=[],
        help="add a file or folder of data for this once; nothing is written",
    )
    if view:
        made.add_argument("--edition", help="answer as of this edition of the data (the newest)")
        made.add_argument(
            "--policy",
            metavar="NAME[:SOURCE]",
            help="between statements in conflict: most-precise, primary-first or by-source:NAME",
        )
    if language:
        made.add_argument(
            "--lang",
            choices=LANGUAGES,
            default=os.environ.get("ELCHI_LANG", "en"),
            help="the language of names (ELCHI_LANG)",
        )
    return made


def chronicle(options: argparse.Namespace) -> Chronicle:
    """The chronicle the options name; says so on standard error where its build is stale."""
    view = View(getattr(options, "edition", None), getattr(options, "policy", None))
    opened = open_chronicle(options.build, options.home, options.extra, view)
    if opened.stale:
        print("elchi: the files have changed since the build; run `elchi build`", file=sys.stderr)
    return opened


def rows_format(made: Parser, text: bool = False, default: str | None = None) -> None:
    """Add --format for verbs that give rows; `text` where they can be told in words too."""
    made.add_argument(
        "--format",
        choices=("text", *ROWS) if text else ROWS,
        default=default,
        help=f"{default}, unless told" if default else "a table on a terminal, tsv elsewhere",
    )


def bold(text: str) -> str:
    """Text that stands out on a terminal; as it is elsewhere, or where NO_COLOR is set."""
    if sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        return f"\x1b[1m{text}\x1b[0m"
    return text
