"""Picture files made for tests: every kind that is read, and parts to make broken ones of."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
import tifffile
from numpy.typing import NDArray
from PIL import Image

WIDTH, HEIGHT = 23, 17


def gradient(height: int = HEIGHT, width: int = WIDTH) -> NDArray[np.uint8]:
    """A picture that no turning or mirroring leaves as it is, and that a JPEG keeps well."""
    rows, columns = np.mgrid[:height, :width]
    red, green = columns * 200 // max(1, width - 1), rows * 220 // max(1, height - 1)
    return np.stack([red + 30, green + 20, 200 - (red + green) // 3], -1).astype(np.uint8)


def deep_gradient(height: int = HEIGHT, width: int = WIDTH) -> NDArray[np.uint16]:
    """As `gradient`, with lower bytes that 8 bits would lose."""
    low = np.arange(height * width * 3).reshape(height, width, 3) * 37 % 251
    return (gradient(height, width).astype(np.uint16) * 256 + low).astype(np.uint16)


def ramp(height: int = HEIGHT, width: int = WIDTH) -> NDArray[np.uint8]:
    """Transparency from left to right."""
    return np.tile(np.linspace(0, 255, width).astype(np.uint8), (height, 1))


def encoded(image: Image.Image, file_format: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, file_format, **options)
    return buffer.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png16(pixels: NDArray[np.uint16], *chunks: bytes) -> bytes:
    """A 16-bit PNG of 1 to 4 channels, by no library."""
    height, width, channels = pixels.shape
    header = struct.pack(">IIBBBBB", width, height, 16, {1: 0, 2: 4, 3: 2, 4: 6}[channels], 0, 0, 0)
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in pixels)
    parts = [chunk(b"IHDR", header), *chunks, chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def tiff(pixels: NDArray[Any], **options: Any) -> bytes:
    """A TIFF by tifffile; RGB where the last of three axes has three or four channels."""
    buffer = io.BytesIO()
    options.setdefault("photometric", "rgb" if pixels.ndim == 3 and pixels.shape[2] > 2 else "minisblack")
    tifffile.imwrite(buffer, pixels, metadata=None, **options)
    return buffer.getvalue()


def lzw_tiff(pixels: NDArray[Any]) -> bytes:
    """A TIFF with LZW, which tifffile leaves to others."""
    import cv2

    order = pixels if pixels.ndim == 2 else pixels[..., [2, 1, 0, 3][: pixels.shape[2]]]
    return bytes(cv2.imencode(".tif", np.ascontiguousarray(order), [cv2.IMWRITE_TIFF_COMPRESSION, 5])[1])


def curve(gamma: float) -> bytes:
    return b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)


def profile(columns: NDArray[np.float64], gamma: float, space: bytes = b"RGB ") -> bytes:
    """An ICC profile of a matrix (columns XYZ under D50) and one gamma, or of grey."""
    place = b"XYZ " + bytes(4)

    def xyz(values: Any) -> bytes:
        return place + struct.pack(">3i", *(round(float(v) * 65536) for v in values))

    tags = {b"wtpt": xyz((0.9642, 1.0, 0.8249)), b"cprt": b"text" + bytes(4) + b"none\0\0\0\0"}
    tags[b"desc"] = b"desc" + bytes(4) + struct.pack(">I", 5) + b"test\0" + bytes(78 + 3)
    if space == b"GRAY":
        tags[b"kTRC"] = curve(gamma)
    else:
        for index, name in enumerate((b"r", b"g", b"b")):
            tags[name + b"XYZ"], tags[name + b"TRC"] = xyz(columns[:, index]), curve(gamma)
    offset, table, body = 132 + 12 * len(tags), b"", b""
    for name, data in tags.items():
        table += struct.pack(">4sII", name, offset + len(body), len(data))
        body += data
    size = offset + len(body)
    header = struct.pack(">I4sI4s4s4s", size, b"none", 0x02400000, b"mntr", space, b"XYZ ")
    header += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28)
    header += struct.pack(">3i", 63190, 65536, 54061) + bytes(48)
    return header + struct.pack(">I", len(tags)) + table + body


ADOBE_XYZ = np.array([[0.60974, 0.20528, 0.14919], [0.31111, 0.62567, 0.06322], [0.01947, 0.06087, 0.74457]])
"""Adobe RGB (1998) under D50, as its profile has it."""


def adobe_rgb() -> bytes:
    return profile(ADOBE_XYZ, 563 / 256)


def gps_exif(orientation: int = 1) -> bytes:
    """EXIF with a camera, a date, sizes and a place."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "Maker", "Model 7", orientation
    exif[0x8769] = {0x9003: "2026:01:02 03:04:05", 0xA002: 4000, 0xA003: 3000, 0x927C: b"secret place"}
    exif[0x8825] = {1: "N", 2: (48.0, 51.0, 29.5), 3: "E", 4: (2.0, 17.0, 40.2)}
    return exif.tobytes()


XMP = b"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:tiff="http://ns.adobe.com/tiff/1.0/" exif:GPSLatitude="48,51.4N" photoshop:City="Paris"
 tiff:Orientation="1" tiff:Make="Maker">
<dc:creator><rdf:Seq><rdf:li>Ada</rdf:li></rdf:Seq></dc:creator>
<exif:GPSLongitude>2,17.6E</exif:GPSLongitude>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""
