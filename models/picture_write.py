"""Writing pictures: depth, profile, metadata and transparency as asked, and never half a file."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from models.atomic import sweep, write_bytes
from models.news import FileError, UserError
from models.picture_file import SUFFIXES, Picture, PixelArray, to_rgb8
from models.requests import Export

DEEP = ("PNG", "TIFF")
NO_ALPHA = ("JPEG", "BMP")
ORIENTATION, GPS, SOFTWARE = 0x0112, 0x8825, 0x0131
WIDTH_TAGS, HEIGHT_TAGS = (0x0100, 0xA002), (0x0101, 0xA003)


def check_writable(path: Path, bits: int = 8) -> None:
    """Before long work: the suffix is one of ours, the folder is there and takes files."""
    file_format = _format(path)
    if bits == 16 and file_format not in DEEP:
        raise UserError(f"{file_format} holds 8 bits a channel. Choose PNG or TIFF for 16, or 8 bits.")
    if path.is_dir():
        raise UserError(f"{path} is a folder. Give the picture a name in it.")
    if not path.parent.is_dir():
        raise FileError(f"The folder {path.parent} does not exist. Make it, or choose another.")
    if not os.access(path.parent, os.W_OK):
        raise FileError(f"{path.parent} cannot be written to. Choose another folder.")


def refuse_overwriting(source: Path, target: Path) -> None:
    """Photographs are never written to."""
    if target.exists() and source.exists() and target.samefile(source):
        raise UserError(
            f"{target.name} is the photograph itself, which is never overwritten. Choose another name."
        )


def write_picture(
    path: Path, rgb_hwc: PixelArray, *, alpha_hw: PixelArray | None, source: Picture | None, export: Export
) -> tuple[str, ...]:
    """Writes `rgb_hwc` (uint8 or uint16, sRGB) and returns remarks; FileError or UserError in words.

    Transparency is stretched where the size has changed. Orientation is always 1, because pixels are upright.
    """
    check_writable(path, export.bits)
    file_format = _format(path)
    remarks: list[str] = []
    rgb = _with_bits(rgb_hwc, export.bits)
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    if export.profile == "original":
        rgb, icc = _to_original(rgb, source, icc, remarks)
    alpha = None if alpha_hw is None else _fit(_with_bits(alpha_hw, export.bits), rgb.shape[0], rgb.shape[1])
    if alpha is not None and file_format in NO_ALPHA:
        share = alpha[..., None].astype(np.float32) / 255
        rgb = (rgb * share + 255 * (1 - share) + 0.5).astype(np.uint8)
        remarks.append(f"{file_format} has no transparency: the picture was laid on white. PNG keeps it.")
        alpha = None
    exif = _metadata(source, export, rgb.shape[1], rgb.shape[0])
    pixels = rgb if alpha is None else np.dstack([rgb, alpha])
    sweep(path.parent)
    write_bytes(path, _encode(pixels, file_format, export, icc, exif))
    return tuple(remarks)


def _format(path: Path) -> str:
    try:
        return SUFFIXES[path.suffix.lower()]
    except KeyError:
        ending = f"ends in {path.suffix}" if path.suffix else "has no ending"
        names = ", ".join(SUFFIXES)
        raise UserError(
            f"{path.name} {ending}, which is no format that can be written. Choose one of {names}."
        ) from None


def _with_bits(pixels: PixelArray, bits: int) -> PixelArray:
    if bits == 8:
        return to_rgb8(pixels)
    return pixels if pixels.dtype == np.uint16 else pixels.astype(np.uint16) * 257


def _fit(alpha: PixelArray, height: int, width: int) -> PixelArray:
    if alpha.shape == (height, width):
        return alpha
    resized = Image.fromarray(alpha.astype(np.float32)).resize((width, height), Image.Resampling.BILINEAR)
    return (np.asarray(resized) + 0.5).astype(alpha.dtype)


def _to_original(
    rgb: PixelArray, source: Picture | None, srgb: bytes, remarks: list[str]
) -> tuple[PixelArray, bytes]:
    if source is None or source.icc is None:
        remarks.append("The photo has no colour profile of its own: sRGB was written.")
        return rgb, srgb
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(source.icc))
        small = to_rgb8(rgb)
        converted = ImageCms.profileToProfile(
            Image.fromarray(small),
            ImageCms.createProfile("sRGB"),
            profile,
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            "RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        remarks.append("The photo's colour profile is not one that RGB can be written in: sRGB was written.")
        return rgb, srgb
    if rgb.dtype == np.uint8:
        return np.asarray(converted), source.icc
    change = np.asarray(converted).astype(np.int32) - small
    return (rgb.astype(np.int32) + change * 257).clip(0, 65535).astype(np.uint16), source.icc


def _metadata(source: Picture | None, export: Export, width: int, height: int) -> bytes:
    exif = Image.Exif()
    if source is not None and source.exif is not None and export.metadata != "drop-all":
        try:
            exif.load(source.exif)
        except Exception:  # noqa: BLE001 - damaged metadata is no reason to lose the picture
            exif = Image.Exif()
        if export.metadata == "drop-location" and GPS in exif:
            del exif[GPS]
    if export.metadata == "drop-all":
        return b""
    exif[ORIENTATION] = 1
    exif[SOFTWARE] = "Impasto"
    for tag in (*WIDTH_TAGS, *HEIGHT_TAGS):
        if tag in exif:
            exif[tag] = width if tag in WIDTH_TAGS else height
    return exif.tobytes()


def _encode(pixels: PixelArray, file_format: str, export: Export, icc: bytes, exif: bytes) -> bytes:
    if pixels.dtype == np.uint16:
        return _encode_png16(pixels, icc, exif) if file_format == "PNG" else _encode_tiff16(pixels, icc)
    options: dict[str, Any] = {"icc_profile": icc}
    if exif and file_format != "BMP":
        options["exif"] = exif
    if file_format in ("JPEG", "WEBP"):
        options["quality"] = export.quality
    if file_format == "JPEG" and export.quality >= 90:
        options["subsampling"] = 0
    if file_format == "TIFF":
        options["compression"] = "tiff_deflate"
    if file_format == "BMP":
        options = {}
    buffer = io.BytesIO()
    try:
        Image.fromarray(pixels).save(buffer, file_format, **options)
    except (OSError, ValueError) as error:
        side = "65,535" if file_format == "JPEG" else "16,383"
        raise UserError(
            f"{file_format} cannot hold this picture ({error}); its sides end at {side} pixels."
        ) from error
    return buffer.getvalue()


def _encode_png16(pixels: NDArray[np.uint16], icc: bytes, exif: bytes) -> bytes:
    """16-bit PNG by OpenCV, with the profile and metadata put in as chunks behind the header."""
    import zlib

    import cv2

    order = [2, 1, 0, 3][: pixels.shape[2]]
    _, encoded = cv2.imencode(".png", np.ascontiguousarray(pixels[..., order]))
    data = encoded.tobytes()
    header = 8 + 25  # signature and IHDR
    chunks = _chunk(b"iCCP", b"profile\0\0" + zlib.compress(icc))
    if exif:
        chunks += _chunk(b"eXIf", exif.removeprefix(b"Exif\0\0"))
    return data[:header] + chunks + data[header:]


def _chunk(kind: bytes, body: bytes) -> bytes:
    import zlib

    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def _encode_tiff16(pixels: NDArray[np.uint16], icc: bytes) -> bytes:
    import tifffile

    buffer = io.BytesIO()
    extra = ["unassalpha"] if pixels.shape[2] == 4 else None
    tifffile.imwrite(
        buffer,
        pixels,
        photometric="rgb",
        extrasamples=extra,
        compression="adobe_deflate",
        iccprofile=icc,
        software="Impasto",
        metadata=None,
    )
    return buffer.getvalue()
