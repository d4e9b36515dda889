"""The command `elchi`: one verb a library function, lazily imported.

Only the verb that is asked for is imported and parsed, so that reading one entity from the
build starts in little more than the interpreter's own time. Errors made for people are printed
with their exit code (2 usage, 3 bad input, 1 findings); anything else is a fault of elchi's
own, said in one line with exit code 4, and shown whole where ELCHI_DEBUG is set.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence

from elchi.errors import ElchiError

VERBS: dict[str, tuple[str, str]] = {
    "build": ("elchi.cli.making", "make the graph from the files"),
    "check": ("elchi.cli.making", "check the graph: shapes, chronology, provenance"),
    "coverage": ("elchi.cli.making", "is each sentence of an article accounted for?"),
    "passages": ("elchi.cli.making", "the passages of a new source, to begin from"),
    "export": ("elchi.cli.making", "write the chronicle in another format"),
    "audit": ("elchi.cli.auditing", "a data set of yours beside the chronicle, by year"),
    "query": ("elchi.cli.asking", "ask a named question, or in SPARQL"),
    "questions": ("elchi.cli.asking", "list the named questions"),
    "find": ("elchi.cli.asking", "what is called so, who says so, which question asks it"),
    "show": ("elchi.cli.showing", "all about one thing, and who says so"),
    "timeline": ("elchi.cli.walking", "events in order"),
    "when": (
        "elchi.cli.timing",
        "is one before, after, during another? yes, no, or cannot be known",
    ),
    "path": ("elchi.cli.walking", "how two things hang together"),
    "around": ("elchi.cli.walking", "what lies around a thing"),
    "rank": ("elchi.cli.walking", "what is most central"),
    "communities": ("elchi.cli.walking", "what belongs together"),
    "asof": ("elchi.cli.standing", "how things stood on a day"),
    "changes": ("elchi.cli.standing", "what changed between two days"),
    "conflicts": ("elchi.cli.standing", "where sources disagree"),
    "diff": ("elchi.cli.differing", "what changed between two editions, in statements"),
    "tour": ("elchi.cli.touring", "what the chronicle is, and three questions answered"),
}


def _usage() -> str:
    width = max(map(len, VERBS))
    listed = "\n".join(f"  {verb:<{width}}  {about}" for verb, (_, about) in VERBS.items())
    return (
        "usage: elchi VERB [ARGUMENT ...]\n\n"
        "A cited chronicle of diplomacy as a knowledge graph.\n\n"
        f"{listed}\n\n"
        "`elchi VERB --help` tells what a verb takes. Names may be written in English, Uzbek\n"
        "(Latin or Cyrillic), Russian or Kazakh, with any apostrophe or none.\n"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code: 0 done, 1 findings, 2 usage, 3 bad input, 4 fault."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _open_streams()
    try:
        return _dispatch(given)
    except ElchiError as error:
        _say(f"elchi: {error}")
        return error.exit_code
    except KeyboardInterrupt:
        _say("elchi: stopped")
        return 130
    except BrokenPipeError:
        # The reader has had enough (`elchi timeline | head`): that is no error.
        _discard_output()
        return 0
    except OSError as error:
        # A file that a verb names is spoken of by the verb; one that went away meanwhile is not.
        what = f"{error.filename}:" if error.filename else "standard output cannot be written:"
        _say(f"elchi: {what} {error.strerror or error}")
        _discard_output()
        return 3
    except Exception as error:
        if os.environ.get("ELCHI_DEBUG"):
            raise
        _say(
            f"elchi: a fault in elchi itself: {type(error).__name__}: {error}\n"
            "  mend: set ELCHI_DEBUG=1 to see where, and report it"
        )
        return 4


def _dispatch(given: list[str]) -> int:
    if not given or given[0] in ("-h", "--help", "help"):
        print(_usage(), end="")
        return 0 if given else 2
    if given[0] in ("-V", "--version"):
        from elchi.corpus import VERSION

        print(f"elchi {VERSION}")
        return 0
    verb = given[0]
    if verb not in VERBS:
        _say(f"elchi: there is no verb “{verb[:40]}”\n  mend: `elchi --help` lists them")
        return 2
    from importlib import import_module

    from elchi.cli.progress import signs_of_life

    run = import_module(VERBS[verb][0]).run
    with signs_of_life(verb):
        code: int = run(verb, given[1:])
        sys.stdout.flush()
    return code


def _open_streams() -> None:
    """Make up for closed streams, and for terminals that lack the letters of a name."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - for as long as the command runs
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _discard_output() -> None:
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def visible(text: str) -> str:
    """A text whose control characters, which could steer a terminal, are written out."""
    return "".join(c if c.isprintable() or c == "\n" else repr(c)[1:-1] for c in text)


def _say(text: str) -> None:
    with contextlib.suppress(OSError):
        print(visible(text), file=sys.stderr)
