"""Reading pictures: upright, in sRGB, with their depth and transparency, or a sentence that says why not."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from models.news import FileError

FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "BMP")
SUFFIXES = {
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".png": "PNG",
    ".tif": "TIFF",
    ".tiff": "TIFF",
    ".webp": "WEBP",
    ".bmp": "BMP",
}
CHOICES = "JPEG, PNG, TIFF, WebP and BMP are read"
MOST_PIXELS = 300_000_000
MOST_SIDE_PX = 60_000
MOST_BYTES = 2_000_000_000

PixelArray = NDArray[Any]  # uint8 or uint16

# Pillow refuses far smaller pictures than a scanner makes; the header is checked against our own caps below.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture as the program works with it: `rgb_hwc` uint8 or uint16 in sRGB, upright, C-contiguous.

    `alpha_hw` has the same dtype. `icc` and `exif` are the file's own, for an export that keeps them.
    """

    rgb_hwc: PixelArray
    alpha_hw: PixelArray | None
    icc: bytes | None
    exif: bytes | None
    file_format: str
    remarks: tuple[str, ...] = ()

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


def read_picture(path: Path) -> Picture:
    """The whole picture; FileError in the user's words."""
    data = _read_bytes(path)
    opened, remarks = _open(data, path)
    try:
        return _decode(opened, data, path, remarks)
    except FileError:
        raise
    except MemoryError:
        raise FileError(
            f"{path.name} is too large for the memory of this machine. Reduce it first."
        ) from None
    except Exception as error:
        raise FileError(_damaged(path)) from error


def read_preview(path: Path, long_side_px: int) -> tuple[NDArray[np.uint8], Facts]:
    """A picture for the screen, its long side at most `long_side_px`, and the facts of the full one."""
    data = _read_bytes(path)
    opened, remarks = _open(data, path)
    width, height = opened.size
    if opened.getexif().get(0x0112, 1) in (5, 6, 7, 8):
        width, height = height, width
    if opened.format == "JPEG":
        opened.draft(None, (long_side_px, long_side_px))
    try:
        picture = _decode(opened, data, path, remarks)
    except FileError:
        raise
    except MemoryError:
        raise FileError(
            f"{path.name} is too large for the memory of this machine. Reduce it first."
        ) from None
    except Exception as error:
        raise FileError(_damaged(path)) from error
    facts = Facts(
        width, height, picture.bits, picture.alpha_hw is not None, picture.file_format, picture.remarks
    )
    small = Image.fromarray(to_rgb8(picture.rgb_hwc))
    small.thumbnail((long_side_px, long_side_px), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return np.array(small), facts


def read_mask(path: Path) -> NDArray[np.float32]:
    """A mask, h×w in 0…1: the picture's transparency where it has any, else its grey."""
    picture = read_picture(path)
    scale = np.float32(1 / np.iinfo(picture.rgb_hwc.dtype).max)
    if picture.alpha_hw is not None and picture.alpha_hw.min() != picture.alpha_hw.max():
        transparency: NDArray[np.float32] = picture.alpha_hw.astype(np.float32) * scale
        return transparency
    grey: NDArray[np.float32] = picture.rgb_hwc.mean(2, dtype=np.float32) * scale
    return grey


def to_rgb8(rgb_hwc: PixelArray) -> NDArray[np.uint8]:
    """uint16 → uint8, rounded; uint8 as it is."""
    if rgb_hwc.dtype == np.uint8:
        return rgb_hwc
    return ((rgb_hwc.astype(np.uint32) * 255 + 32767) // 65535).astype(np.uint8)


def _read_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise FileError(f"{path} is a folder. Choose a picture in it.")
        if path.stat().st_size > MOST_BYTES:
            raise FileError(f"{path.name} has more than 2 GB. Reduce it first.")
        data = path.read_bytes()
    except FileNotFoundError:
        raise FileError(f"There is no file {path}. Check its name, or choose another.") from None
    except PermissionError:
        raise FileError(
            f"{path.name} may not be read. Change its permissions, or copy it elsewhere."
        ) from None
    except (OSError, ValueError) as error:
        raise FileError(
            f"{path.name} cannot be read: {error}. Check the disk, or choose another file."
        ) from error
    if not data:
        raise FileError(f"{path.name} is empty. Copy it again from where it came.")
    return data


def _open(data: bytes, path: Path) -> tuple[Image.Image, list[str]]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            warnings.simplefilter("ignore", UserWarning)
            opened = Image.open(io.BytesIO(data), formats=FORMATS)
            width, height = opened.size
    except UnidentifiedImageError:
        raise FileError(_what_it_is(data, path)) from None
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise FileError(_too_large(path)) from None
    except Exception as error:
        raise FileError(_damaged(path)) from error
    if width * height > MOST_PIXELS or max(width, height) > MOST_SIDE_PX:
        raise FileError(_too_large(path))
    if width == 0 or height == 0:
        raise FileError(_damaged(path))
    remarks = []
    expected = SUFFIXES.get(path.suffix.lower())
    if expected is not None and expected != opened.format and {expected, opened.format} != {"JPEG", "MPO"}:
        remarks.append(f"{path.name} is a {opened.format} file by its content, and was read as one.")
    frames: int = getattr(opened, "n_frames", 1)
    if frames > 1:
        remarks.append(f"{path.name} holds {frames} pictures; the first one is used.")
    return opened, remarks


def _decode(opened: Image.Image, data: bytes, path: Path, remarks: list[str]) -> Picture:
    file_format = opened.format or ""
    exif, icc = opened.info.get("exif"), opened.info.get("icc_profile")
    if exif is None and len(opened.getexif()):
        exif = opened.getexif().tobytes()
    orientation = int(opened.getexif().get(0x0112, 1) or 1)
    deep = _read_deep(opened, data, file_format)
    if deep is not None:
        rgb, alpha = _turn(deep[..., :3], orientation), None
        if deep.shape[2] == 4:
            alpha = _turn(deep[..., 3], orientation)
        if icc and not _is_srgb(icc):
            converted = _convert(Image.fromarray(to_rgb8(rgb)), icc, path, remarks)
            # Only 8-bit colour engines are at hand: the change of colours is added to the 16-bit values.
            change = np.asarray(converted).astype(np.int32) - to_rgb8(rgb)
            rgb = (rgb.astype(np.int32) + change * 257).clip(0, 65535).astype(np.uint16)
            remarks.append(f"The colour profile of {path.name} was applied with 8-bit precision.")
        return Picture(np.ascontiguousarray(rgb), alpha, icc, exif, file_format, tuple(remarks))
    opened.load()
    image = ImageOps.exif_transpose(opened)
    alpha = None
    if image.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA")
        alpha = np.array(image.getchannel("A"))
        if int(alpha.min()) == 255:
            alpha = None
        image = image.convert("RGB")
    if image.mode in ("I", "F", "I;16"):
        image = Image.fromarray(_stretch(np.asarray(image)))
        remarks.append(
            f"{path.name} holds numbers rather than colours; their range was stretched to black and white."
        )
    if icc:
        image = _convert(image, icc, path, remarks)
    rgb = np.array(image.convert("RGB"))
    return Picture(rgb, alpha, icc, exif, file_format, tuple(remarks))


def _read_deep(opened: Image.Image, data: bytes, file_format: str) -> PixelArray | None:
    """16-bit pixels h×w×3 or h×w×4, where Pillow would give 8 bits; None for all others."""
    if file_format == "PNG" and data[24:25] == b"\x10":
        import cv2

        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
        if pixels is None or pixels.dtype != np.uint16:
            raise ValueError("not a 16-bit PNG after all")
        if pixels.ndim == 2:
            return np.repeat(pixels[..., None], 3, 2)
        if pixels.shape[2] == 2:
            return np.concatenate([np.repeat(pixels[..., :1], 3, 2), pixels[..., 1:]], 2)
        return pixels[..., [2, 1, 0, 3][: pixels.shape[2]]]
    if file_format == "TIFF" and opened.tag_v2.get(258, (8,))[0] == 16:  # type: ignore[attr-defined]
        import tifffile

        pixels = tifffile.imread(io.BytesIO(data), key=0)
        if pixels.dtype != np.uint16:
            return None
        if pixels.ndim == 3 and pixels.shape[0] in (3, 4) and pixels.shape[2] not in (3, 4):
            pixels = pixels.transpose(1, 2, 0)
        if pixels.ndim == 2:
            inverted = opened.tag_v2.get(262) == 0  # type: ignore[attr-defined]
            return np.repeat((65535 - pixels if inverted else pixels)[..., None], 3, 2)
        return pixels if pixels.shape[2] in (3, 4) and opened.tag_v2.get(262) == 2 else None  # type: ignore[attr-defined]
    return None


def _turn(array: PixelArray, orientation: int) -> PixelArray:
    """EXIF orientations 1 to 8 on an array h×w…"""
    if orientation in (2, 4, 5, 7):
        array = array[:, ::-1]
    turns = {3: 2, 4: 2, 5: 1, 6: 3, 7: 3, 8: 1}.get(orientation, 0)
    return np.ascontiguousarray(np.rot90(array, turns))


def _stretch(values: NDArray[Any]) -> NDArray[np.uint8]:
    numbers = np.nan_to_num(values.astype(np.float64))
    low, high = float(numbers.min()), float(numbers.max())
    if values.dtype.kind == "f" and low >= 0 and high <= 1:
        low, high = 0.0, 1.0
    return ((numbers - low) / max(high - low, 1e-12) * 255 + 0.5).astype(np.uint8)


def _is_srgb(icc: bytes) -> bool:
    return b"sRGB" in icc[:600] or "sRGB".encode("utf-16-be") in icc[:600]


def _convert(image: Image.Image, icc: bytes, path: Path, remarks: list[str]) -> Image.Image:
    if image.mode not in ("RGB", "CMYK", "L"):
        image = image.convert("RGB")
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        converted = ImageCms.profileToProfile(
            image,
            profile,
            ImageCms.createProfile("sRGB"),
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            "RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        remarks.append(f"The colour profile in {path.name} is damaged and was left out; colours may differ.")
        return image
    return converted or image


def _damaged(path: Path) -> str:
    return f"{path.name} is damaged or incomplete. Copy it again from where it came, or save it anew."


def _too_large(path: Path) -> str:
    return f"{path.name} says it has more than 300 megapixels, or a side over 60,000 pixels. Reduce it first."


def _what_it_is(data: bytes, path: Path) -> str:
    """The file is none of ours: which one it is, as far as its first bytes tell."""
    head = data[:64].lstrip()
    known = (
        (head[:4] == b"GIF8", "a GIF"),
        (head[:4] == b"%PDF", "a PDF document"),
        (head[:5] in (b"<?xml", b"<svg ") or b"<svg" in data[:500], "an SVG drawing"),
        (head[:15].lower().startswith((b"<!doctype html", b"<html")), "a web page"),
        (data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1", b"msf1"), "a HEIC photo"),
        (data[4:8] == b"ftyp" and data[8:12] == b"avif", "an AVIF picture"),
        (data[4:8] == b"ftyp", "a video"),
        (head[:4] == b"8BPS", "a Photoshop file"),
        (head[:4] == b"PK\x03\x04", "a zip archive"),
        (head[:2] == b"MZ" or head[:4] == b"\x7fELF", "a program"),
        (
            data[:4] == b"FUJI" or path.suffix.lower() in (".cr2", ".nef", ".arw", ".dng", ".raf"),
            "a RAW photo",
        ),
    )
    name = next((words for matches, words in known if matches), None)
    if name is not None:
        return f"{path.name} is {name}. Export it as JPEG or PNG and open that; {CHOICES}."
    try:
        data[:2000].decode("utf-8")
    except UnicodeDecodeError:
        return f"{path.name} is not a picture that can be read, or it is damaged. {CHOICES}."
    return f"{path.name} holds text, not a picture. {CHOICES}."
