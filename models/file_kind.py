"""What a file is by its first bytes: a format that is read, or the words for what it is instead."""

from __future__ import annotations

from pathlib import Path

CHOICES = "JPEG, PNG, TIFF, WebP and BMP are read"
HEAD_BYTES = 2048
RAW_SUFFIXES = (
    *(".3fr", ".arw", ".cr2", ".cr3", ".crw", ".dcr", ".dng", ".erf", ".fff", ".iiq", ".kdc", ".mef", ".mos"),
    *(".mrw", ".nef", ".nrw", ".orf", ".pef", ".raf", ".raw", ".rw2", ".rwl", ".sr2", ".srf", ".srw", ".x3f"),
)

BMP_HEADERS = (12, 16, 40, 52, 56, 64, 108, 124)  # the sizes that a BMP's second header can have
HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")

# First bytes and what they say. These are pictures; the next ones are not.
PICTURES = (
    (b"GIF8", "a GIF"),
    (b"8BPS", "a Photoshop document"),
    (b"gimp xcf", "a GIMP document"),
    (b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 picture"),
    (b"\xff\x4f\xff\x51", "a JPEG 2000 picture"),
    (b"\x00\x00\x00\x0cJXL ", "a JPEG XL picture"),
    (b"\xff\x0a", "a JPEG XL picture"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"v/1\x01", "an OpenEXR picture"),
    (b"#?RADIANCE", "a Radiance HDR picture"),
    (b"qoif", "a QOI picture"),
    (b"DDS ", "a DDS texture"),
    (b"FUJIFILMCCD-RAW", "a RAW photo"),
    (b"IIRO", "a RAW photo"),
    (b"IIRS", "a RAW photo"),
    (b"IIU\x00", "a RAW photo"),
    (b"FOVb", "a RAW photo"),
    (b"\x00MRM", "a RAW photo"),
    (b"%PDF", "a PDF document"),
    (b"%!PS", "a PostScript document"),
    *((b"P%d" % number, "a Netpbm picture") for number in range(1, 8)),
)
OTHERS = (
    (b"PK\x03\x04", "a zip archive"),
    (b"7z\xbc\xaf\x27\x1c", "an archive"),
    (b"Rar!", "an archive"),
    (b"\x1f\x8b", "a compressed file"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"\x1aE\xdf\xa3", "a video"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound or video"),
    (b"RIFF", "a sound or video"),
    (b"SQLite format 3", "a database"),
    (b"\xd0\xcf\x11\xe0", "an Office document"),
)


def format_of(head: bytes) -> str | None:
    """Pillow's name of the format that `head` begins, or None where it is none that is read."""
    if head[:3] == b"\xff\xd8\xff":
        return "JPEG"
    if head[:8] == b"\x89PNG\r\n\x1a\n":
        return "PNG"
    if head[:4] in (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"):
        return "TIFF"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in BMP_HEADERS:
        return "BMP"
    return None


def is_raw(head: bytes, path: Path) -> bool:
    """Whether a file that begins like a TIFF is a camera's raw file, whose first picture is a thumbnail."""
    return path.suffix.lower() in RAW_SUFFIXES or head[8:10] == b"CR"


def refusal(head: bytes, path: Path) -> str:
    """The sentence for a file whose format is not read: what it is, and what to do."""
    name = path.name
    if head[:4] == b"\x89PNG":
        return f"{name} is a PNG that was damaged on its way, as by a transfer as text. Copy it again."
    kind = "a RAW photo" if path.suffix.lower() in RAW_SUFFIXES else _picture(head)
    if kind is not None:
        return unsupported(name, kind)
    other = next((words for magic, words in OTHERS if head.startswith(magic)), None)
    if other is None and head[4:8] == b"ftyp":
        other = "a video"
    if other is not None:
        return f"{name} is {other}, not a picture. Choose a picture; {CHOICES}."
    if head.lstrip().lower().startswith((b"<!doctype html", b"<html")):
        return f"{name} is a web page, not a picture: save the picture itself from the page."
    if not head.strip(b"\0"):
        return f"{name} holds nothing but zeros: it was not copied to its end. Copy it again."
    if _is_text(head):
        return f"{name} holds text, not a picture. {CHOICES}."
    return f"{name} is not a picture that can be read, or it is damaged. {CHOICES}."


def unsupported(name: str, kind: str) -> str:
    """The sentence for a picture of a kind that is not read."""
    return f"{name} is {kind}, which is not supported yet. Export it as JPEG or PNG and open that."


def _picture(head: bytes) -> str | None:
    """A picture or drawing of a kind that is not read."""
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return {b"avif": "an AVIF picture", b"avis": "an AVIF picture", b"crx ": "a RAW photo"}.get(
            brand, "a HEIC photo" if brand in HEIC else None
        )
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<?xml", b"<svg", b"<!--", b"<!doctype svg")) and b"<svg" in start:
        return "an SVG drawing"
    return next((words for magic, words in PICTURES if head.startswith(magic)), None)


def _is_text(head: bytes) -> bool:
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    text = head.decode(encoding, errors="replace")  # the last letter may be cut
    good = sum((letter.isprintable() or letter.isspace()) and letter != "\ufffd" for letter in text)
    return good > 0.95 * len(text)
