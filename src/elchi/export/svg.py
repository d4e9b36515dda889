"""SVG: a picture of the acts, who is party to them, where and by whom they were signed.

The layout is fixed rather than computed by forces: acts down the middle by date, parties on
the left, places and people on the right, so that no label covers another and the picture is
the same on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from elchi.asking import rows_of
from elchi.build import Chronicle
from elchi.entities import label, short
from elchi.time import shown

NAME = "svg"
ABOUT = "SVG: a picture of the acts with their parties, places and signatories"
MEDIA_TYPE = "image/svg+xml"
SUFFIX = ".svg"

_ROW, _TOP, _WIDTH = 24, 40, 1300
_LEFT, _DATE, _ACT, _ACT_END, _RIGHT = 270, 370, 450, 960, 1080
_COLOURS = {"party": "#1b6e8c", "place": "#9a6a00", "signatory": "#8c2f5a"}
_STYLE = """
text { font: 13px 'Noto Sans', 'DejaVu Sans', sans-serif; fill: #222; }
.date { fill: #666; font-size: 12px; }
.line { fill: none; stroke-width: 1.2; opacity: .55; }
.head { font-weight: bold; }
"""


def write(chronicle: Chronicle, language: str) -> bytes:
    """The picture, names in `language`."""
    rows = rows_of(chronicle, "network", "acts")
    labels = chronicle.describer.labels

    def name(iri: str, most: int = 68) -> str:
        text = label(labels.get(iri, {}), language) or short(iri)
        return text if len(text) <= most else text[: most - 1].rstrip() + "…"

    acts: dict[str, str] = {}
    for row in rows:
        acts[row["act"]] = shown(row["earliest"], row["latest"])
    left = _used(rows, ("party",))
    right = _used(rows, ("place",)) + _used(rows, ("signatory",))
    height = _TOP + _ROW * max(len(acts), len(left), len(right)) + 30
    act_y = {iri: _TOP + _ROW * (n + 1) for n, iri in enumerate(acts)}
    left_y = _spread(left, height)
    right_y = _spread(right, height)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">',
        "<title>Acts, their parties, places and signatories</title>",
        f"<style>{_STYLE}</style>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
    ]
    for row in rows:
        other, role, y = row["other"], row["role"], act_y[row["act"]]
        if role == "party":
            out.append(_line(_LEFT + 8, left_y[other], _DATE - 14, y - 4, _COLOURS[role]))
        else:
            out.append(_line(_ACT_END, y - 4, _RIGHT - 8, right_y[other], _COLOURS[role]))
    for iri, day in acts.items():
        y = act_y[iri]
        out.append(f'<text class="date" x="{_ACT - 8}" y="{y}" text-anchor="end">{day}</text>')
        out.append(f'<text x="{_ACT}" y="{y}">{escape(name(iri))}</text>')
    for iri, height_of in left_y.items():
        out.append(_node(_LEFT, height_of, name(iri, 38), "party", "end"))
    for iri, height_of in right_y.items():
        role = "place" if "/place/" in iri else "signatory"
        out.append(_node(_RIGHT, height_of, name(iri, 30), role, "start"))
    out.append(f'<text class="date" x="{_ACT}" y="{height - 8}">{len(acts)} dated acts</text>')
    out.append("</svg>\n")
    return "\n".join(out).encode()


def _used(rows: Iterable[dict[str, str]], roles: tuple[str, ...]) -> list[str]:
    """What stands in one of the roles, most used first."""
    times: dict[str, int] = {}
    for row in rows:
        if row["role"] in roles:
            times[row["other"]] = times.get(row["other"], 0) + 1
    return sorted(times, key=lambda iri: (-times[iri], iri))


def _spread(iris: list[str], height: int) -> dict[str, float]:
    step = (height - _TOP) / (len(iris) + 1)
    return {iri: round(_TOP / 2 + step * (n + 1), 1) for n, iri in enumerate(iris)}


def _line(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    middle = (x1 + x2) / 2
    return (
        f'<path class="line" stroke="{colour}" '
        f'd="M{x1} {y1} C{middle} {y1} {middle} {y2} {x2} {y2}"/>'
    )


def _node(x: float, y: float, text: str, role: str, anchor: str) -> str:
    shift = -10 if anchor == "end" else 10
    return (
        f'<circle cx="{x}" cy="{y}" r="5" fill="{_COLOURS[role]}"/>'
        f'<text class="head" x="{x + shift}" y="{y + 4}" text-anchor="{anchor}">'
        f"{escape(text)}</text>"
    )
