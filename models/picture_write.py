"""Writing pictures: depth, profile, metadata and transparency as asked, and never half a file."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, PngImagePlugin

from models import color_profile, metadata
from models.atomic import Buffer, check_place, in_words, write_chunks
from models.color_profile import ProfileError
from models.display_p3 import display_p3_profile
from models.lossless_write import Embedded, png16, tiff
from models.news import FileError, UserError
from models.picture_file import SUFFIXES, Picture, PixelArray, resize_rgb, to_rgb8
from models.recipe import MOST_CHARACTERS, with_recipe
from models.requests import Export

DEEP = ("PNG", "TIFF")
NO_ALPHA = ("JPEG", "BMP")
LONGEST_SIDES = {"JPEG": 65_500, "WEBP": 16_383}
MOST_XMP = 65_000  # one segment of a JPEG holds 65,533 bytes, its name among them
FULL_COLOUR = 90  # from this quality on a JPEG keeps the full resolution of colours


def check_writable(path: Path, bits: int = 8) -> None:
    """Before long work: the ending is one of ours and takes the bits, the folder is there and takes files.

    UserError or FileError in words. Leaves nothing behind.
    """
    file_format = _format(path)
    if bits == 16 and file_format not in DEEP:
        raise UserError(f"{file_format} holds 8 bits a channel. Choose PNG or TIFF for 16, or 8 bits.")
    try:
        is_folder, has_folder = path.is_dir(), path.parent.is_dir()
    except OSError as error:  # a name that is too long
        raise FileError(in_words(error, path)) from error
    if is_folder:
        raise UserError(f"{path} is a folder. Give the picture a name in it.")
    if not has_folder:
        raise FileError(f"The folder {path.parent} does not exist. Make it, or choose another.")
    check_place(path)


def refuse_overwriting(source: Path, target: Path) -> None:
    """Photographs are never written to, under whichever name or link they are given."""
    if target.exists() and source.exists() and target.samefile(source):
        raise UserError(
            f"{target.name} is the photograph itself, which is never overwritten. Choose another name."
        )


def free_path(path: Path) -> Path:
    """`path`, or the first of "name-2", "name-3", … where no file is."""
    candidate, number = path, 1
    while candidate.exists() or candidate.is_symlink():
        number += 1
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return candidate


def write_picture(
    path: Path,
    rgb_hwc: PixelArray,
    *,
    alpha_hw: PixelArray | None = None,
    source: Picture | None = None,
    export: Export,
    recipe: str = "",
) -> tuple[str, ...]:
    """Writes `rgb_hwc` (uint8 or uint16, sRGB) and returns remarks; FileError or UserError in words.

    8 bits become 16 as v × 257, which adds nothing and loses nothing. Alpha is resized to the picture;
    formats without it are laid on white. Profile and metadata are those of `source` where `export` says so.
    """
    check_writable(path, export.bits)
    file_format = _format(path)
    height, width = rgb_hwc.shape[:2]
    if max(height, width) > LONGEST_SIDES.get(file_format, max(height, width)):
        raise UserError(
            f"{file_format} ends at {LONGEST_SIDES[file_format]:,} pixels a side, and this picture has "
            f"{width:,} × {height:,}. Choose PNG or TIFF."
        )
    remarks: list[str] = []
    rgb = _with_bits(rgb_hwc, export.bits)
    alpha = None
    if alpha_hw is not None:
        deep = _with_bits(alpha_hw, export.bits)
        alpha = resize_rgb(deep, width, height, Image.Resampling.BILINEAR)
    if alpha is not None and file_format in NO_ALPHA:
        rgb, alpha = _on_white(rgb, alpha), None
        remarks.append(f"{file_format} has no transparency: the picture was laid on white. PNG keeps it.")
    rgb, icc = _in_profile(rgb, source, export, file_format, remarks)
    exif, xmp = _metadata(source, export, file_format, (width, height), remarks)
    xmp = _and_recipe(xmp, recipe, file_format, remarks) if recipe else xmp
    embedded = Embedded(icc, exif, xmp, export.dpi)
    if file_format == "TIFF":
        write_chunks(path, tiff(rgb, alpha, embedded))
    elif export.bits == 16:
        write_chunks(path, png16(rgb, alpha, embedded))
    else:
        write_chunks(path, (_encode(file_format, rgb, alpha, embedded, export.quality),))
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
    return pixels if pixels.dtype == np.uint16 else pixels.astype(np.uint16) * np.uint16(257)


def _on_white(rgb: PixelArray, alpha: PixelArray) -> PixelArray:
    """8-bit colours over white, row by row."""
    laid = np.empty_like(rgb)
    for row in range(rgb.shape[0]):
        share = alpha[row, :, None].astype(np.uint32)
        laid[row] = (rgb[row] * share + 255 * (255 - share) + 127) // 255
    return laid


def _in_profile(
    rgb: PixelArray, source: Picture | None, export: Export, file_format: str, remarks: list[str]
) -> tuple[PixelArray, bytes]:
    """The pixels in the colour profile that was asked for, and the profile to embed."""
    srgb, own = color_profile.srgb_profile(), None if source is None else source.icc
    if export.profile == "srgb":
        return rgb, srgb
    icc = display_p3_profile() if export.profile == "display-p3" else own
    if icc is None:
        remarks.append("The photo has no colour profile of its own: sRGB was written.")
        return rgb, srgb
    if color_profile.is_srgb(icc):
        return rgb, icc
    if file_format == "BMP":
        remarks.append("BMP holds no colour profile: sRGB was written. PNG and TIFF hold profiles.")
        return rgb, srgb
    try:
        if rgb.dtype == np.uint8:
            return _changed(rgb, color_profile.change_from_srgb(icc)), icc
        rgb, exact = color_profile.deep_from_srgb(rgb.copy(), icc)
    except ProfileError:
        remarks.append("The photo's colour profile is not one that RGB can be written in: sRGB was written.")
        return rgb, srgb
    if not exact:
        remarks.append("The photo's colour profile has tables and was applied with 8-bit precision.")
    return rgb, icc


def _changed(rgb: PixelArray, change: color_profile.Change) -> PixelArray:
    changed, step = np.empty_like(rgb), max(1, 4_000_000 // rgb.shape[1])
    for top in range(0, rgb.shape[0], step):
        changed[top : top + step] = np.asarray(change(Image.fromarray(rgb[top : top + step])))
    return changed


def _metadata(
    source: Picture | None, export: Export, file_format: str, size: tuple[int, int], remarks: list[str]
) -> tuple[Image.Exif | None, bytes | None]:
    """EXIF and XMP by the policy of the export; what does not fit the format is named in a remark."""
    if source is None:
        return metadata.exif_for(None, export.metadata, *size, export.dpi)[0], None
    exif, remark = metadata.exif_for(source.exif, export.metadata, *size, export.dpi)
    xmp = metadata.xmp_for(source.xmp, export.metadata)
    remarks += [remark] if remark else []
    if file_format == "BMP" and (source.exif or xmp) and export.metadata != "drop-all":
        remarks.append("BMP holds no metadata; they were left out. PNG and TIFF hold them.")
    if file_format == "JPEG" and xmp is not None and len(xmp) > MOST_XMP:
        remarks.append("The photo's XMP metadata are too long for a JPEG and were left out.")
        xmp = None
    return exif, xmp


def _and_recipe(xmp: bytes | None, recipe: str, file_format: str, remarks: list[str]) -> bytes | None:
    """The photo's XMP with the recipe; where both do not fit into a JPEG, the photo's is left out."""
    if file_format == "BMP":
        remarks.append("BMP holds no recipe: it was left out. PNG, JPEG, TIFF and WebP hold it.")
        return xmp
    if len(recipe) > MOST_CHARACTERS:
        remarks.append("The recipe is too long to be written into a picture and was left out.")
        return xmp
    together = with_recipe(xmp, recipe)
    if file_format == "JPEG" and len(together) > MOST_XMP:
        together = with_recipe(None, recipe)
        if len(together) > MOST_XMP:
            remarks.append("The recipe is too long to be written into a picture and was left out.")
            return xmp
        remarks.append("The photo's XMP metadata are too long for a JPEG and were left out.")
    return together


def _encode(
    file_format: str, rgb: PixelArray, alpha: PixelArray | None, embedded: Embedded, quality: int
) -> Buffer:
    """An 8-bit JPEG, PNG, WebP or BMP, in memory: Pillow does not say when a disk is full."""
    image = Image.fromarray(rgb)
    if alpha is not None:
        image.putalpha(Image.fromarray(alpha))
    options: dict[str, Any] = {}
    if file_format != "BMP":
        options["icc_profile"] = embedded.icc
        options |= {} if embedded.exif is None else {"exif": embedded.exif.tobytes()}
        options |= _xmp_option(file_format, embedded.xmp)
    if embedded.dpi is not None and file_format != "WEBP":  # which has it in the EXIF alone
        options["dpi"] = (embedded.dpi, embedded.dpi)
    if file_format in ("JPEG", "WEBP"):
        options["quality"] = quality
    if file_format == "JPEG" and quality >= FULL_COLOUR:
        options["subsampling"] = 0
    buffer = io.BytesIO()
    try:
        image.save(buffer, file_format, **options)
    except (OSError, ValueError) as error:
        raise UserError(f"{file_format} cannot hold this picture: {error}. Choose PNG or TIFF.") from error
    return buffer.getbuffer()


def _xmp_option(file_format: str, xmp: bytes | None) -> dict[str, Any]:
    """XMP under the name that Pillow has for it in each format."""
    if xmp is None:
        return {}
    if file_format == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_itxt("XML:com.adobe.xmp", xmp.decode("utf-8", errors="replace"))
        return {"pnginfo": info}
    return {"xmp": xmp}
