"""EXIF and XMP on their way from a photo to its picture: kept, kept without the place, or left behind.

Always mended: the orientation (pixels are upright), the size, and the thumbnail, which showed the photo. IPTC
blocks and the extended part of XMP are not carried.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from PIL import ExifTags, Image

from models import recipe
from models.requests import MetadataPolicy

ORIENTATION, SOFTWARE = 0x0112, 0x0131
X_RESOLUTION, Y_RESOLUTION, RESOLUTION_UNIT = 0x011A, 0x011B, 0x0128
INCH = 2
EXIF_IFD, GPS_IFD = int(ExifTags.IFD.Exif), int(ExifTags.IFD.GPSInfo)
MAKER_NOTE = 0x927C  # of the camera's maker, in a form of its own; some makers note the place in it
SIZE_TAGS = {0xA002: 0, 0xA003: 1}  # in the EXIF block; the value is the index into (width, height)

# What describes a picture in the first block. The others describe how the file was laid out.
DESCRIBING = {
    *(0x010E, 0x010F, 0x0110, ORIENTATION, 0x011A, 0x011B, 0x0128, SOFTWARE, 0x0132, 0x013B, 0x013C),
    *(0x4746, 0x4749, 0x8298, EXIF_IFD, GPS_IFD, 0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F),
}
UNTRUE = {0xA001, int(ExifTags.IFD.Interop)}  # both name the colour space, which the profile now does
MOST_MAKER_NOTE = (
    30_000  # so that the whole still fits into one segment of a JPEG, which ends at 65,533 bytes
)

EXIF_NS, TIFF_NS = "{http://ns.adobe.com/exif/1.0/}", "{http://ns.adobe.com/tiff/1.0/}"
WRONG_NOW = {
    *(f"{TIFF_NS}{name}" for name in ("Orientation", "ImageWidth", "ImageLength")),
    *(f"{EXIF_NS}{name}" for name in ("PixelXDimension", "PixelYDimension")),
    "{http://ns.adobe.com/xap/1.0/}Thumbnails",
    recipe.PROPERTY,  # of the picture that was the photo here
}
PLACES = {
    *(f"{{http://ns.adobe.com/photoshop/1.0/}}{name}" for name in ("City", "State", "Country")),
    *(f"{{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}}{name}" for name in ("Location", "CountryCode")),
    *(
        f"{{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}}{name}"
        for name in (
            "LocationCreated",
            "LocationShown",
            "City",
            "CountryName",
            "ProvinceState",
            "Sublocation",
        )
    ),
}


def exif_of_tiff(found: Image.Exif) -> bytes | None:
    """What describes the picture among the tags of a TIFF, as an EXIF block; None where nothing does."""
    _only_describing(found)
    return found.tobytes() if len(found) else None


def exif_for(
    exif: bytes | None, policy: MetadataPolicy, width_px: int, height_px: int, dpi: float | None = None
) -> tuple[Image.Exif | None, str]:
    """EXIF for a picture of the given size, and a remark where it is damaged.

    For "drop-all" nothing but the density, and None where none is given.
    """
    if policy == "drop-all":
        return (_at_density(Image.Exif(), dpi) if dpi else None), ""
    try:
        mended, remark = _mended(exif or b"", policy == "keep", (width_px, height_px)), ""
    except Exception:  # noqa: BLE001 - whatever is wrong in them is no reason to lose the picture
        remark = "The photo's metadata are damaged and were left out." if exif else ""
        mended = _mended(b"", False, (width_px, height_px))
    return (_at_density(mended, dpi) if dpi else mended), remark


def _at_density(exif: Image.Exif, dpi: float) -> Image.Exif:
    exif[X_RESOLUTION] = exif[Y_RESOLUTION] = dpi
    exif[RESOLUTION_UNIT] = INCH
    return exif


def _mended(exif: bytes, with_place: bool, size: tuple[int, int]) -> Image.Exif:
    old, mended = Image.Exif(), Image.Exif()  # anew, because Pillow may bring back what is deleted
    old.load(exif)
    for tag in DESCRIBING - {EXIF_IFD, GPS_IFD}:
        if tag in old:
            mended[tag] = old[tag]
    inner = {tag: value for tag, value in old.get_ifd(EXIF_IFD).items() if tag not in UNTRUE}
    for tag, index in SIZE_TAGS.items():
        if tag in inner:
            inner[tag] = size[index]
    if not with_place or len(inner.get(MAKER_NOTE, b"")) > MOST_MAKER_NOTE:
        inner.pop(MAKER_NOTE, None)
    if inner:
        mended[EXIF_IFD] = inner
    if with_place and old.get_ifd(GPS_IFD):
        mended[GPS_IFD] = dict(old.get_ifd(GPS_IFD))
    mended[ORIENTATION], mended[SOFTWARE] = 1, "Impasto"
    mended.tobytes()  # raises here what it would raise while the file is written
    return mended


def _only_describing(exif: Image.Exif) -> None:
    for tag in list(exif):
        if tag not in DESCRIBING:
            del exif[tag]


def xmp_for(xmp: bytes | None, policy: MetadataPolicy) -> bytes | None:
    """XMP without what is no longer true and, for "drop-location", without places; None where none is left.

    XMP that cannot be taken apart is left out, because nobody knows what it tells.
    """
    if xmp is None or policy == "drop-all":
        return None
    wrong = WRONG_NOW | (PLACES if policy == "drop-location" else set())
    text = xmp.strip(b"\0 \t\r\n")
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:  # entities can be made to fill the memory
        return None
    try:
        for prefix, uri in re.findall(rb'xmlns:([A-Za-z][\w.-]*)\s*=\s*["\']([^"\']+)["\']', text):
            if not re.fullmatch(rb"ns\d+", prefix):
                ElementTree.register_namespace(prefix.decode(), uri.decode())
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError):
        return None
    for element in list(root.iter()):
        for name in [name for name in element.attrib if _leaves(name, wrong, policy)]:
            del element.attrib[name]
        for child in [child for child in element if _leaves(child.tag, wrong, policy)]:
            element.remove(child)
    return recipe.packet(root)


def _leaves(name: str, wrong: set[str], policy: MetadataPolicy) -> bool:
    return name in wrong or (policy == "drop-location" and name.startswith(f"{EXIF_NS}GPS"))
