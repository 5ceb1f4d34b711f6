"""16-bit PNG, and TIFF: made in blocks of rows, so that nothing is copied whole.

Pillow writes neither 16 bits of RGB nor a compressed TIFF with EXIF.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, TiffImagePlugin

Pixels = NDArray[Any]  # uint8 or uint16

BLOCK_BYTES = 8_000_000
METRE_IN = 0.0254  # an inch in metres, by which PNG counts
LEVEL = 4  # of zlib: a tenth larger than at 9, in a fifth of the time
PNG_COLOURS = {3: 2, 4: 6}  # channels → PNG's number for them


class Embedded(NamedTuple):
    """What a file holds beside its pixels."""

    icc: bytes
    exif: Image.Exif | None
    xmp: bytes | None
    dpi: float | None = None


def png16(rgb_hwc: Pixels, alpha_hw: Pixels | None, embedded: Embedded) -> Iterator[bytes]:
    """A PNG piece by piece."""
    height, width = rgb_hwc.shape[:2]
    colours = PNG_COLOURS[3 if alpha_hw is None else 4]
    yield b"\x89PNG\r\n\x1a\n"
    yield _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 16, colours, 0, 0, 0))
    yield _chunk(b"iCCP", b"ICC profile\0\0" + zlib.compress(embedded.icc))
    if embedded.dpi is not None:
        yield _chunk(b"pHYs", struct.pack(">IIB", *2 * [round(embedded.dpi / METRE_IN)], 1))
    if embedded.exif is not None:
        yield _chunk(b"eXIf", embedded.exif.tobytes().removeprefix(b"Exif\0\0"))
    if embedded.xmp is not None:
        yield _chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + embedded.xmp)
    packer = zlib.compressobj(LEVEL, strategy=zlib.Z_FILTERED)
    for rows in _filtered(rgb_hwc, alpha_hw):
        packed = packer.compress(rows)
        if packed:
            yield _chunk(b"IDAT", packed)
    yield _chunk(b"IDAT", packer.flush())
    yield _chunk(b"IEND", b"")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(body, zlib.crc32(kind)))


def _filtered(rgb: Pixels, alpha: Pixels | None) -> Iterator[bytes]:
    """Rows as PNG has them: a byte that names the filter, then what its prediction left over (Paeth's)."""
    above = None
    for block in _blocks(rgb, alpha):
        channels = block.shape[2]
        now = block.astype(">u2").view(np.uint8).reshape(block.shape[0], -1).astype(np.int16)
        if above is None:
            above = np.zeros(now.shape[1], np.int16)
        up = np.concatenate([above[None], now[:-1]])
        left, corner = np.zeros_like(now), np.zeros_like(now)
        left[:, 2 * channels :], corner[:, 2 * channels :] = now[:, : -2 * channels], up[:, : -2 * channels]
        rows = np.empty((now.shape[0], now.shape[1] + 1), np.uint8)
        rows[:, 0] = 4
        rows[:, 1:] = now - _paeth(left, up, corner)
        above = now[-1].copy()
        yield rows.tobytes()


def _paeth(left: NDArray[np.int16], up: NDArray[np.int16], corner: NDArray[np.int16]) -> NDArray[np.int16]:
    """Of the three neighbours, the one nearest to left + up - corner; of equals the first."""
    to_left, to_up = np.abs(up - corner), np.abs(left - corner)
    to_corner = np.abs(left + up - 2 * corner)
    best = np.where(to_up <= to_corner, up, corner)
    nearest: NDArray[np.int16] = np.where((to_left <= to_up) & (to_left <= to_corner), left, best)
    return nearest


def tiff(rgb_hwc: Pixels, alpha_hw: Pixels | None, embedded: Embedded) -> Iterator[bytes]:
    """A TIFF of 8 or 16 bits piece by piece: the directory, then strips of differences, packed with ZIP."""
    height, width = rgb_hwc.shape[:2]
    strips = [_strip(block) for block in _blocks(rgb_hwc, alpha_hw)]
    sizes = [len(strip) for strip in strips]
    channels = 3 if alpha_hw is None else 4
    entries: dict[int, Any] = dict(embedded.exif.items()) if embedded.exif is not None else {}
    entries |= {
        256: width,
        257: height,
        258: (8 * rgb_hwc.itemsize,) * channels,
        259: 8,  # ZIP
        262: 2,  # RGB
        273: tuple(int(n) for n in np.cumsum([0, *sizes[:-1]])),  # Pillow adds where the directory ends
        277: channels,
        278: _rows_per_block(rgb_hwc, channels),
        279: tuple(sizes),
        284: 1,
        317: 2,  # differences
    }
    if channels == 4:
        entries[338] = 2  # alpha, not multiplied into the colours
    directory = TiffImagePlugin.ImageFileDirectory_v2(b"II*\0\x08\0\0\0")
    for tag, kind in ((273, 4), (279, 4), (700, 1), (34675, 7)):
        directory.tagtype[tag] = kind
    for tag, value in entries.items():
        directory[tag] = value
    directory[34675] = embedded.icc
    if embedded.xmp is not None:
        directory[700] = embedded.xmp
    yield b"II*\0\x08\0\0\0"
    yield directory.tobytes(8)
    yield from strips


def _strip(block: Pixels) -> bytes:
    differences = block.copy()
    differences[:, 1:] -= block[:, :-1]
    return zlib.compress(differences.astype(f"<u{block.itemsize}", copy=False).tobytes(), LEVEL)


def _rows_per_block(rgb: Pixels, channels: int) -> int:
    return max(1, BLOCK_BYTES // int(rgb.itemsize * rgb.shape[1] * channels))


def _blocks(rgb: Pixels, alpha: Pixels | None) -> Iterator[Pixels]:
    """Rows together, with their alpha as the fourth channel."""
    step = _rows_per_block(rgb, 3 if alpha is None else 4)
    for top in range(0, rgb.shape[0], step):
        colours = rgb[top : top + step]
        yield colours if alpha is None else np.dstack([colours, alpha[top : top + step]])
