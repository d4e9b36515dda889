"""The chronicle for Python: an rdflib Dataset that also gives rows, frames, cards and a network.

The default graph holds the facts, the named graphs the other layers. `query` on the Dataset is
rdflib's own; `rows` and `frame` ask the much faster engine of the build.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rdflib
from rdflib.graph import Dataset as RdflibDataset

from elchi.asking import ask
from elchi.build import Chronicle, open_chronicle
from elchi.cards import Card
from elchi.entities import resolve
from elchi.query import Answer, run
from elchi.views import View

if TYPE_CHECKING:
    import networkx
    import pandas


class Dataset(RdflibDataset):
    """An rdflib Dataset with all layers of a chronicle; `chronicle` is what it was read from."""

    def __init__(self, chronicle: Chronicle) -> None:
        super().__init__(default_union=False)
        self.chronicle = chronicle
        body = "".join(chronicle.store.lines())
        # rdflib rewrites lexical forms (01 to 1) unless told not to; the setting is global.
        before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
        try:
            self.parse(data=body, format="nquads")
        finally:
            rdflib.NORMALIZE_LITERALS = before

    def rows(self, question: str, **parameters: str) -> list[dict[str, Any]]:
        """The rows of a named question, or of a SPARQL SELECT, as dictionaries of plain values.

        Numbers and truth values become Python's; dates stay text, because a month or a year is
        no day. Raises the errors of `elchi.query` and `elchi.questions`.
        """
        return [
            {name: _plain(row[name]) if name in row else None for name in answer.names}
            for answer in [self._answer(question, parameters)]
            for row in answer.rows
        ]

    def frame(self, question: str, **parameters: str) -> pandas.DataFrame:
        """The same rows as a pandas frame. Needs the extra `elchi[frames]`."""
        import pandas as pd

        answer = self._answer(question, parameters)
        data = [
            {n: _plain(row[n]) if n in row else None for n in answer.names} for row in answer.rows
        ]
        return pd.DataFrame(data, columns=answer.names)

    def show(self, name: str) -> Card:
        """All about one thing; see `elchi.entities.Describer.card` for the keys."""
        return self.chronicle.card(resolve(self.chronicle.index, name))

    def network(self) -> networkx.MultiDiGraph:
        """The network of entities and the facts between them."""
        from elchi.network import graph

        return graph(self.chronicle)

    def _answer(self, question: str, parameters: dict[str, str]) -> Answer:
        if any(sign in question for sign in "{}\n "):
            return run(self.chronicle.store, question)
        return ask(self.chronicle, question, parameters)


def _plain(term: Any) -> Any:
    kind = getattr(getattr(term, "datatype", None), "value", "").rsplit("#", 1)[-1]
    if kind in ("integer", "decimal", "double", "boolean"):
        return rdflib.Literal(term.value, datatype=rdflib.XSD[kind]).toPython()
    return term.value


def open(
    build: str | Path | None = None,
    home: str | Path | None = None,
    extra: Sequence[str | Path] = (),
    edition: str | None = None,
    policy: str | None = None,
) -> Dataset:
    """Open the chronicle: the last build if there is one, else made in memory from the files.

    `build` is the build folder, `home` another chronicle's folder, `extra` files to add;
    `edition` is the edition as of which it answers, the newest where it is None;
    `policy` chooses between statements in conflict, see `elchi.policies.choose`.
    """
    return Dataset(open_chronicle(build, home, extra, View(edition, policy)))
