"""Files that are no pictures, or broken ones: always one sentence that helps, never another exception."""

from __future__ import annotations

import contextlib
import io
import os
import socket
import struct
import sys
import tracemalloc
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from models.news import FileError
from models.picture_file import read_mask, read_picture, read_preview
from tests.models.picture_samples import (
    adobe_rgb,
    chunk,
    deep_gradient,
    encoded,
    gps_exif,
    gradient,
    lzw_tiff,
    png16,
    tiff,
)

IMAGE = Image.fromarray(gradient(60, 80))
DEEP = deep_gradient(60, 80)
JPEG = encoded(IMAGE, "JPEG")
PNG = encoded(IMAGE, "PNG")
PNG16 = png16(DEEP)
WEBP = encoded(IMAGE, "WEBP")
BMP = encoded(IMAGE, "BMP")
TIFF = encoded(IMAGE, "TIFF")
TIFF16 = tiff(DEEP, compression="adobe_deflate")
TIFF16_PLAIN = tiff(DEEP)
TIFF16_LZW = lzw_tiff(DEEP)


def promising(width: int, height: int, depth: int = 8) -> bytes:
    """A PNG whose header promises more than there is."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")


def flipped(data: bytes, place: float = 0.5) -> bytes:
    at = int(len(data) * place)
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def jpeg_of_size(width: int, height: int) -> bytes:
    at = JPEG.index(b"\xff\xc0") + 5
    return JPEG[:at] + struct.pack(">HH", height, width) + JPEG[at + 4 :]


def bmp_of_size(width: int, height: int) -> bytes:
    return BMP[:18] + struct.pack("<ii", width, height) + BMP[26:]


def tiff_with(tag: int, kind: int, count: int, value: int) -> bytes:
    """The plain 16-bit TIFF with another value for one tag."""
    data, start = bytearray(TIFF16_PLAIN), struct.unpack_from("<I", TIFF16_PLAIN, 4)[0]
    for index in range(struct.unpack_from("<H", data, start)[0]):
        at = start + 2 + 12 * index
        if struct.unpack_from("<H", data, at)[0] == tag:
            struct.pack_into("<HHII", data, at, tag, kind, count, value)
            return bytes(data)
    raise AssertionError(tag)


def ftyp(brand: bytes) -> bytes:
    return b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0" + brand + bytes(200)


# name → (bytes, a word of what must be said)
BAD: dict[str, tuple[bytes, str]] = {
    "empty.jpg": (b"", "empty"),
    "one_byte.png": (b"\x89", "not a picture"),
    "zeros.jpg": (bytes(5000), "zeros"),
    "noise.png": (np.random.default_rng(1).bytes(5000), "not a picture"),
    "text.jpg": (b"I am a letter to my mother.\n" * 30, "text"),
    "chinese.jpg": ("这不是图片。".encode() * 300, "text"),
    "utf16.jpg": ("Not a picture either".encode("utf-16") * 20, "text"),
    "json.png": (b'{"a": [1, 2, 3]}', "text"),
    "page.jpg": (b"<!DOCTYPE html><html><body>404 Not Found</body></html>", "web page"),
    "page2.jpg": (b"\n<html><head></head></html>", "web page"),
    "drawing.svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
    "drawing2.png": (b'<?xml version="1.0"?>\n<!-- by hand -->\n<svg width="9"/>', "SVG"),
    "paper.pdf": (b"%PDF-1.7\n" + bytes(range(256)), "PDF"),
    "paper.ps": (b"%!PS-Adobe-3.0\n", "PostScript"),
    "photo.heic": (ftyp(b"heic"), "HEIC"),
    "photo_from_phone.jpg": (ftyp(b"mif1"), "HEIC"),
    "photo.avif": (ftyp(b"avif"), "AVIF"),
    "clip.mp4": (ftyp(b"isom"), "video"),
    "clip.png": (b"\x1aE\xdf\xa3" + bytes(100), "video"),
    "clip.webp": (b"RIFF\x24\0\0\0AVI LIST" + bytes(100), "sound or video"),
    "raw.cr3": (ftyp(b"crx "), "RAW"),
    "raw.cr2": (b"II*\0\x10\0\0\0CR\x02\0" + bytes(300), "RAW"),
    "renamed_raw.tif": (b"II*\0\x10\0\0\0CR\x02\0" + bytes(300), "RAW"),
    "raw.nef": (TIFF, "RAW"),
    "raw.dng": (TIFF16, "RAW"),
    "raw_without_its_name.tif": (tiff(DEEP, extratags=[(50706, 1, 4, (1, 4, 0, 0), True)]), "RAW"),
    "raw.raf": (b"FUJIFILMCCD-RAW 0201" + bytes(100), "RAW"),
    "raw.orf": (b"IIRO\x08\0\0\0" + bytes(100), "RAW"),
    "anim.gif": (encoded(IMAGE.convert("P"), "GIF"), "GIF"),
    "layers.psd": (b"8BPS\0\x01" + bytes(100), "Photoshop"),
    "layers.xcf": (b"gimp xcf file\0" + bytes(100), "GIMP"),
    "picture.jp2": (b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(100), "JPEG 2000"),
    "picture.jxl": (b"\xff\x0a" + bytes(100), "JPEG XL"),
    "picture.ico": (b"\0\0\x01\0\x01\0" + bytes(100), "icon"),
    "picture.exr": (b"v/1\x01" + bytes(100), "OpenEXR"),
    "picture.hdr": (b"#?RADIANCE\n" + bytes(100), "Radiance"),
    "picture.ppm": (b"P6\n2 2\n255\n" + bytes(12), "Netpbm"),
    "archive.zip": (b"PK\x03\x04" + bytes(100), "zip"),
    "archive.jpg.gz": (b"\x1f\x8b" + bytes(100), "compressed"),
    "program.png": (b"\x7fELF" + bytes(4000), "program"),
    "program.jpg": (b"MZ" + bytes(4000), "program"),
    "office.tif": (b"\xd0\xcf\x11\xe0" + bytes(4000), "Office"),
    "sent_as_text.png": (PNG.replace(b"\r\n", b"\n"), "damaged"),
    "half.jpg": (JPEG[: len(JPEG) // 2], "damaged"),
    "half.png": (PNG[: len(PNG) // 2], "damaged"),
    "half_deep.png": (PNG16[: len(PNG16) // 2], "damaged"),
    "end_missing_deep.png": (PNG16[:-12], "damaged"),
    "half.webp": (WEBP[: len(WEBP) // 2], "damaged"),
    "half.bmp": (BMP[: len(BMP) // 2], "damaged"),
    "half.tif": (TIFF[: len(TIFF) // 2], "damaged"),
    "half_deep.tif": (TIFF16_PLAIN[: len(TIFF16_PLAIN) // 2], "damaged"),
    "half_deep_zip.tif": (TIFF16[: len(TIFF16) - 900], "damaged"),
    "half_deep_lzw.tif": (TIFF16_LZW[: len(TIFF16_LZW) - 900], "damaged"),
    "only_a_head.jpg": (JPEG[:20], "damaged"),
    "only_a_head.png": (PNG[:33], "damaged"),
    "only_a_head.webp": (WEBP[:16], "damaged"),
    "only_a_head.bmp": (BMP[:30], "damaged"),
    "only_a_head.tif": (TIFF[:10], "damaged|rare"),
    "wrong_byte.png": (flipped(PNG), "damaged"),
    "wrong_byte_deep.png": (flipped(PNG16), "damaged"),
    "wrong_byte_deep_zip.tif": (flipped(TIFF16, 0.7), "damaged"),
    "bomb.png": (promising(60_000, 60_000), "300 megapixels"),
    "long_bomb.png": (promising(2_000_000, 2), "120,000"),
    "deep_bomb.png": (promising(60_000, 60_000, 16), "300 megapixels"),
    "bomb.jpg": (jpeg_of_size(65_000, 65_000), "300 megapixels"),
    "bomb.bmp": (bmp_of_size(40_000, 40_000), "300 megapixels"),
    "bomb.tif": (tiff_with(256, 4, 1, 3_000_000_000), "300 megapixels|damaged"),
    "no_width.png": (promising(0, 10), "damaged"),
    "no_height.bmp": (bmp_of_size(10, 0), "damaged"),
    "missing_pixels.tif": (tiff_with(257, 4, 1, 20_000), "damaged"),
    "far_strips.tif": (tiff_with(273, 4, 1, 4_000_000_000), "damaged"),
    "compressed_by_magic.tif": (tiff_with(259, 3, 1, 34_712), "damaged|compressed|rare"),
    "turning_in_circles.tif": (b"II*\0\x08\0\0\0\0\0\x08\0\0\0" + bytes(100), "damaged|rare"),
    "two_to_the_64.tif": (b"II+\0\x08\0\0\0" + b"\xff" * 8 + bytes(100), "damaged|rare"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("read", [read_picture, read_mask, lambda path: read_preview(path, 100)])
def test_a_bad_file_gives_one_sentence_that_helps(
    name: str, read: Any, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    data, word = BAD[name]
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(FileError) as caught:
        read(path)
    said = str(caught.value)
    assert any(part in said for part in word.split("|")), said
    assert name in said
    assert said.endswith(".")
    assert len(said.split()) >= 8, "what is wrong, and what to do"
    assert path.read_bytes() == data
    printed = capfd.readouterr()
    assert (printed.out, printed.err) == ("", ""), "libraries talk to the user past us"


def test_there_are_sixty_of_them() -> None:
    assert len(BAD) >= 60


def test_paths_that_are_no_files(tmp_path: Path) -> None:
    for path, word in (
        (tmp_path / "missing.jpg", "no file"),
        (tmp_path, "folder"),
        (tmp_path / "missing" / "deeper.jpg", "no file"),
        (tmp_path / ("long" * 100 + ".jpg"), "cannot be read"),
        (tmp_path / "zero\0byte.jpg", "zero byte"),
    ):
        with pytest.raises(FileError, match=word):
            read_picture(path)


@pytest.mark.skipif(sys.platform == "win32", reason="made by means of POSIX")
def test_links_devices_and_pipes(tmp_path: Path) -> None:
    (tmp_path / "nowhere.jpg").symlink_to(tmp_path / "gone.jpg")
    (tmp_path / "circle.jpg").symlink_to(tmp_path / "circle.jpg")
    os.mkfifo(tmp_path / "pipe.jpg")
    for name, word in (("nowhere.jpg", "no file"), ("circle.jpg", "cannot be read"), ("pipe.jpg", "pipe")):
        with pytest.raises(FileError, match=word):
            read_picture(tmp_path / name)
    with pytest.raises(FileError, match="device"):
        read_picture(Path("/dev/zero"))
    with socket.socket(socket.AF_UNIX) as listener, contextlib.chdir(tmp_path):
        listener.bind("socket.jpg")
        with pytest.raises(FileError, match="device"):
            read_picture(Path("socket.jpg"))
    (tmp_path / "good.jpg").write_bytes(JPEG)
    (tmp_path / "link.jpg").symlink_to(tmp_path / "good.jpg")
    assert read_picture(tmp_path / "link.jpg").width_px == 80


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "mine.jpg"
    path.write_bytes(JPEG)
    path.chmod(0)
    with pytest.raises(FileError, match="may not be read"):
        read_picture(path)


def test_what_the_system_refuses_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(JPEG)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(FileError, match=r"a\.jpg may not be read"):
        read_picture(path)


def test_a_file_of_many_gigabytes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    with path.open("wb") as file:
        file.truncate(4_000_000_000)  # sparse: it takes no room
    with pytest.raises(FileError, match="more than 3 GB"):
        read_picture(path)


@pytest.mark.parametrize(
    "name", ["bomb.png", "deep_bomb.png", "bomb.jpg", "bomb.bmp", "bomb.tif", "noise.png"]
)
def test_a_refused_file_takes_no_memory(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(BAD[name][0])
    with path.open("ab") as file:
        file.truncate(500_000_000)  # sparse
    tracemalloc.start()
    try:
        with pytest.raises(FileError):
            read_picture(path)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


SEEDS = [
    encoded(IMAGE, "JPEG", exif=gps_exif(6), icc_profile=adobe_rgb()),
    encoded(IMAGE, "JPEG", progressive=True),
    encoded(IMAGE.convert("CMYK"), "JPEG"),
    encoded(IMAGE, "MPO", save_all=True, append_images=[IMAGE]),
    encoded(IMAGE, "PNG", exif=gps_exif(), icc_profile=adobe_rgb()),
    encoded(IMAGE.quantize(40), "PNG", transparency=bytes(40)),
    png16(
        DEEP[:20, :20], chunk(b"eXIf", gps_exif()[6:]), chunk(b"iCCP", b"p\0\0" + zlib.compress(adobe_rgb()))
    ),
    WEBP,
    encoded(IMAGE, "WEBP", lossless=True, save_all=True, append_images=[IMAGE.rotate(180)]),
    BMP[:6000],
    encoded(IMAGE, "TIFF", exif=gps_exif()),
    encoded(IMAGE, "TIFF", compression="jpeg"),
    tiff(DEEP, compression="adobe_deflate", predictor=True, iccprofile=adobe_rgb()),
    tiff(DEEP[:20, :20].astype(np.float32) / 65535),
    tiff(DEEP, tile=(16, 16)),
    TIFF16_LZW,
]


@settings(
    max_examples=400, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)
@given(data=st.data())
def test_bytes_of_any_kind_give_a_picture_or_a_sentence(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Mutations near the front hit headers and tags, which is where readers trip."""
    seed = bytearray(data.draw(st.sampled_from(SEEDS)))
    for _ in range(data.draw(st.integers(1, 6))):
        reach = data.draw(st.sampled_from([64, 600, len(seed)]))
        at = data.draw(st.integers(0, min(reach, len(seed)) - 1))
        kind = data.draw(st.sampled_from(["byte", "number", "cut", "double", "hole"]))
        if kind == "byte":
            seed[at] = data.draw(st.integers(0, 255))
        elif kind == "number":
            seed[at : at + 4] = struct.pack(
                "<I", data.draw(st.sampled_from([0, 1, 2**31 - 1, 2**32 - 1, 65_536]))
            )
        elif kind == "cut" and at > 16:
            del seed[at:]
        elif kind == "double":
            seed[at:at] = seed[at : at + 40]
        else:
            del seed[at : at + 7]
    path = tmp_path_factory.getbasetemp() / "mutated.bin"
    path.write_bytes(seed)
    try:
        picture = read_picture(path)
    except FileError:
        pass
    else:
        assert picture.rgb_hwc.ndim == 3
        assert picture.rgb_hwc.size > 0


def test_a_reader_that_finds_itself_in_trouble_leaves_no_file_open(tmp_path: Path) -> None:
    path = tmp_path / "half.png"
    path.write_bytes(PNG[:-300])
    with pytest.raises(FileError):
        read_picture(path)
    path.unlink()  # Windows refuses where it is still open
    assert io.BytesIO(PNG).getbuffer().nbytes == len(PNG)
