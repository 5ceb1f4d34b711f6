"""Picture files before their pixels are decoded: whether they are there, what they are, how large they are.

Nothing is decoded, and no memory taken for pixels, before the format is known by its first bytes and the size
is within the caps. Every failure is a FileError that says what is wrong and what to do next.
"""

from __future__ import annotations

import contextlib
import stat
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from PIL import Image, UnidentifiedImageError

from models import deep_pixels, file_kind
from models.news import FileError

if TYPE_CHECKING:
    from tifffile import TiffPage

SUFFIXES = {
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".png": "PNG",
    ".tif": "TIFF",
    ".tiff": "TIFF",
    ".webp": "WEBP",
    ".bmp": "BMP",
}
MOST_PIXELS = 300_000_000
MOST_SIDE_PX = 120_000  # a 1:40 panorama of 300 megapixels is 109,545 px wide
MOST_BYTES = 3_000_000_000
DNG_VERSION, BITS, REDUCED = 50706, 258, 254

# Pillow would refuse what a good scanner makes; the header is held against our own caps before any decoding.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


@dataclass
class Header:
    """An open file, and what it says of itself. The size is as stored, before EXIF turns it upright.

    `image` is Pillow's view, not yet decoded; None for a TIFF of a kind that Pillow has no mode for. `page`
    is tifffile's view of a TIFF with more than 8 bits a channel.
    """

    path: Path
    file: BinaryIO
    head: bytes
    file_format: str
    width_px: int
    height_px: int
    image: Image.Image | None
    page: TiffPage | None = None
    orientation: int = 1
    remarks: list[str] = field(default_factory=list)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Header]:
    """The header of the picture at `path`. What goes wrong while it is open becomes a FileError too."""
    with _in_words(path), _file(path) as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Pillow finds odd in metadata; what matters raises
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        yield _header(path, file)


def _header(path: Path, file: BinaryIO) -> Header:
    head = file.read(file_kind.HEAD_BYTES)
    file_format = file_kind.format_of(head)
    if file_format is None:
        raise FileError(file_kind.refusal(head, path))
    if file_format == "TIFF" and file_kind.is_raw(head, path):
        raise FileError(file_kind.unsupported(path.name, "a RAW photo"))
    file.seek(0)
    if file_format == "TIFF":
        header = _tiff_header(path, file, head)
    else:
        image = Image.open(file, formats=(file_format,))
        header = Header(path, file, head, file_format, *image.size, image)
    _check_size(header)
    expected = SUFFIXES.get(path.suffix.lower())
    if expected not in (None, file_format):
        header.remarks.append(f"{path.name} is a {file_format} file by its content, and was read as one.")
    _remark_on_frames(header)
    return header


def _tiff_header(path: Path, file: BinaryIO, head: bytes) -> Header:
    image: Image.Image | None
    try:
        image = Image.open(file, formats=("TIFF",))
        deep = any(bits > 8 for bits in image.tag_v2.get(BITS, (1,)))  # type: ignore[attr-defined] # Pillow's base
        raw = DNG_VERSION in image.tag_v2  # type: ignore[attr-defined] # class does not name what TIFF adds
    except UnidentifiedImageError:
        image, deep, raw = None, True, False
    if raw:
        raise FileError(file_kind.unsupported(path.name, "a RAW photo"))
    page = deep_pixels.first_page(file) if deep else None
    if page is not None and not deep_pixels.is_deep_tiff(page):
        page = None
    if page is not None:  # Pillow may give the size of the upright picture
        return Header(path, file, head, "TIFF", int(page.imagewidth), int(page.imagelength), image, page)
    if image is None:
        raise FileError(f"{path.name} is a TIFF of a rare kind. Save it as RGB with 8 or 16 bits a channel.")
    return Header(path, file, head, "TIFF", *image.size, image)


def _check_size(header: Header) -> None:
    width, height, name = header.width_px, header.height_px, header.path.name
    if width * height > MOST_PIXELS or max(width, height) > MOST_SIDE_PX:
        raise FileError(_too_large(name))
    if width <= 0 or height <= 0:
        raise ValueError("no pixels")


def _remark_on_frames(header: Header) -> None:
    """Says that only the first of several pictures is used. Phones put a second one into a JPEG unasked."""
    name, image = header.path.name, header.image
    if header.file_format in ("PNG", "WEBP") and image is not None:
        frames: int = getattr(image, "n_frames", 1)
        if frames > 1:
            header.remarks.append(f"{name} is animated, {frames} pictures long; the first one is used.")
    if header.file_format == "TIFF" and _has_second_page(header):
        header.remarks.append(f"{name} holds several pages; the first one is used.")


def _has_second_page(header: Header) -> bool:
    """Whether there is a second page that is no thumbnail of the first."""
    if header.image is None:
        return False
    try:
        header.image.seek(1)
        thumbnail = bool(header.image.tag_v2.get(REDUCED, 0) & 1)  # type: ignore[attr-defined] # as above
    except Exception:  # noqa: BLE001 - a second page that cannot be read is none, whatever is wrong with it
        thumbnail = True
    header.image.seek(0)
    return not thumbnail


@contextlib.contextmanager
def _file(path: Path) -> Iterator[BinaryIO]:
    """`path` open for reading, if it is a file of a size that can be a picture's."""
    if "\0" in str(path):
        raise FileError("A file's name cannot hold a zero byte. Check the name, or choose another file.")
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        raise FileError(f"{path} is a folder. Choose a picture in it.")
    if not stat.S_ISREG(found.st_mode):
        raise FileError(
            f"{path} is a device or a pipe, not a file. Save the picture to a file and open that."
        )
    if found.st_size == 0:
        raise FileError(f"{path.name} is empty. Copy it again from where it came.")
    if found.st_size > MOST_BYTES:
        raise FileError(f"{path.name} has more than 3 GB. Reduce it first.")
    with path.open("rb") as file:
        yield file


@contextlib.contextmanager
def _in_words(path: Path) -> Iterator[None]:
    name = path.name
    try:
        yield
    except FileError:
        raise
    except FileNotFoundError:
        raise FileError(f"There is no file {path}. Check its name, or choose another.") from None
    except PermissionError:
        raise FileError(f"{name} may not be read. Change its permissions, or copy it elsewhere.") from None
    except MemoryError:
        raise FileError(f"{name} is too large for the memory of this machine. Reduce it first.") from None
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise FileError(_too_large(name)) from None
    except deep_pixels.UndecodableError as error:
        raise FileError(
            f"{name} is compressed in a way that is not read ({error}). Save it as TIFF with ZIP, or as PNG."
        ) from error
    except Exception as error:
        if isinstance(error, OSError) and error.errno:  # the system's, not the decoder's
            raise FileError(
                f"{name} cannot be read: {error.strerror}. Check its name and the disk, or choose another."
            ) from error
        raise FileError(
            f"{name} is damaged or incomplete. Copy it again from where it came, or save it anew."
        ) from error


def _too_large(name: str) -> str:
    return (
        f"{name} says it has more than {MOST_PIXELS // 1_000_000} megapixels, or a side of more than "
        f"{MOST_SIDE_PX:,} pixels. Reduce it first."
    )
