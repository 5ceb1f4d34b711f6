"""The Display P3 profile, made here: LittleCMS as Pillow lends it makes sRGB alone.

Primaries of SMPTE EG 432-1 under the white point D65, with the curve of sRGB; a profile of version 4 (ICC.1).
"""

from __future__ import annotations

import struct
from functools import cache
from typing import Any

import numpy as np

PRIMARIES_XY = ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060))
D65_XY = (0.3127, 0.3290)
D50_XYZ = np.array([63190, 65536, 54061]) / 65536  # as ICC.1 writes it, in sixteenths of a bit
BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
SRGB_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)  # ICC.1's parametric curve of kind 3


@cache
def display_p3_profile() -> bytes:
    """The bytes that are embedded, always the same."""
    adapted = _adaptation()
    columns = adapted @ _to_xyz()
    curve = b"para" + bytes(4) + struct.pack(">HH", 3, 0) + _fixed(SRGB_CURVE)
    tags = {b"desc": _text("Display P3"), b"cprt": _text("No copyright, use freely"), b"wtpt": _xyz(D50_XYZ)}
    tags[b"chad"] = b"sf32" + bytes(4) + _fixed(adapted.ravel())
    for index, name in enumerate((b"r", b"g", b"b")):
        tags[name + b"XYZ"], tags[name + b"TRC"] = _xyz(columns[:, index]), curve
    table, body, start = b"", b"", 132 + 12 * len(tags)
    for name, data in tags.items():
        table += struct.pack(">4sII", name, start + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    header = struct.pack(
        ">I4xI4s4s4s6H", start + len(body), 0x04400000, b"mntr", b"RGB ", b"XYZ ", 2026, 1, 1, 0, 0, 0
    )
    header += b"acsp" + bytes(28) + _fixed(D50_XYZ) + bytes(48)
    return header + struct.pack(">I", len(tags)) + table + body


def _to_xyz() -> np.ndarray[Any, Any]:
    """Columns: red, green and blue under D65, as strong as makes their sum the white point."""
    directions = np.array([_upright(*xy) for xy in PRIMARIES_XY]).T
    scaled: np.ndarray[Any, Any] = directions * np.linalg.solve(directions, _upright(*D65_XY))
    return scaled


def _adaptation() -> np.ndarray[Any, Any]:
    """From D65 to D50, as Bradford."""
    shares = (BRADFORD @ D50_XYZ) / (BRADFORD @ _upright(*D65_XY))
    matrix: np.ndarray[Any, Any] = np.linalg.inv(BRADFORD) @ np.diag(shares) @ BRADFORD
    return matrix


def _upright(x: float, y: float) -> np.ndarray[Any, Any]:
    return np.array([x / y, 1.0, (1 - x - y) / y])


def _fixed(values: Any) -> bytes:
    """Numbers of 15 and 16 bits."""
    whole = [round(float(value) * 65536) for value in values]
    return struct.pack(f">{len(whole)}i", *whole)


def _xyz(values: Any) -> bytes:
    return b"XYZ " + bytes(4) + _fixed(values)


def _text(text: str) -> bytes:
    encoded = text.encode("utf-16-be")
    return b"mluc" + bytes(4) + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(encoded), 28) + encoded
