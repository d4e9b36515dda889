"""The timeline: what happened, in order, with each date as the sources give it."""

from elchi.timeline.dating import Dating
from elchi.timeline.events import Named, Row, timeline

__all__ = ["Dating", "Named", "Row", "timeline"]
