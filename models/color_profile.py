"""Colour profiles (ICC): into sRGB and back, in 8 bits by LittleCMS, in 16 bits by the profile's own curves.

Intent: relative colorimetric with black point compensation, both ways. A profile of three curves and a matrix
(sRGB, Adobe RGB, Display P3, ProPhoto, all camera and most monitor profiles) is computed here for 16-bit
pixels, because Pillow lends LittleCMS for 8 bits only. Profiles with tables for 16 bits: see `deep_to_srgb`.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

PixelArray = NDArray[Any]  # uint8 or uint16
Change = Callable[[Image.Image], Image.Image]
Curve = NDArray[np.float32]  # 65,536 values: light for each 16-bit number

BLOCK_PIXELS = 2_000_000  # what is converted at once, so that no copy of a large picture is made
ROOTS = 1 << 18  # entries of a table over the square root of light, which is fine enough where it is dark
# sRGB's red, green and blue (columns) as XYZ under D50, which profiles refer to
SRGB_XYZ = np.array(
    [[0.436075, 0.385065, 0.143080], [0.222505, 0.716879, 0.060617], [0.013932, 0.097105, 0.714173]]
)
NEARLY = 2e-3  # how far curves and matrix may be from sRGB and still be it; its profiles differ by 0.0003


class ProfileError(Exception):
    """The profile is damaged, or not one for such pixels."""


@dataclass(frozen=True, eq=False)
class MatrixProfile:
    """Three curves to light and a matrix to XYZ (D50); grey has one curve thrice and sRGB's matrix."""

    curves: tuple[Curve, Curve, Curve]
    to_xyz: NDArray[np.float64]


@cache
def srgb_profile() -> bytes:
    """The sRGB profile that is embedded: always the same bytes, though LittleCMS writes the time into it."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    data[24:36] = struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    data[84:100] = bytes(16)  # a checksum over the above
    return bytes(data)


def color_space(icc: bytes) -> str:
    """What the profile's numbers are: "RGB", "GRAY", "CMYK", "Lab"; "" where it is no profile."""
    if len(icc) < 132 or icc[36:40] != b"acsp":
        return ""
    return icc[16:20].decode("latin-1").strip()


@lru_cache(maxsize=8)
def is_srgb(icc: bytes) -> bool:
    """Whether the profile is sRGB by its numbers, whatever its name says."""
    try:
        profile = matrix_profile(icc)
    except ProfileError:
        return False
    known = _srgb_curve()
    return (
        color_space(icc) == "RGB"
        and bool(np.abs(profile.to_xyz - SRGB_XYZ).max() < NEARLY)
        and all(bool(np.abs(curve - known).max() < NEARLY) for curve in profile.curves)
    )


def change_to_srgb(icc: bytes, mode: str) -> Change:
    """For 8-bit images of `mode` ("RGB", "L", "CMYK", "LAB"): what turns them into sRGB. ProfileError."""
    return _change(icc, mode, srgb_profile(), "RGB")


def change_from_srgb(icc: bytes) -> Change:
    """For 8-bit sRGB images: what turns them into the profile's own RGB. ProfileError."""
    return _change(srgb_profile(), "RGB", icc, "RGB")


def lab_to_srgb() -> Change:
    """For 8-bit images in L*a*b* without a profile."""
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    return _change(lab.tobytes(), "LAB", srgb_profile(), "RGB")


def deep_to_srgb(rgb_hwc: PixelArray, icc: bytes) -> tuple[PixelArray, bool]:
    """16-bit pixels h×w×3 from the profile into sRGB, in place, and whether 16 bits were kept all the way.

    False for profiles with tables: what they change is found in 8 bits and added to the 16-bit values, so
    that gradients stay smooth. ProfileError.
    """
    return _deep(rgb_hwc, icc, _srgb_matrix(), lambda: change_to_srgb(icc, "RGB"), forward=True)


def deep_from_srgb(rgb_hwc: PixelArray, icc: bytes) -> tuple[PixelArray, bool]:
    """16-bit sRGB pixels h×w×3 into the profile, in place; otherwise as `deep_to_srgb`."""
    return _deep(rgb_hwc, icc, _srgb_matrix(), lambda: change_from_srgb(icc), forward=False)


def matrix_profile(icc: bytes) -> MatrixProfile:
    """The curves and matrix of a profile; ProfileError where it has tables instead, or is damaged."""
    try:
        tags = _tags(icc)
        if color_space(icc) == "GRAY" and icc[20:24] == b"XYZ ":
            curve = _curve(tags["kTRC"])
            return MatrixProfile((curve, curve, curve), SRGB_XYZ)
        if color_space(icc) != "RGB" or icc[20:24] != b"XYZ " or "A2B0" in tags:
            raise ProfileError("not a profile of curves and a matrix")
        red, green, blue = (_curve(tags[name]) for name in ("rTRC", "gTRC", "bTRC"))
        columns = [
            np.array(struct.unpack_from(">3i", tags[name], 8)) / 65536 for name in ("rXYZ", "gXYZ", "bXYZ")
        ]
        to_xyz = np.stack(columns, 1)
        np.linalg.inv(to_xyz)
    except (KeyError, struct.error, ValueError, np.linalg.LinAlgError) as error:
        raise ProfileError(str(error)) from error
    return MatrixProfile((red, green, blue), to_xyz)


def _tags(icc: bytes) -> dict[str, bytes]:
    if not color_space(icc):
        raise ValueError("no profile")
    (count,) = struct.unpack_from(">I", icc, 128)
    if count > 200:
        raise ValueError("too many tags")
    tags = {}
    for index in range(count):
        name, offset, size = struct.unpack_from(">4sII", icc, 132 + 12 * index)
        tags[name.decode("latin-1")] = icc[offset : offset + size]
    return tags


def _curve(tag: bytes) -> Curve:
    """A curve tag ("curv" or "para") at all 16-bit numbers, in 0…1 and never falling."""
    x = np.linspace(0, 1, 65536)
    if tag[:4] == b"curv":
        (count,) = struct.unpack_from(">I", tag, 8)
        if count == 0:
            y = x
        elif count == 1:
            y = x ** (struct.unpack_from(">H", tag, 12)[0] / 256)
        else:
            points = np.frombuffer(tag, ">u2", count, 12) / 65535
            y = np.interp(x, np.linspace(0, 1, count), points)
    elif tag[:4] == b"para":
        y = _parametric(tag, x)
    else:
        raise ValueError("unknown curve")
    if not np.isfinite(y).all():
        raise ValueError("broken curve")
    rising: Curve = np.maximum.accumulate(y.clip(0, 1)).astype(np.float32)
    if rising[-1] <= rising[0]:
        raise ValueError("flat curve")
    return rising


def _parametric(tag: bytes, x: NDArray[np.float64]) -> NDArray[np.float64]:
    """The five kinds of parametric curve of ICC.1."""
    (kind,) = struct.unpack_from(">H", tag, 8)
    count = {0: 1, 1: 3, 2: 4, 3: 5, 4: 7}.get(kind)
    if count is None:
        raise ValueError("unknown curve")
    given = [value / 65536 for value in struct.unpack_from(f">{count}i", tag, 12)]
    g, a, b, c, d, e, f = given + [1.0, 0.0, 0.0, 0.0, 0.0, 0.0][count - 1 :]
    if kind in (1, 2):  # the power begins where its base is no longer negative; below lies a constant
        if a == 0:
            raise ValueError("broken curve")
        d, e, f, c = -b / a, (c if kind == 2 else 0.0), (c if kind == 2 else 0.0), 0.0
    elif kind == 0:
        d = 0.0
    powered = np.maximum(a * x + b, 0) ** g + e
    y: NDArray[np.float64] = np.where(x >= d, powered, c * x + f)
    return y


def _change(source: bytes, mode: str, target: bytes, target_mode: str) -> Change:
    try:
        transform = ImageCms.buildTransform(
            ImageCms.ImageCmsProfile(io.BytesIO(source)),
            ImageCms.ImageCmsProfile(io.BytesIO(target)),
            mode,
            target_mode,
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError) as error:
        raise ProfileError(str(error)) from error

    def change(image: Image.Image) -> Image.Image:
        try:
            changed = ImageCms.applyTransform(image, transform)
        except (ImageCms.PyCMSError, ValueError) as error:
            raise ProfileError(str(error)) from error
        assert changed is not None
        return changed

    return change


@cache
def _srgb_curve() -> Curve:
    x = np.linspace(0, 1, 65536)
    light: Curve = np.where(x <= 0.04045, x / 12.92, ((x + 0.055) / 1.055) ** 2.4).astype(np.float32)
    return light


@cache
def _srgb_matrix() -> MatrixProfile:
    return MatrixProfile((_srgb_curve(),) * 3, SRGB_XYZ)


def _inverse(curve: Curve) -> NDArray[np.uint16]:
    """16-bit numbers for light, as a table over the square root of light."""
    light = np.linspace(0, 1, ROOTS) ** 2
    numbers = np.interp(light, curve.astype(np.float64), np.arange(65536))
    table: NDArray[np.uint16] = (numbers + 0.5).astype(np.uint16)
    return table


def _deep(
    rgb: PixelArray, icc: bytes, srgb: MatrixProfile, by_eight_bits: Callable[[], Change], *, forward: bool
) -> tuple[PixelArray, bool]:
    try:
        other = matrix_profile(icc)
    except ProfileError:
        change = by_eight_bits()
        for block in _blocks(rgb):
            block[:] = _nudged(block, change)
        return rgb, False
    source, target = (other, srgb) if forward else (srgb, other)
    matrix = (np.linalg.inv(target.to_xyz) @ source.to_xyz).astype(np.float32)
    tables = [_inverse(curve) for curve in target.curves]
    for block in _blocks(rgb):
        light = np.stack([curve[block[..., c]] for c, curve in enumerate(source.curves)], -1) @ matrix.T
        places = (np.sqrt(light.clip(0, 1)) * (ROOTS - 1) + 0.5).astype(np.int32)
        for c, table in enumerate(tables):
            block[..., c] = table[places[..., c]]
    return rgb, True


def _nudged(block: PixelArray, change: Change) -> PixelArray:
    """Values of 16 bits moved by what `change` does to them in 8."""
    small = ((block.astype(np.uint32) * 255 + 32767) // 65535).astype(np.uint8)
    moved = np.asarray(change(Image.fromarray(small))).astype(np.int32) - small
    nudged: PixelArray = (block.astype(np.int32) + moved * 257).clip(0, 65535).astype(np.uint16)
    return nudged


def _blocks(rgb: PixelArray) -> list[PixelArray]:
    rows = max(1, BLOCK_PIXELS // max(1, rgb.shape[1]))
    return [rgb[top : top + rows] for top in range(0, rgb.shape[0], rows)]
