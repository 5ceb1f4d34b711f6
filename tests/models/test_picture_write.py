"""Pictures as they are written and read again: depth, transparency, profiles, metadata, refusals."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray
from PIL import ExifTags, Image

from models import color_profile
from models.news import FileError, UserError
from models.picture_file import SUFFIXES, Picture, read_picture, to_rgb8
from models.picture_write import check_writable, refuse_overwriting, write_picture
from models.requests import Export, MetadataPolicy
from tests.models.picture_samples import (
    HEIGHT,
    WIDTH,
    XMP,
    adobe_rgb,
    deep_gradient,
    encoded,
    gps_exif,
    gradient,
    profile,
    ramp,
)

ROOT = Path(__file__).parent.parent.parent
RGB8, RGB16, ALPHA8 = gradient(), deep_gradient(), ramp()
ALPHA16 = ALPHA8.astype(np.uint16) * 256 + 9
EVERY = sorted(SUFFIXES)
LOSSLESS = [".png", ".tif", ".tiff", ".bmp"]


def source(**given: Any) -> Picture:
    """A photo as it was read."""
    facts: dict[str, Any] = {"alpha_hw": None, "icc": None, "exif": None, "file_format": "JPEG"}
    return Picture(RGB8, **(facts | given))


@pytest.mark.parametrize("suffix", EVERY)
def test_every_format_is_written_and_read_again(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix.upper()}"
    assert write_picture(path, RGB8, export=Export(path, quality=95)) == ()
    back = read_picture(path)
    assert back.file_format == SUFFIXES[suffix]
    assert back.remarks == ()
    assert back.alpha_hw is None
    assert np.abs(back.rgb_hwc.astype(int) - RGB8).max() <= (0 if suffix in LOSSLESS else 30)
    assert np.abs(back.rgb_hwc.astype(int) - RGB8).mean() <= (0 if suffix in LOSSLESS else 3)
    assert (back.icc is None) == (suffix == ".bmp")
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("suffix", [".png", ".tif", ".tiff"])
@pytest.mark.parametrize("alpha", [None, ALPHA16])
def test_16_bits_come_back_to_the_last_bit(
    suffix: str, alpha: NDArray[np.uint16] | None, tmp_path: Path
) -> None:
    path = tmp_path / f"a{suffix}"
    assert write_picture(path, RGB16, alpha_hw=alpha, export=Export(path, bits=16)) == ()
    back = read_picture(path)
    assert back.bits == 16
    np.testing.assert_array_equal(back.rgb_hwc, RGB16)
    assert (back.alpha_hw is None) == (alpha is None)
    if alpha is not None:
        np.testing.assert_array_equal(back.alpha_hw, alpha)


def test_other_programs_read_our_16_bits(tmp_path: Path) -> None:
    import cv2

    png, tif = tmp_path / "a.png", tmp_path / "a.tif"
    for path in (png, tif):
        write_picture(
            path, RGB16, alpha_hw=ALPHA16, export=Export(path, bits=16), source=source(exif=gps_exif())
        )
        pixels = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
        assert pixels is not None
        np.testing.assert_array_equal(pixels[..., [2, 1, 0, 3]], np.dstack([RGB16, ALPHA16]))
        with Image.open(path) as image:
            image.load()
            assert image.size == (WIDTH, HEIGHT)
            assert image.info["icc_profile"] == color_profile.srgb_profile()
    np.testing.assert_array_equal(tifffile.imread(tif), np.dstack([RGB16, ALPHA16]))


@pytest.mark.parametrize("rows", [1, 5, 400])
def test_blocks_of_rows_leave_no_seam(rows: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.lossless_write.BLOCK_BYTES", rows * WIDTH * 6)
    for suffix in (".png", ".tif"):
        path = tmp_path / f"a{suffix}"
        write_picture(path, RGB16, export=Export(path, bits=16))
        np.testing.assert_array_equal(read_picture(path).rgb_hwc, RGB16)


def test_8_bits_are_widened_without_adding_anything(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    write_picture(path, RGB8, alpha_hw=ALPHA8, export=Export(path, bits=16))
    back = read_picture(path)
    np.testing.assert_array_equal(back.rgb_hwc, RGB8.astype(np.uint16) * 257)
    np.testing.assert_array_equal(to_rgb8(back.rgb_hwc), RGB8)
    assert back.alpha_hw is not None
    np.testing.assert_array_equal(back.alpha_hw, ALPHA8.astype(np.uint16) * 257)


def test_16_bits_are_rounded_for_8(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    write_picture(path, RGB16, alpha_hw=ALPHA16, export=Export(path, bits=8))
    back = read_picture(path)
    np.testing.assert_array_equal(back.rgb_hwc, np.rint(RGB16 / 257))
    assert back.alpha_hw is not None
    np.testing.assert_array_equal(back.alpha_hw, np.rint(ALPHA16 / 257))


@pytest.mark.parametrize("suffix", [".png", ".tif", ".webp"])
def test_alpha_is_put_back(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    assert write_picture(path, RGB8, alpha_hw=ALPHA8, export=Export(path)) == ()
    back = read_picture(path)
    assert back.alpha_hw is not None
    np.testing.assert_array_equal(back.alpha_hw, ALPHA8)


@pytest.mark.parametrize("suffix", [".jpg", ".bmp"])
def test_where_there_is_no_alpha_the_picture_lies_on_white(suffix: str, tmp_path: Path) -> None:
    path, black = tmp_path / f"a{suffix}", np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    remarks = write_picture(path, black, alpha_hw=ALPHA8, export=Export(path, quality=98))
    assert "no transparency" in remarks[0]
    assert "white" in remarks[0]
    back = read_picture(path).rgb_hwc.astype(int)
    assert np.abs(back - (255 - ALPHA8[..., None].astype(int))).max() <= (12 if suffix == ".jpg" else 0)


@pytest.mark.parametrize("bits", [8, 16])
def test_alpha_is_stretched_over_a_larger_picture(bits: Literal[8, 16], tmp_path: Path) -> None:
    path, most = tmp_path / "a.png", 2**bits - 1
    alpha = np.zeros((10, 10), np.uint16 if bits == 16 else np.uint8)
    alpha[:, 5:] = most
    write_picture(path, np.zeros((37, 91, 3), np.uint8), alpha_hw=alpha, export=Export(path, bits=bits))
    back = read_picture(path).alpha_hw
    assert back is not None
    assert back.shape == (37, 91)
    assert (back[:, :30] == 0).all()
    assert (back[:, -30:] == most).all()


def test_srgb_is_embedded_and_always_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """LittleCMS puts the time into what it makes; equal requests give equal files."""
    written = []
    for suffix, bits in ((".png", 8), (".jpg", 8), (".tif", 8), (".webp", 8), (".png", 16), (".tif", 16)):
        for turn in (1, 2):
            color_profile.srgb_profile.cache_clear()
            path = tmp_path / f"{turn}{bits}{suffix}"
            write_picture(path, RGB8, export=Export(path, bits=bits), source=source(icc=adobe_rgb()))  # type: ignore[arg-type] # 8 or 16
            written.append(path.read_bytes())
            time.sleep(1.1 if suffix == ".png" and turn == 1 and bits == 8 else 0)
        assert written[-1] == written[-2]
        icc = read_picture(tmp_path / f"1{bits}{suffix}").icc
        assert icc is not None
        assert color_profile.is_srgb(icc)


@pytest.mark.parametrize(("suffix", "bits"), [(".png", 8), (".tif", 8), (".png", 16), (".tif", 16)])
def test_the_profile_of_the_photo_comes_back(suffix: str, bits: Literal[8, 16], tmp_path: Path) -> None:
    """Adobe RGB in, sRGB inside, Adobe RGB out: the numbers of the file are those of the photo again."""
    stored = (gradient().astype(float) * 0.3 + 90).astype(np.uint8)  # colours that sRGB holds too
    photo = tmp_path / "photo.png"
    photo.write_bytes(encoded(Image.fromarray(stored), "PNG", icc_profile=adobe_rgb()))
    picture, path = read_picture(photo), tmp_path / f"a{suffix}"
    assert np.abs(picture.rgb_hwc.astype(int) - stored).max() > 10
    export = Export(path, bits=bits, profile="original")
    assert write_picture(path, picture.rgb_hwc, source=picture, export=export) == ()
    with Image.open(path) as image:
        assert image.info["icc_profile"] == adobe_rgb()
        numbers = np.asarray(image.convert("RGB"))
    assert np.abs(numbers.astype(int) - stored).max() <= 2
    assert np.abs(read_picture(path).rgb_hwc / (2**bits - 1) - picture.rgb_hwc / 255).max() <= 2.1 / 255


def test_a_profile_of_16_bits_there_and_back(tmp_path: Path) -> None:
    values = (RGB16 // 2 + 16_000).astype(np.uint16)
    path = tmp_path / "a.tif"
    write_picture(
        path, values, export=Export(path, bits=16, profile="original"), source=source(icc=adobe_rgb())
    )
    back = read_picture(path)
    assert back.icc == adobe_rgb()
    assert np.abs(back.rgb_hwc.astype(int) - values).max() <= 6


def test_the_pixels_given_are_never_changed(tmp_path: Path) -> None:
    values, path = RGB16.copy(), tmp_path / "a.tif"
    write_picture(
        path, values, export=Export(path, bits=16, profile="original"), source=source(icc=adobe_rgb())
    )
    np.testing.assert_array_equal(values, RGB16)


def test_srgb_of_the_photo_is_kept_as_it_is(tmp_path: Path) -> None:
    own = bytearray(color_profile.srgb_profile())
    own[24:36] = bytes(12)
    path = tmp_path / "a.png"
    write_picture(path, RGB8, export=Export(path, profile="original"), source=source(icc=bytes(own)))
    back = read_picture(path)
    assert back.icc == bytes(own)
    np.testing.assert_array_equal(back.rgb_hwc, RGB8)


@pytest.mark.parametrize(
    ("icc", "suffix", "words"),
    [
        (None, ".png", "no colour profile of its own"),
        (b"nonsense", ".png", "not one that RGB can be written in"),
        (profile(np.eye(3), 2.2, b"GRAY"), ".png", "not one that RGB can be written in"),
        (adobe_rgb(), ".bmp", "BMP holds no colour profile"),
    ],
)
def test_where_the_profile_cannot_come_back_srgb_is_written(
    icc: bytes | None, suffix: str, words: str, tmp_path: Path
) -> None:
    path = tmp_path / f"a{suffix}"
    remarks = write_picture(path, RGB8, export=Export(path, profile="original"), source=source(icc=icc))
    assert words in remarks[0]
    assert "sRGB was written" in remarks[0]
    back = read_picture(path)
    np.testing.assert_array_equal(back.rgb_hwc, RGB8)
    assert back.icc is None or color_profile.is_srgb(back.icc)


METADATA_FORMATS = [(".jpg", 8), (".png", 8), (".webp", 8), (".tif", 8), (".png", 16), (".tif", 16)]


def exif_and_xmp(path: Path) -> tuple[Image.Exif, bytes]:
    with Image.open(path) as image:
        image.load()
        return image.getexif(), image.info.get("xmp", b"")


@pytest.mark.parametrize(("suffix", "bits"), METADATA_FORMATS)
@pytest.mark.parametrize("policy", ["keep", "drop-location", "drop-all"])
def test_metadata_by_policy(
    suffix: str, bits: Literal[8, 16], policy: MetadataPolicy, tmp_path: Path
) -> None:
    path = tmp_path / f"a{suffix}"
    photo = source(exif=gps_exif(6), xmp=XMP)
    assert write_picture(path, RGB8, source=photo, export=Export(path, bits=bits, metadata=policy)) == ()
    exif, xmp = exif_and_xmp(path)
    inner, place = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    data = path.read_bytes()
    assert exif.get(0x0112, 1) == 1, "pixels are upright"
    if policy == "drop-all":
        assert b"Model 7" not in data
        assert not inner
        assert not xmp
        assert not place
        return
    assert (exif[0x010F], exif[0x0110], exif[0x0131]) == ("Maker", "Model 7", "Impasto")
    assert inner[0x9003] == "2026:01:02 03:04:05"
    assert (inner[0xA002], inner[0xA003]) == (WIDTH, HEIGHT)
    assert b"Ada" in xmp
    assert b"Orientation" not in xmp
    if policy == "keep":
        assert place[2] == (48.0, 51.0, 29.5)
        assert inner[0x927C] == b"secret place"
        assert b"Paris" in xmp
        assert b"48,51.4N" in xmp
        assert b"2,17.6E" in xmp
    else:
        assert not place
        for secret in (b"secret place", b"Paris", b"48,51.4N", b"2,17.6E", b"GPS"):
            assert secret not in xmp
            assert secret not in exif.tobytes()
            assert secret not in data


@pytest.mark.parametrize("policy", ["keep", "drop-location"])
def test_the_metadata_of_a_tiff_photo_leave_its_layout_behind(policy: MetadataPolicy, tmp_path: Path) -> None:
    photo = tmp_path / "photo.tif"
    photo.write_bytes(encoded(Image.fromarray(gradient(300, 200)), "TIFF", exif=gps_exif()))
    picture, path = read_picture(photo), tmp_path / "a.jpg"
    write_picture(path, RGB8, source=picture, export=Export(path, metadata=policy))
    exif, _ = exif_and_xmp(path)
    assert exif[0x0110] == "Model 7"
    assert bool(exif.get_ifd(ExifTags.IFD.GPSInfo)) == (policy == "keep")
    assert not {256, 257, 258, 262, 273, 277, 278, 279} & set(exif), "sizes and strips of the other file"


def test_the_thumbnail_of_the_photo_does_not_come_along(tmp_path: Path) -> None:
    """It shows the photo as it was."""
    small = encoded(Image.new("RGB", (16, 12), (255, 0, 255)), "JPEG")
    block = bytearray(gps_exif()[6:])
    first = int.from_bytes(block[4:8], "big")
    entries = int.from_bytes(block[first : first + 2], "big")
    at = first + 2 + 12 * entries
    start = len(block)
    block[at : at + 4] = start.to_bytes(4, "big")
    block += (2).to_bytes(2, "big")
    for tag, value in ((0x0201, start + 30), (0x0202, len(small))):
        block += (
            tag.to_bytes(2, "big")
            + (4).to_bytes(2, "big")
            + (1).to_bytes(4, "big")
            + value.to_bytes(4, "big")
        )
    block += bytes(4) + small
    exif = Image.Exif()
    exif.load(b"Exif\0\0" + bytes(block))
    assert exif.get_ifd(ExifTags.IFD.IFD1)[0x0202] == len(small), "the photo has one"
    path = tmp_path / "a.jpg"
    write_picture(
        path, RGB8, source=source(exif=b"Exif\0\0" + bytes(block)), export=Export(path, metadata="keep")
    )
    kept, _ = exif_and_xmp(path)
    assert kept[0x0110] == "Model 7"
    assert not kept.get_ifd(ExifTags.IFD.IFD1)
    assert path.read_bytes().count(b"\xff\xd8\xff") == 1


@pytest.mark.parametrize(
    "exif", [b"Exif\0\0nonsense", b"Exif\0\0MM\0*\0\0\0\x08" + b"\xff" * 40, b"x" * 70_000]
)
@pytest.mark.parametrize("suffix", [".jpg", ".tif"])
def test_damaged_metadata_do_not_stop_an_export(exif: bytes, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    write_picture(path, RGB8, source=source(exif=exif), export=Export(path, metadata="keep"))
    assert read_picture(path).rgb_hwc.shape == RGB8.shape


@pytest.mark.parametrize(
    "xmp",
    [
        b"",
        b"<not closed",
        b'<!DOCTYPE a [<!ENTITY b "GPS Paris">]><a>&b;</a>',
        b"\xff\xfeGPS Paris",
        b"Paris",
    ],
)
def test_xmp_that_nobody_can_read_is_left_out(xmp: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    write_picture(path, RGB8, source=source(xmp=xmp), export=Export(path, metadata="keep"))
    assert b"Paris" not in path.read_bytes()


def test_much_metadata_in_a_jpeg(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    exif[0x8769] = {0x927C: bytes(60_000)}
    path = tmp_path / "a.jpg"
    long_xmp = XMP.replace(b"Ada", b"Ada " * 20_000)
    photo = source(exif=exif.tobytes(), xmp=long_xmp)
    remarks = write_picture(path, RGB8, source=photo, export=Export(path, metadata="keep"))
    assert "too long for a JPEG" in remarks[0]
    assert exif_and_xmp(path)[0][0x010F] == "Maker"


def test_bmp_says_that_it_holds_no_metadata(tmp_path: Path) -> None:
    path = tmp_path / "a.bmp"
    assert "no metadata" in write_picture(path, RGB8, source=source(exif=gps_exif()), export=Export(path))[0]
    everything_dropped = Export(path, metadata="drop-all")
    assert write_picture(path, RGB8, source=source(exif=gps_exif()), export=everything_dropped) == ()


@pytest.mark.parametrize("name", ["a.gif", "a", "a.", ".png", "a.heic", "a.jpg.txt", "a.psd"])
def test_endings_that_are_none_of_ours(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    for attempt in (
        lambda: check_writable(path),
        lambda: write_picture(path, RGB8, export=Export(path)),
    ):
        with pytest.raises(UserError, match=r"Choose one of \.jpg, \.jpeg, \.png") as caught:
            attempt()
        assert ("has no ending" in str(caught.value)) == (not path.suffix.strip("."))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", [".jpg", ".jpeg", ".webp", ".bmp"])
def test_16_bits_where_there_are_none(suffix: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Choose PNG or TIFF for 16"):
        check_writable(tmp_path / f"a{suffix}", 16)
    with pytest.raises(UserError, match="Choose PNG or TIFF for 16"):
        write_picture(tmp_path / f"a{suffix}", RGB16, export=Export(tmp_path / f"a{suffix}", bits=16))


@pytest.mark.parametrize(("suffix", "side"), [(".webp", 16_384), (".jpg", 65_501)])
def test_pictures_too_long_for_their_format(suffix: str, side: int, tmp_path: Path) -> None:
    path, long = tmp_path / f"a{suffix}", np.zeros((1, side, 3), np.uint8)
    with pytest.raises(UserError, match=r"Choose PNG or TIFF"):
        write_picture(path, long, export=Export(path))
    assert not path.exists()
    for other in (".png", ".tif"):
        write_picture(tmp_path / f"a{other}", long, export=Export(tmp_path / f"a{other}"))
        assert read_picture(tmp_path / f"a{other}").width_px == side


@pytest.mark.parametrize("shape", [(1, 1), (1, 200), (200, 1), (3, 7)])
def test_small_pictures_in_every_format(shape: tuple[int, int], tmp_path: Path) -> None:
    pixels = gradient(*shape)
    for suffix in EVERY:
        path = tmp_path / f"a{suffix}"
        write_picture(path, pixels, alpha_hw=ramp(*shape), export=Export(path))
        assert read_picture(path).rgb_hwc.shape == (*shape, 3)
    for suffix in (".png", ".tif"):
        path = tmp_path / f"a{suffix}"
        write_picture(path, pixels, export=Export(path, bits=16))
        assert read_picture(path).rgb_hwc.shape == (*shape, 3)


def test_places_that_take_no_picture(tmp_path: Path) -> None:
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "mine.png").write_bytes(b"protected")
    (tmp_path / "mine.png").chmod(0o400)
    for path, error, words in (
        (tmp_path / "folder.png", UserError, "is a folder"),
        (tmp_path / "missing" / "a.png", FileError, "does not exist"),
        (tmp_path / "mine.png", FileError, "write-protected"),
    ):
        with pytest.raises(error, match=words):
            check_writable(path)
        with pytest.raises(error, match=words):
            write_picture(path, RGB8, export=Export(path))
    assert (tmp_path / "mine.png").read_bytes() == b"protected"


def test_a_good_place_is_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"old")
    check_writable(path, 16)
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.png"]
    assert path.read_bytes() == b"old"


def test_the_photograph_itself_is_never_the_target(tmp_path: Path) -> None:
    photo = tmp_path / "photo.png"
    photo.write_bytes(encoded(Image.fromarray(RGB8), "PNG"))
    targets = [photo, tmp_path / "folder" / ".." / "photo.png"]
    (tmp_path / "folder").mkdir()
    if hasattr(os, "link"):
        os.link(photo, tmp_path / "same.png")
        targets.append(tmp_path / "same.png")
    if sys.platform != "win32":
        (tmp_path / "link.png").symlink_to(photo)
        targets.append(tmp_path / "link.png")
    for target in targets:
        with pytest.raises(UserError, match="never overwritten"):
            refuse_overwriting(photo, target)
    refuse_overwriting(photo, tmp_path / "another.png")
    refuse_overwriting(tmp_path / "missing.png", tmp_path / "another.png")


@pytest.mark.skipif(sys.platform == "win32", reason="by means of POSIX")
@pytest.mark.parametrize(("suffix", "bits"), METADATA_FORMATS)
def test_a_full_disk_leaves_the_old_picture(suffix: str, bits: int, tmp_path: Path) -> None:
    """Files end at 20,000 bytes in a process of its own."""
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"old")
    code = f"""
import resource, signal, sys
from pathlib import Path
import numpy as np
from models.news import FileError
from models.picture_write import write_picture
from models.requests import Export
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
path = Path(sys.argv[1])
noise = np.random.default_rng(0).integers(0, 256, (200, 300, 3), np.uint8)
try:
    write_picture(path, noise, export=Export(path, bits={bits}))
except FileError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "was not written" in done.stdout, done.stderr
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_quality_counts(tmp_path: Path) -> None:
    sizes = []
    for quality in (30, 75, 95):
        path = tmp_path / f"{quality}.jpg"
        write_picture(path, gradient(200, 300), export=Export(path, quality=quality))
        sizes.append(path.stat().st_size)
    assert sizes == sorted(sizes)
    assert len(set(sizes)) == 3


def test_reading_what_was_written_many_times_changes_nothing(tmp_path: Path) -> None:
    """Generations of TIFF and PNG, with profile, alpha and metadata."""
    data = encoded(
        Image.fromarray(np.dstack([RGB8, ALPHA8])), "PNG", icc_profile=color_profile.srgb_profile()
    )
    path = tmp_path / "0.png"
    path.write_bytes(data)
    picture = read_picture(path)
    for turn in range(4):
        path = tmp_path / f"{turn}.{'tif' if turn % 2 else 'png'}"
        export = Export(path, profile="original", metadata="keep", bits=16)
        write_picture(path, picture.rgb_hwc, alpha_hw=picture.alpha_hw, source=picture, export=export)
        picture = read_picture(path)
    np.testing.assert_array_equal(to_rgb8(picture.rgb_hwc), RGB8)
    assert picture.alpha_hw is not None
    np.testing.assert_array_equal(to_rgb8(picture.alpha_hw), ALPHA8)
    assert io.BytesIO(picture.icc or b"").getvalue() == color_profile.srgb_profile()
