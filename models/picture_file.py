"""Reading pictures: upright, in sRGB, with their depth and transparency, or a sentence that says why not.

JPEG, PNG, TIFF, WebP and BMP are read, each by its content whatever its name says. What an embedded profile
means is brought to sRGB; pixels without a profile are taken as sRGB. Gamma and light levels that a PNG names
without a profile are left aside, as nearly all programs do. Of animations and pages the first one is used.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from models import color_profile, deep_pixels, mask_boxes, metadata
from models.color_profile import ProfileError
from models.picture_header import SUFFIXES, Header, opened
from models.recipe import recipe_in

__all__ = [
    "SUFFIXES",
    "Facts",
    "Picture",
    "on_white",
    "read_mask",
    "read_picture",
    "read_preview",
    "resize_rgb",
    "to_rgb8",
]

PixelArray = NDArray[Any]  # uint8 or uint16

ORIENTATION = 0x0112
BLOCK_PIXELS = 4_000_000  # what is converted at once


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture as the program works with it: `rgb_hwc` uint8 or uint16 in sRGB, upright, C-contiguous.

    `alpha_hw` has the same dtype, and is None where all is opaque. `icc`, `exif` and `xmp` are the file's
    own, for an export that keeps them. `remarks` say what was chosen where the file left a choice.
    """

    rgb_hwc: PixelArray
    alpha_hw: PixelArray | None
    icc: bytes | None
    exif: bytes | None
    file_format: str
    remarks: tuple[str, ...] = ()
    xmp: bytes | None = None

    @property
    def width_px(self) -> int:
        return int(self.rgb_hwc.shape[1])

    @property
    def height_px(self) -> int:
        return int(self.rgb_hwc.shape[0])

    @property
    def bits(self) -> int:
        return 16 if self.rgb_hwc.dtype == np.uint16 else 8


class Facts(NamedTuple):
    """What a file says of itself; the size is that of the upright picture."""

    width_px: int
    height_px: int
    bits: int
    has_alpha: bool
    file_format: str
    remarks: tuple[str, ...]
    recipe: str


def read_picture(path: Path) -> Picture:
    """The whole picture; FileError in the user's words."""
    with opened(path) as header:
        return _decode(header)


def read_preview(path: Path, long_side_px: int) -> tuple[NDArray[np.uint8], Facts]:
    """A picture for the screen, its long side at most `long_side_px`, and the facts of the full one.

    A JPEG is decoded at the smallest of its own scales that is large enough. FileError in the user's words.
    """
    with opened(path) as header:
        if header.file_format == "JPEG" and header.image is not None:
            header.image.draft(None, (long_side_px, long_side_px))
        picture = _decode(header)
    width, height = header.width_px, header.height_px
    if header.orientation in (5, 6, 7, 8):
        width, height = height, width
    facts = Facts(
        *(width, height, picture.bits, picture.alpha_hw is not None, picture.file_format, picture.remarks),
        recipe_in(picture.xmp),
    )
    scale = min(1.0, long_side_px / max(width, height))
    small = resize_rgb(picture.rgb_hwc, max(1, round(width * scale)), max(1, round(height * scale)))
    return to_rgb8(small), facts


def on_white(image: Image.Image, icc: bytes | None) -> NDArray[np.uint8]:
    """h×w×3 in sRGB of an image of 8 bits a channel, of any mode, with its file's profile.

    What is transparent is white, whatever colours lie hidden there.
    """
    rgb, alpha = _colours(image, icc, "", [])
    if alpha is None:
        return to_rgb8(rgb)
    share = alpha[..., None].astype(np.float32) / 255
    blended: NDArray[np.uint8] = (255 - (255 - rgb) * share).round().astype(np.uint8)
    return blended


def read_mask(path: Path) -> NDArray[np.float32]:
    """A mask, h×w in 0…1: the picture's alpha where that varies, else its grey (the mean of the colours).

    Or a stroke on a mask, as the window keeps it while it runs.
    """
    if path.suffix == mask_boxes.SUFFIX:
        return mask_boxes.read(path, lambda whole: read_picture(whole).rgb_hwc[:, :, 0]) * np.float32(1 / 255)
    picture = read_picture(path)
    scale = np.float32(1 / np.iinfo(picture.rgb_hwc.dtype).max)
    if picture.alpha_hw is not None and picture.alpha_hw.min() != picture.alpha_hw.max():
        transparency: NDArray[np.float32] = picture.alpha_hw.astype(np.float32) * scale
        return transparency
    grey: NDArray[np.float32] = picture.rgb_hwc.mean(2, dtype=np.float32) * scale
    return grey


def to_rgb8(rgb_hwc: PixelArray) -> NDArray[np.uint8]:
    """uint16 → uint8, rounded; uint8 as it is. Any shape."""
    if rgb_hwc.dtype == np.uint8:
        return rgb_hwc
    small = np.empty(rgb_hwc.shape, np.uint8)
    for top, bottom in _rows(rgb_hwc.shape[0], rgb_hwc.shape[1]):
        small[top:bottom] = (rgb_hwc[top:bottom].astype(np.uint32) * 255 + 32767) // 65535
    return small


def resize_rgb(
    pixels: PixelArray, width_px: int, height_px: int, resample: Image.Resampling = Image.Resampling.LANCZOS
) -> PixelArray:
    """uint8 or uint16, h×w×3 or h×w, to another size without aliases; as it is where it fits.

    Lanczos is the sharpest, and rings beside hard edges; bilinear does not.
    """
    if pixels.shape[:2] == (height_px, width_px):
        return pixels
    size, gap = (width_px, height_px), 3.0
    if pixels.dtype == np.uint8:
        return np.array(Image.fromarray(pixels).resize(size, resample, reducing_gap=gap))
    planes = pixels[..., None] if pixels.ndim == 2 else pixels
    resized = np.empty((height_px, width_px, planes.shape[2]), np.uint16)
    for channel in range(planes.shape[2]):
        plane = Image.fromarray(planes[..., channel].astype(np.float32))
        small = np.asarray(plane.resize(size, resample, reducing_gap=gap))
        resized[..., channel] = (small + 0.5).clip(0, 65535)
    return resized[..., 0] if pixels.ndim == 2 else resized


def _rows(height: int, width: int) -> list[tuple[int, int]]:
    """Blocks of rows, so that no whole copy of a large picture is made."""
    step = max(1, BLOCK_PIXELS // max(1, width))
    return [(top, min(height, top + step)) for top in range(0, height, step)]


def _decode(header: Header) -> Picture:
    remarks, image = header.remarks, header.image
    deep = _read_deep(header)
    if deep is None:
        assert image is not None
        image.load()
    icc, exif, xmp = _metadata(header)
    if deep is not None:
        rgb, alpha = _deep_colours(deep, icc, header.path.name, remarks)
    else:
        assert image is not None
        rgb, alpha = _colours(image, icc, header.path.name, remarks)
        image.close()
    if alpha is not None:
        alpha = None if int(alpha.min()) == np.iinfo(alpha.dtype).max else _turn(alpha, header.orientation)
    return Picture(_turn(rgb, header.orientation), alpha, icc, exif, header.file_format, tuple(remarks), xmp)


def _read_deep(header: Header) -> PixelArray | None:
    """16-bit pixels h×w×1 to h×w×4, where Pillow would give 8 bits; None for all others."""
    if header.file_format == "PNG" and deep_pixels.is_deep_png(header.head):
        assert header.image is not None
        info = header.image.info
        pixels, info["exif"] = deep_pixels.read_png16(header.file, info.get("transparency"))
        return pixels
    if header.page is None:
        return None
    try:
        return deep_pixels.read_tiff(header.page, header.file, header.path.name, header.remarks)
    except deep_pixels.UndecodableError:
        if header.image is None:
            raise
        header.remarks.append(
            f"{header.path.name} is compressed in a way that only 8 bits are read of. TIFF with ZIP keeps 16."
        )
        return None


def _metadata(header: Header) -> tuple[bytes | None, bytes | None, bytes | None]:
    """Profile, EXIF and XMP as they lie in the file; sets the orientation. Damaged metadata count as none."""
    image = header.image
    if image is None:
        assert header.page is not None
        return header.page.iccprofile, None, None
    icc, xmp = image.info.get("icc_profile"), image.info.get("xmp")
    try:
        found = image.getexif()
        header.orientation = int(found.get(ORIENTATION, 1))
        exif = image.info.get("exif") or metadata.exif_of_tiff(found)
    except Exception:  # noqa: BLE001 - whatever is wrong with them, the pixels are good
        header.remarks.append(f"The metadata of {header.path.name} are damaged and were left out.")
        return icc or None, None, None
    return icc or None, exif, xmp if isinstance(xmp, bytes) else None


def _deep_colours(
    deep: PixelArray, icc: bytes | None, name: str, remarks: list[str]
) -> tuple[PixelArray, PixelArray | None]:
    colours = 1 if deep.shape[2] < 3 else 3
    alpha = np.ascontiguousarray(deep[..., colours]) if deep.shape[2] > colours else None
    rgb = np.repeat(deep[..., :1], 3, 2) if colours == 1 else np.ascontiguousarray(deep[..., :3])
    if icc is None or color_profile.is_srgb(icc):
        return rgb, alpha
    try:
        rgb, exact = color_profile.deep_to_srgb(rgb, icc)
    except ProfileError:
        remarks.append(_unusable(name))
        return rgb, alpha
    if not exact:
        remarks.append(f"The colour profile of {name} has tables and was applied with 8-bit precision.")
    return rgb, alpha


def _colours(
    image: Image.Image, icc: bytes | None, name: str, remarks: list[str]
) -> tuple[PixelArray, PixelArray | None]:
    """A decoded image of any 8-bit mode as sRGB, and its transparency."""
    width, height = image.size
    change = _profile_change(image, icc, name, remarks)
    rgb = np.empty((height, width, 3), np.uint8)
    alpha = np.empty((height, width), np.uint8) if image.has_transparency_data else None
    for top, bottom in _rows(height, width):
        block = image.crop((0, top, width, bottom))
        if alpha is not None:
            block = block.convert("RGBA")
            alpha[top:bottom] = np.asarray(block.getchannel("A"))
        try:
            rgb[top:bottom] = np.asarray(change(block))
        except ProfileError:
            remarks.append(_unusable(name))
            change = _plain
            rgb[top:bottom] = np.asarray(change(block))
    return rgb, alpha


def _profile_change(
    image: Image.Image, icc: bytes | None, name: str, remarks: list[str]
) -> Callable[[Image.Image], Image.Image]:
    """What turns blocks of the image into sRGB."""
    mode = image.mode if image.mode in ("CMYK", "LAB") else "RGB"
    if icc is not None and mode == "RGB" and color_profile.is_srgb(icc):
        return _plain
    try:
        if icc is not None:
            space = color_profile.color_space(icc)
            mode = "L" if space == "GRAY" and image.mode in ("1", "L", "LA", "La") else mode
            change = color_profile.change_to_srgb(icc, mode)
        elif mode == "LAB":
            change = color_profile.lab_to_srgb()
        else:
            if mode == "CMYK":
                remarks.append(f"{name} is in CMYK without a colour profile; its colours are a guess.")
            return _plain
    except ProfileError:
        remarks.append(_unusable(name))
        return _plain
    return lambda block: change(block if block.mode == mode else block.convert(mode))


def _plain(block: Image.Image) -> Image.Image:
    if block.mode == "LAB":
        return color_profile.lab_to_srgb()(block)
    return block.convert("RGB")


def _unusable(name: str) -> str:
    return f"The colour profile in {name} is damaged or not one for such pixels; colours may differ."


def _turn(array: PixelArray, orientation: int) -> PixelArray:
    """EXIF orientations 1 to 8 on an array h×w…; any other number is taken as 1."""
    if orientation in (2, 4, 5, 7):
        array = array[:, ::-1]
    turns = {3: 2, 4: 2, 5: 1, 6: 3, 7: 3, 8: 1}.get(orientation, 0)
    return np.ascontiguousarray(np.rot90(array, turns))
