"""Pixels of more than 8 bits, which Pillow would reduce: 16-bit PNG, and TIFF of 16 bits, 32 bits or floats.

The choices made for TIFF that holds numbers rather than colours:
- floating point in RGB: 0 is black and 1 is white; what lies above or below is cut off, and that is said
- floating point in grey: the same if all lies in 0…1; else the range is stretched to black and white
- whole numbers of 32 bits, or with signs: the range is stretched
"""

from __future__ import annotations

import io
import logging
import struct
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tifffile import TiffPage

PixelArray = NDArray[Any]
Deep = NDArray[np.uint16]  # h×w×1 to h×w×4: grey, grey and alpha, RGB, RGB and alpha

MIN_IS_WHITE, MIN_IS_BLACK, RGB = 0, 1, 2  # TIFF's photometric interpretations
PREMULTIPLIED = 1  # TIFF's kind of alpha that the colours are multiplied with
ORIENTATION, CONTIGUOUS = 274, 1
BY_OPENCV = {5, 8, 32946, 32773}  # LZW, ZIP twice, PackBits


# What it finds odd in tags is no concern of the user's terminal; what matters raises.
logging.getLogger("tifffile").setLevel(logging.CRITICAL + 1)


class UndecodableError(Exception):
    """Nothing installed decodes this way of compression."""


def is_deep_png(head: bytes) -> bool:
    """Whether a PNG, known by its first bytes, has 16 bits a channel."""
    return head[12:16] == b"IHDR" and head[24:25] == b"\x10"


def read_png16(file: BinaryIO, clear: object) -> tuple[Deep, bytes]:
    """The pixels and the EXIF of a 16-bit PNG; ValueError where it is damaged.

    `clear` is the grey value that the file says is transparent, if it says so.
    """
    file.seek(0)
    data = file.read()
    exif = _check_png(data)
    return _png_pixels(data, clear), exif


def _png_pixels(data: bytes, clear: object) -> Deep:
    pixels = _decoded_by_opencv(data)
    if pixels is None or pixels.dtype != np.uint16:
        raise ValueError("no 16-bit PNG after all")
    if pixels.ndim == 3:
        return _from_bgr(pixels)
    if isinstance(clear, int):
        return np.stack([pixels, np.where(pixels == clear, 0, 65535).astype(np.uint16)], -1)
    return np.asarray(pixels[..., None], np.uint16)


def _decoded_by_opencv(data: bytes | bytearray) -> PixelArray | None:
    """Pixels as OpenCV orders them; what it would tell the user's terminal is kept quiet."""
    import cv2

    log = cv2.utils.logging
    level = log.getLogLevel()
    log.setLogLevel(log.LOG_LEVEL_SILENT)
    try:
        return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    finally:
        log.setLogLevel(level)


def _check_png(data: bytes) -> bytes:
    """Sees that every chunk is whole (the decoder would print what it finds, and go on); returns the EXIF."""
    place, exif = 8, b""
    while place < len(data):
        size, kind = struct.unpack_from(">I4s", data, place)
        if place + size + 12 > len(data):
            raise ValueError("truncated")
        (wanted,) = struct.unpack_from(">I", data, place + 8 + size)
        if zlib.crc32(memoryview(data)[place + 4 : place + 8 + size]) != wanted:
            raise ValueError("wrong checksum")
        if kind == b"IEND":
            return exif
        if kind == b"eXIf":
            exif = data[place + 8 : place + 8 + size]
        place += size + 12
    raise ValueError("truncated")


def is_deep_tiff(page: TiffPage) -> bool:
    """Whether a page has more than 8 bits a channel in grey or RGB, which is what is read here."""
    kinds = (MIN_IS_WHITE, MIN_IS_BLACK, RGB)
    return page.bitspersample > 8 and int(page.photometric) in kinds and page.imagedepth == 1


def first_page(file: BinaryIO) -> TiffPage:
    """What a TIFF says of its first page."""
    from tifffile import TiffFile

    file.seek(0)
    return TiffFile(file).pages.first


def read_tiff(page: TiffPage, file: BinaryIO, name: str, remarks: list[str]) -> Deep:
    """The pixels of a deep page of the file `name`, and remarks on choices that were made.

    UndecodableError where no decoder is there; any other error where the file is damaged.
    """
    ends = (start + size for start, size in zip(page.dataoffsets, page.databytecounts, strict=True))
    if max(ends) > file.seek(0, io.SEEK_END):
        raise ValueError("truncated")
    try:
        pixels = _with_channels_last(page.asarray(maxworkers=1), page)
    except (ValueError, KeyError, ImportError) as error:
        if "imagecodecs" not in str(error):
            raise
        pixels = _by_opencv(page, file)
    colours = 3 if int(page.photometric) == RGB else 1
    if pixels.shape[2] < colours:
        raise ValueError("too few channels")
    extras = tuple(int(extra) for extra in page.extrasamples)
    has_alpha = pixels.shape[2] > colours and (not extras or extras[0] in (1, 2))
    deep, remark = _to_16_bits(pixels[..., : colours + has_alpha], colours, page.bitspersample)
    if remark:
        remarks.append(f"{name} {remark}")
    if int(page.photometric) == MIN_IS_WHITE:
        np.subtract(65535, deep[..., :1], out=deep[..., :1])
    if has_alpha and extras[:1] == (PREMULTIPLIED,):
        _divide_by_alpha(deep)
    return deep


def _with_channels_last(pixels: PixelArray, page: TiffPage) -> PixelArray:
    if pixels.ndim == 2:
        return pixels[..., None]
    if pixels.ndim != 3:
        raise ValueError("not a flat picture")
    if int(page.planarconfig) != CONTIGUOUS:
        return pixels.transpose(1, 2, 0)
    return pixels


def _by_opencv(page: TiffPage, file: BinaryIO) -> PixelArray:
    """For compressions that tifffile leaves to others: LZW, and ZIP of floats. Planes apart it gets wrong."""
    channels, compression = (
        int(page.samplesperpixel),
        getattr(page.compression, "name", str(page.compression)),
    )
    together = channels == 1 or int(page.planarconfig) == CONTIGUOUS
    if channels not in (1, 3, 4) or not together or int(page.compression) not in BY_OPENCV:
        raise UndecodableError(compression)
    file.seek(0)
    data = bytearray(file.read())
    tag = page.tags.get(ORIENTATION)
    if tag is not None:  # it would turn the picture, which is done later for all formats alike
        data[tag.valueoffset : tag.valueoffset + 2] = struct.pack(f"{page.parent.byteorder}H", 1)
    pixels = _decoded_by_opencv(data)
    if pixels is None or pixels.shape[:2] != (page.imagelength, page.imagewidth):
        raise ValueError("damaged")
    if pixels.ndim == 2:
        pixels = pixels[..., None]
    if pixels.dtype != page.dtype or pixels.shape[2] != channels:
        raise UndecodableError(compression)
    return _from_bgr(pixels) if channels > 1 else pixels


def _from_bgr(pixels: PixelArray) -> PixelArray:
    """OpenCV's order of colours to ours, in place."""
    for block in _blocks(pixels):
        block[..., [0, 2]] = block[..., [2, 0]]
    return pixels


def _to_16_bits(pixels: PixelArray, colours: int, depth: int) -> tuple[Deep, str]:
    """Numbers of any kind as 16 bits, by the choices named above, and what to say of it."""
    if pixels.dtype == np.uint16:
        if depth == 16:
            return np.ascontiguousarray(pixels), ""
        return (pixels.astype(np.uint32) * 65535 // (2**depth - 1)).astype(np.uint16), ""
    if pixels.dtype.kind not in "fiu":
        raise ValueError("numbers of an unknown kind")
    numbers = np.nan_to_num(pixels.astype(np.float32), copy=False)
    low, high, remark = float(numbers.min()), float(numbers.max()), ""
    if pixels.dtype.kind == "f" and (colours == 3 or (low >= 0 and high <= 1)):
        if low < 0 or high > 1:
            remark = "holds light beyond 0 (black) and 1 (white), which was cut off."
        low, high = 0.0, 1.0
    else:
        remark = "holds numbers rather than colours; their range was stretched to black and white."
    numbers -= low
    numbers *= 65535 / max(high - low, 1e-30)
    numbers += 0.5
    return numbers.clip(0, 65535, out=numbers).astype(np.uint16), remark


def _divide_by_alpha(deep: Deep) -> None:
    for block in _blocks(deep):
        alpha = np.maximum(block[..., -1:], 1).astype(np.float32)
        block[..., :-1] = (block[..., :-1] * (65535 / alpha) + 0.5).clip(0, 65535)


def _blocks(pixels: PixelArray) -> Iterator[PixelArray]:
    rows = max(1, 1_000_000 // pixels.shape[1])
    for top in range(0, pixels.shape[0], rows):
        yield pixels[top : top + rows]
