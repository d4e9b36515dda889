"""Several files as one: a zip whose bytes follow from its files alone.

Nothing is compressed, for compressors differ between versions; the files stand in the order of
their names and all bear the earliest date that a zip can hold.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of `files` by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in sorted(files.items()):
            about = zipfile.ZipInfo(name, _LONG_AGO)
            about.create_system = 3
            about.external_attr = 0o644 << 16
            archive.writestr(about, data)
    return out.getvalue()
