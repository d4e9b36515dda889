"""Codes of states and things as a file writes them, and which thing of the chronicle each is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from elchi import corpus
from elchi.asking import rows_of
from elchi.audit.datasets import Key, Scheme
from elchi.build import Chronicle
from elchi.entities import kind_of, label
from elchi.errors import InputError

_SCHEME = corpus.ID + "scheme/"


class Codes:
    """The identifiers of a chronicle, by scheme and code."""

    def __init__(self, opened: Chronicle) -> None:
        self._opened = opened
        self._things: dict[str, dict[str, str]] = defaultdict(dict)
        for row in rows_of(opened, "network", "codes"):
            scheme = row["scheme"].removeprefix(_SCHEME)
            self._things[scheme].setdefault(row["code"], row["thing"])

    def of(self, scheme: str) -> Mapping[str, str]:
        """Things by their codes in one scheme."""
        return self._things[scheme]

    def thing(self, key: Key, raw: str) -> str | None:
        """The thing that a cell identifies; None where the chronicle has no such code."""
        text = bare(raw)
        if key.replace:
            text = re.sub(*key.replace, text)
        return self._things[key.scheme].get(text)

    def state(self, scheme: Scheme, raw: str, where: str, line: int, column: str) -> str | None:
        """The state of a code; None for one that the chronicle does not speak of.

        Raises InputError where it is what another scheme, or a language, calls a state that the
        chronicle knows: then rows that matter would be passed over.
        """
        text = bare(raw)
        if scheme.digits and text.isdigit():
            text = text.zfill(scheme.digits)
        if not re.fullmatch(scheme.pattern, text):
            self._refuse_other(scheme, text, where, line, column)
            return None
        return self._things[scheme.name].get(text)

    def _refuse_other(self, scheme: Scheme, text: str, where: str, line: int, column: str) -> None:
        known = [
            (f"the {self.called(name)}", things[form])
            for name, things in sorted(self._things.items())
            for form in (text, text.upper())
            if kind_of(things.get(form, "")) == "state"
        ]
        names = [iri for iri in self._opened.index.find(text) if kind_of(iri) == "state"]
        known += [("the name", thing) for thing in names]
        if not known:
            return
        what, thing = known[0]
        bearer = label(self._opened.describer.labels.get(thing, {}), "en")
        wanted = self.called(scheme.name)
        raise InputError(
            f"“{text[:40]}” in the column {column} is {what} of {bearer}, not its {wanted}",
            where=where,
            line=line,
            mend=f"give the states of the column by their {wanted}s",
        )

    def called(self, scheme: str) -> str:
        """What a scheme is called."""
        found = label(self._opened.describer.labels.get(_SCHEME + scheme, {}), "en")
        return found or scheme


def bare(raw: str) -> str:
    """A cell without blanks and without the `.0` that some programs add to whole numbers."""
    text = raw.strip()
    return text[:-2] if text.endswith(".0") and text[:-2].lstrip("-").isdigit() else text
