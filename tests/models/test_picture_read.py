"""Every kind of picture that is read: the right pixels, upright, in sRGB, with depth and transparency."""

from __future__ import annotations

import os
import shutil
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms

from models.picture_file import read_mask, read_picture, read_preview, resize_rgb, to_rgb8
from tests.models.picture_samples import (
    ADOBE_XYZ,
    HEIGHT,
    WIDTH,
    XMP,
    adobe_rgb,
    chunk,
    deep_gradient,
    encoded,
    gps_exif,
    gradient,
    lzw_tiff,
    png16,
    profile,
    ramp,
    tiff,
)

RGB8, RGB16, ALPHA8 = gradient(), deep_gradient(), ramp()
ALPHA16 = ALPHA8.astype(np.uint16) * 256 + 9
IMAGE = Image.fromarray(RGB8)
GREY8 = np.asarray(IMAGE.convert("L"))
RGBA = Image.fromarray(np.dstack([RGB8, ALPHA8]))
PALETTE = IMAGE.quantize(60, dither=Image.Dither.NONE)
PALETTE8 = np.asarray(PALETTE.convert("RGB"))
ONE_BIT = GREY8 > 110
FLOATS = RGB16.astype(np.float32) / 65535


def grey(pixels: NDArray[Any]) -> NDArray[Any]:
    return np.repeat(pixels[..., None], 3, 2)


def twice(pixels: NDArray[Any]) -> NDArray[Any]:
    """Values of 8 bits in 16."""
    return pixels.astype(np.uint16) * 257


def transparent_palette() -> bytes:
    return encoded(PALETTE, "PNG", transparency=bytes([0, 128] + [255] * 58))


def palette_alpha() -> NDArray[np.uint8]:
    index = np.asarray(PALETTE)
    return np.where(index == 0, 0, np.where(index == 1, 128, 255)).astype(np.uint8)


def transparent_colour() -> bytes:
    return encoded(IMAGE, "PNG", transparency=tuple(int(v) for v in RGB8[3, 4]))


def premultiplied(pixels: NDArray[np.uint16]) -> NDArray[np.uint16]:
    return (pixels * (ALPHA16[..., None] / 65535) + 0.5).astype(np.uint16)


MPO = encoded(IMAGE, "MPO", save_all=True, append_images=[IMAGE], quality=98)
FRAMES = [Image.fromarray(np.roll(RGB8, 5 * n, 1)) for n in range(3)]
FIRST_OF_PALETTE = (np.asarray(PALETTE) == 0) | (np.asarray(PALETTE) == 1)

# name → (bytes, the colours they hold, how far off they may be)
GOOD: dict[str, tuple[bytes, NDArray[Any], int]] = {
    "rgb.jpg": (encoded(IMAGE, "JPEG", quality=98, subsampling=0), RGB8, 6),
    "progressive.jpg": (encoded(IMAGE, "JPEG", quality=98, subsampling=0, progressive=True), RGB8, 6),
    "grey.jpg": (encoded(IMAGE.convert("L"), "JPEG", quality=98), grey(GREY8), 6),
    "cmyk.jpg": (encoded(IMAGE.convert("CMYK"), "JPEG", quality=98), RGB8, 12),
    "phone.jpg": (MPO, RGB8, 16),
    "rgb.png": (encoded(IMAGE, "PNG"), RGB8, 0),
    "rgba.png": (encoded(RGBA, "PNG"), RGB8, 0),
    "grey.png": (encoded(IMAGE.convert("L"), "PNG"), grey(GREY8), 0),
    "grey_alpha.png": (encoded(RGBA.convert("LA"), "PNG"), grey(GREY8), 0),
    "palette.png": (encoded(PALETTE, "PNG"), PALETTE8, 0),
    "palette_alpha.png": (transparent_palette(), PALETTE8, 0),
    "clear_colour.png": (transparent_colour(), RGB8, 0),
    "one_bit.png": (encoded(Image.fromarray(ONE_BIT), "PNG"), grey(ONE_BIT * np.uint8(255)), 0),
    "animated.png": (encoded(FRAMES[0], "PNG", save_all=True, append_images=FRAMES[1:]), RGB8, 0),
    "deep.png": (png16(RGB16), RGB16, 0),
    "deep_alpha.png": (png16(np.dstack([RGB16, ALPHA16])), RGB16, 0),
    "deep_grey.png": (png16(RGB16[..., :1]), grey(RGB16[..., 0]), 0),
    "deep_grey_alpha.png": (png16(np.dstack([RGB16[..., 0], ALPHA16])), grey(RGB16[..., 0]), 0),
    "deep_clear_grey.png": (
        png16(RGB16[..., :1], chunk(b"tRNS", struct.pack(">H", int(RGB16[3, 4, 0])))),
        grey(RGB16[..., 0]),
        0,
    ),
    "lossless.webp": (encoded(IMAGE, "WEBP", lossless=True), RGB8, 0),
    "alpha.webp": (encoded(RGBA, "WEBP", lossless=True, exact=True), RGB8, 0),
    "lossy.webp": (encoded(IMAGE, "WEBP", quality=98), RGB8, 14),
    "animated.webp": (
        encoded(FRAMES[0], "WEBP", lossless=True, save_all=True, append_images=FRAMES[1:]),
        RGB8,
        0,
    ),
    "rgb.bmp": (encoded(IMAGE, "BMP"), RGB8, 0),
    "grey.bmp": (encoded(IMAGE.convert("L"), "BMP"), grey(GREY8), 0),
    "palette.bmp": (encoded(PALETTE, "BMP"), PALETTE8, 0),
    "one_bit.bmp": (encoded(Image.fromarray(ONE_BIT), "BMP"), grey(ONE_BIT * np.uint8(255)), 0),
    "rgb.tif": (encoded(IMAGE, "TIFF"), RGB8, 0),
    "rgba.tiff": (encoded(RGBA, "TIFF"), RGB8, 0),
    "lzw.tif": (encoded(IMAGE, "TIFF", compression="tiff_lzw"), RGB8, 0),
    "zip.tif": (encoded(IMAGE, "TIFF", compression="tiff_adobe_deflate"), RGB8, 0),
    "jpeg.tif": (encoded(IMAGE, "TIFF", compression="jpeg", quality=98), RGB8, 20),
    "fax.tif": (
        encoded(Image.fromarray(ONE_BIT), "TIFF", compression="group4"),
        grey(ONE_BIT * np.uint8(255)),
        0,
    ),
    "grey.tif": (encoded(IMAGE.convert("L"), "TIFF"), grey(GREY8), 0),
    "palette.tif": (encoded(PALETTE, "TIFF"), PALETTE8, 0),
    "cmyk.tif": (encoded(IMAGE.convert("CMYK"), "TIFF"), RGB8, 1),
    "pages.tif": (encoded(FRAMES[0], "TIFF", save_all=True, append_images=FRAMES[1:]), RGB8, 0),
    "deep.tif": (tiff(RGB16), RGB16, 0),
    "deep_big.tif": (tiff(RGB16, bigtiff=True), RGB16, 0),
    "deep_motorola.tif": (tiff(RGB16, byteorder=">"), RGB16, 0),
    "deep_zip.tif": (tiff(RGB16, compression="adobe_deflate", predictor=True), RGB16, 0),
    "deep_lzw.tif": (lzw_tiff(RGB16), RGB16, 0),
    "deep_lzw_alpha.tif": (lzw_tiff(np.dstack([RGB16, ALPHA16])), RGB16, 0),
    "deep_lzw_grey.tif": (lzw_tiff(RGB16[..., 0]), grey(RGB16[..., 0]), 0),
    "deep_tiles.tif": (tiff(RGB16, tile=(16, 16), compression="adobe_deflate"), RGB16, 0),
    "deep_planes.tif": (
        tiff(RGB16.transpose(2, 0, 1), photometric="rgb", planarconfig="separate"),
        RGB16,
        0,
    ),
    "deep_alpha.tif": (tiff(np.dstack([RGB16, ALPHA16]), extrasamples=["unassalpha"]), RGB16, 0),
    "deep_other.tif": (tiff(np.dstack([RGB16, ALPHA16]), extrasamples=["unspecified"]), RGB16, 0),
    "deep_grey.tif": (tiff(RGB16[..., 0]), grey(RGB16[..., 0]), 0),
    "deep_white.tif": (
        tiff(65535 - RGB16[..., 0], photometric="miniswhite"),
        grey(RGB16[..., 0]),
        0,
    ),
    "deep_pages.tif": (tiff(np.stack([RGB16, RGB16[::-1]]), photometric="rgb"), RGB16, 0),
    "float.tif": (tiff(FLOATS), RGB16, 1),
    "float_zip.tif": (tiff(FLOATS, compression="adobe_deflate"), RGB16, 1),
    "float_lzw.tif": (lzw_tiff(FLOATS), RGB16, 1),
    "half.tif": (tiff(FLOATS.astype(np.float16)), RGB16, 40),
    "float_grey.tif": (tiff(FLOATS[..., 0]), grey(RGB16[..., 0]), 1),
}
ALPHAS: dict[str, NDArray[Any]] = {
    "rgba.png": ALPHA8,
    "grey_alpha.png": ALPHA8,
    "palette_alpha.png": palette_alpha(),
    "clear_colour.png": np.where((RGB8[3, 4] == RGB8).all(2), 0, 255),
    "deep_alpha.png": ALPHA16,
    "deep_grey_alpha.png": ALPHA16,
    "deep_clear_grey.png": np.where(RGB16[..., 0] == RGB16[3, 4, 0], 0, 65535),
    "alpha.webp": ALPHA8,
    "rgba.tiff": ALPHA8,
    "deep_alpha.tif": ALPHA16,
    "deep_lzw_alpha.tif": ALPHA16,
}


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def put_down(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return put_down


Put = Callable[[str, bytes], Path]


@pytest.mark.parametrize("name", GOOD)
def test_the_pixels_of_every_kind(name: str, put: Put) -> None:
    data, wanted, tolerance = GOOD[name]
    picture = read_picture(put(name, data))
    assert picture.rgb_hwc.dtype == wanted.dtype
    assert (picture.height_px, picture.width_px) == (HEIGHT, WIDTH)
    assert picture.bits == wanted.dtype.itemsize * 8
    assert np.abs(picture.rgb_hwc.astype(int) - wanted).max() <= tolerance
    assert picture.rgb_hwc.flags.c_contiguous
    assert picture.rgb_hwc.flags.writeable, "torch warns of arrays that are not"
    if name not in ALPHAS:
        assert picture.alpha_hw is None
    else:
        assert picture.alpha_hw is not None
        assert picture.alpha_hw.dtype == picture.rgb_hwc.dtype
        np.testing.assert_array_equal(picture.alpha_hw, ALPHAS[name])


@pytest.mark.parametrize("name", GOOD)
def test_only_choices_are_remarked_on(name: str, put: Put) -> None:
    words = {
        "animated": "animated, 3 pictures",
        "pages": "several pages",
        "deep_pages": "several pages",
        "cmyk": "without a colour profile",
    }
    remarks = read_picture(put(name, GOOD[name][0])).remarks
    wanted = words.get(name.partition(".")[0])
    assert [wanted in remark for remark in remarks if wanted] == ([True] if wanted else [])
    assert wanted or not remarks


@pytest.mark.parametrize("name", GOOD)
def test_a_preview_tells_the_same_facts(name: str, put: Put) -> None:
    path = put(name, GOOD[name][0])
    rgb_hwc, facts = read_preview(path, 10)
    assert (facts.width_px, facts.height_px) == (WIDTH, HEIGHT)
    assert facts.bits == GOOD[name][1].dtype.itemsize * 8
    assert facts.has_alpha == (name in ALPHAS)
    assert (
        facts.file_format
        == {"jp": "JPEG", "pn": "PNG", "we": "WEBP", "bm": "BMP", "ti": "TIFF"}[name.partition(".")[2][:2]]
    )
    assert rgb_hwc.shape == (7, 10, 3)
    assert rgb_hwc.dtype == np.uint8
    wanted = resize_rgb(
        to_rgb8(GOOD[name][1].astype(np.uint16)) if facts.bits == 16 else GOOD[name][1], 10, 7
    )
    assert np.abs(rgb_hwc.astype(int) - wanted).mean() < 6


def test_premultiplied_colours_are_divided_again(put: Put) -> None:
    data = tiff(np.dstack([premultiplied(RGB16), ALPHA16]), extrasamples=["assocalpha"])
    picture = read_picture(put("a.tif", data))
    assert picture.alpha_hw is not None
    np.testing.assert_array_equal(picture.alpha_hw, ALPHA16)
    visible = ALPHA16 > 20_000
    assert np.abs(picture.rgb_hwc[visible].astype(int) - RGB16[visible]).max() <= 4


@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("deep", [False, True])
def test_alpha_that_is_opaque_is_none(channels: int, deep: bool, put: Put) -> None:
    opaque = np.full((HEIGHT, WIDTH, 1), 65535 if deep else 255, np.uint16 if deep else np.uint8)
    pixels = np.concatenate([RGB16 if deep else RGB8, opaque], 2)[..., :channels]
    data = png16(pixels) if deep else encoded(Image.fromarray(pixels.astype(np.uint8)), "PNG")
    assert read_picture(put("a.png", data)).alpha_hw is None


# How a picture that is stored after `stored` comes upright again.
TURNS: dict[int, Callable[[NDArray[Any]], NDArray[Any]]] = {
    1: lambda upright: upright,
    2: lambda upright: upright[:, ::-1],
    3: lambda upright: upright[::-1, ::-1],
    4: lambda upright: upright[::-1],
    5: lambda upright: upright.swapaxes(0, 1),
    6: lambda upright: upright.swapaxes(0, 1)[::-1],
    7: lambda upright: upright[::-1, ::-1].swapaxes(0, 1),
    8: lambda upright: upright.swapaxes(0, 1)[:, ::-1],
}


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["jpg", "png", "deep.png", "webp", "tif", "deep.tif", "deep_lzw.tif"])
def test_pictures_come_upright(kind: str, orientation: int, put: Put) -> None:
    deep = kind.startswith("deep")
    stored = np.ascontiguousarray(TURNS[orientation](np.dstack([RGB16, ALPHA16]) if deep else RGB8))
    exif = Image.Exif()
    exif[0x0112] = orientation
    block = exif.tobytes()
    if kind == "deep.png":
        data = png16(stored, chunk(b"eXIf", block[6:]))
    elif kind == "deep.tif":
        data = tiff(stored, extrasamples=["unassalpha"], extratags=[(274, 3, 1, orientation, True)])
    elif kind == "deep_lzw.tif":
        image = Image.fromarray(np.ascontiguousarray(stored[..., 0]))
        data = encoded(image, "TIFF", compression="tiff_lzw", tiffinfo={274: orientation})
    elif kind == "tif":
        data = encoded(Image.fromarray(stored), "TIFF", tiffinfo={274: orientation})
    else:
        options: dict[str, Any] = {"quality": 98, "subsampling": 0} if kind == "jpg" else {}
        options |= {"lossless": True} if kind == "webp" else {}
        file_format = {"jpg": "JPEG"}.get(kind, kind.upper())
        data = encoded(Image.fromarray(stored), file_format, exif=block, **options)
    path = put(f"a.{kind}", data)
    picture = read_picture(path)
    wanted = RGB16 if deep else RGB8
    if kind == "deep_lzw.tif":
        wanted = grey(RGB16[..., 0])
    assert picture.rgb_hwc.shape == wanted.shape
    assert np.abs(picture.rgb_hwc.astype(int) - wanted).max() <= (8 if kind == "jpg" else 0)
    if kind in ("deep.png", "deep.tif"):
        assert picture.alpha_hw is not None
        np.testing.assert_array_equal(picture.alpha_hw, ALPHA16)
    preview, facts = read_preview(path, 12)
    assert (facts.width_px, facts.height_px) == (WIDTH, HEIGHT)
    assert preview.shape[:2] == (9, 12)


def test_a_preview_of_a_nearly_square_photo_on_its_side(put: Put) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    image = Image.fromarray(gradient(800, 803))
    path = put("a.jpg", encoded(image, "JPEG", exif=exif.tobytes()))
    preview, facts = read_preview(path, 64)
    assert (facts.width_px, facts.height_px) == (800, 803)
    assert preview.shape == (64, 64, 3)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_an_embedded_profile_is_brought_to_srgb(kind: str, put: Put) -> None:
    """The same colour in Adobe RGB has other numbers; 8 bits by LittleCMS."""
    stored = Image.new("RGB", (8, 8), (60, 170, 90))
    options: dict[str, Any] = {"quality": 100, "subsampling": 0} if kind == "JPEG" else {}
    options |= {"lossless": True} if kind == "WEBP" else {}
    picture = read_picture(put("a.bin", encoded(stored, kind, icc_profile=adobe_rgb(), **options)))
    light = ADOBE_XYZ @ ((np.array([60, 170, 90]) / 255) ** (563 / 256))
    srgb_xyz = np.array(
        [[0.436075, 0.385065, 0.143080], [0.222505, 0.716879, 0.060617], [0.013932, 0.097105, 0.714173]]
    )
    linear = np.linalg.solve(srgb_xyz, light).clip(0, 1)
    wanted = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055) * 255
    assert np.abs(picture.rgb_hwc[4, 4] - wanted).max() <= 1.6
    assert np.abs(picture.rgb_hwc[4, 4] - np.array([60, 170, 90])).max() > 20
    assert picture.icc == adobe_rgb()


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_a_profile_keeps_16_bits(kind: str, put: Put) -> None:
    """Neighbouring numbers of 16 bits stay apart, which 8 bits in between would not let them."""
    ramp16 = np.tile(np.arange(20_000, 20_000 + 512, dtype=np.uint16)[None, :, None], (2, 1, 3))
    icc = adobe_rgb()
    if kind == "PNG":
        data = png16(ramp16, chunk(b"iCCP", b"p\0\0" + zlib.compress(icc)))
    else:
        data = tiff(ramp16, iccprofile=icc)
    picture = read_picture(put("a.bin", data))
    assert picture.bits == 16
    steps = np.diff(picture.rgb_hwc[0, :, 1].astype(int))
    assert steps.min() >= 0
    assert steps.max() <= 3
    assert len(np.unique(picture.rgb_hwc[0, :, 1])) > 400
    assert not any("8-bit" in remark for remark in picture.remarks)


def test_srgb_in_a_profile_changes_no_pixel(put: Put) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = read_picture(put("a.png", encoded(IMAGE, "PNG", icc_profile=srgb)))
    np.testing.assert_array_equal(picture.rgb_hwc, RGB8)
    assert picture.icc == srgb


@pytest.mark.parametrize("mode", ["L", "LA", "RGB"])
def test_a_grey_profile(mode: str, put: Put) -> None:
    icc = profile(ADOBE_XYZ, 1.0, b"GRAY")
    colours: dict[str, Any] = {"L": 55, "LA": (55, 200), "RGB": (55, 55, 55)}
    image = Image.new(mode, (6, 5), colours[mode])
    picture = read_picture(put("a.png", encoded(image, "PNG", icc_profile=icc)))
    if mode == "RGB":  # such a profile says nothing of colours
        assert "not one for such pixels" in picture.remarks[0]
        assert picture.rgb_hwc[2, 2].tolist() == [55, 55, 55]
    else:
        assert np.abs(picture.rgb_hwc[2, 2].astype(int) - 128).max() <= 2, "55/255 of light is mid grey"
        assert not picture.remarks
    assert (picture.alpha_hw is not None) == (mode == "LA")


def test_a_grey_profile_in_16_bits(put: Put) -> None:
    pixels = np.full((4, 5), round(0.2140 * 65535), np.uint16)
    data = tiff(pixels, iccprofile=profile(ADOBE_XYZ, 1.0, b"GRAY"))
    picture = read_picture(put("a.tif", data))
    assert np.abs(picture.rgb_hwc.astype(int) - 32768).max() < 30


@pytest.mark.parametrize("icc", [b"nonsense", b"\0" * 200, adobe_rgb()[:140], adobe_rgb()[:-60]])
@pytest.mark.parametrize("deep", [False, True])
def test_a_damaged_profile_is_left_out_and_that_is_said(icc: bytes, deep: bool, put: Put) -> None:
    part = chunk(b"iCCP", b"p\0\0" + zlib.compress(icc))
    data = png16(RGB16, part) if deep else encoded(IMAGE, "PNG", icc_profile=icc)
    picture = read_picture(put("a.png", data))
    np.testing.assert_array_equal(picture.rgb_hwc, RGB16 if deep else RGB8)
    assert len(picture.remarks) == 1
    assert "profile in a.png is damaged" in picture.remarks[0]


def test_lab(put: Put) -> None:
    image = Image.new("LAB", (5, 4), (round(0.5 * 255), 128, 128))
    picture = read_picture(put("a.tif", encoded(image, "TIFF")))
    assert picture.rgb_hwc.std() == 0
    assert np.abs(picture.rgb_hwc.astype(int) - 119).max() <= 3, "L* of 50 is grey 119 in sRGB"


def test_numbers_that_are_no_colours_are_stretched(put: Put) -> None:
    heights = np.linspace(-50, 8000, HEIGHT * WIDTH, dtype=np.float32).reshape(HEIGHT, WIDTH)
    kinds: dict[str, Any] = {"float": np.float32, "whole": np.int32, "small": np.int16}
    for name, kind in kinds.items():
        picture = read_picture(put(f"{name}.tif", tiff(heights.astype(kind))))
        assert "stretched" in picture.remarks[0]
        assert picture.bits == 16
        assert (picture.rgb_hwc.min(), picture.rgb_hwc.max()) == (0, 65535)
        assert (np.diff(picture.rgb_hwc[..., 0].reshape(-1).astype(int)) >= 0).all()


def test_light_above_white_is_cut_off_and_that_is_said(put: Put) -> None:
    values = np.full((4, 5, 3), 0.5, np.float32)
    values[0, 0], values[1, 1], values[2, 2] = 3.0, -1.0, np.nan
    picture = read_picture(put("hdr.tif", tiff(values)))
    assert "cut off" in picture.remarks[0]
    assert picture.rgb_hwc[0, 0].tolist() == [65535] * 3
    assert picture.rgb_hwc[1, 1].tolist() == picture.rgb_hwc[2, 2].tolist() == [0] * 3
    assert picture.rgb_hwc[3, 3].tolist() == [32768] * 3


@pytest.mark.parametrize(
    ("kind", "suffix"), [("PNG", "jpg"), ("JPEG", "png"), ("WEBP", "tif"), ("BMP", "webp"), ("TIFF", "bmp")]
)
def test_content_decides_and_not_the_name(kind: str, suffix: str, put: Put) -> None:
    picture = read_picture(put(f"a.{suffix}", encoded(IMAGE, kind)))
    assert picture.file_format == kind
    assert picture.remarks == (f"a.{suffix} is a {kind} file by its content, and was read as one.",)


@pytest.mark.parametrize(
    "name", ["Ölbild – été.png", "写真.png", "קובץ.png", "a b%20c'\".png", "🌻.png", "no_ending"]
)
def test_names_of_all_kinds(name: str, put: Put) -> None:
    if os.name == "nt" and '"' in name:
        pytest.skip("not a name on this system")
    assert read_picture(put(name, encoded(IMAGE, "PNG"))).width_px == WIDTH


def test_metadata_come_along(put: Put) -> None:
    for kind in ("JPEG", "PNG", "WEBP", "TIFF"):
        options: dict[str, Any] = {"exif": gps_exif(), "xmp": XMP} if kind != "TIFF" else {"exif": gps_exif()}
        picture = read_picture(put("a.bin", encoded(IMAGE, kind, **options)))
        assert picture.exif is not None
        assert b"Model 7" in picture.exif


@pytest.mark.parametrize(
    "exif",
    [
        b"Exif\0\0",
        b"Exif\0\0II*\0\xff\xff\xff\x7f",
        b"Exif\0\0garbage garbage",
        b"Exif\0\0" + b"MM\0*\0\0\0\x08\xff\xff" * 4,
    ],
)
def test_damaged_metadata_are_no_reason_to_refuse(exif: bytes, put: Put) -> None:
    picture = read_picture(put("a.jpg", encoded(IMAGE, "JPEG", exif=exif)))
    assert picture.rgb_hwc.shape == RGB8.shape


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (4000, 100), (100, 4000)])
def test_shapes_of_all_kinds(size: tuple[int, int], put: Put) -> None:
    path = put("a.png", encoded(Image.new("RGB", size, (1, 2, 3)), "PNG"))
    assert (read_picture(path).width_px, read_picture(path).height_px) == size
    preview, _ = read_preview(path, 64)
    assert max(preview.shape[:2]) == min(64, max(size))
    assert min(preview.shape[:2]) >= 1


def test_a_wide_panorama_of_100_megapixels_is_within_the_caps(put: Put) -> None:
    """63,246 × 1,581: flat, so that it is small on disk and quickly read."""
    path = put("a.png", encoded(Image.new("1", (63_246, 1_581)), "PNG"))
    picture = read_picture(path)
    assert picture.rgb_hwc.shape == (1_581, 63_246, 3)


def test_masks(put: Put) -> None:
    for name, data, wanted in (
        ("grey.png", encoded(IMAGE.convert("L"), "PNG"), GREY8 / 255),
        ("rgb.png", encoded(IMAGE, "PNG"), RGB8.mean(2) / 255),
        ("alpha.png", encoded(RGBA, "PNG"), ALPHA8 / 255),
        ("deep.png", png16(RGB16[..., :1]), RGB16[..., 0] / 65535),
        ("bits.png", encoded(Image.fromarray(ONE_BIT), "PNG"), ONE_BIT),
    ):
        mask = read_mask(put(name, data))
        assert mask.dtype == np.float32
        np.testing.assert_allclose(mask, wanted, atol=1e-6, err_msg=name)


def test_a_mask_whose_alpha_says_nothing_is_its_grey(put: Put) -> None:
    half = Image.fromarray(np.dstack([RGB8, np.full((HEIGHT, WIDTH), 90, np.uint8)]))
    np.testing.assert_allclose(read_mask(put("a.png", encoded(half, "PNG"))), RGB8.mean(2) / 255, atol=1e-6)


def test_to_rgb8_rounds_to_the_nearest() -> None:
    values = np.arange(65536, dtype=np.uint16).reshape(256, 256)
    np.testing.assert_array_equal(to_rgb8(values), np.rint(values / 257).astype(np.uint8))
    same = gradient()
    assert to_rgb8(same) is same


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_resizing_keeps_flat_colours_and_finds_no_aliases(dtype: Any) -> None:
    most = np.iinfo(dtype).max
    flat = np.full((40, 60, 3), [most, 7, most // 3], dtype)
    assert (resize_rgb(flat, 13, 9) == [most, 7, most // 3]).all()
    assert (resize_rgb(flat, 130, 90) == [most, 7, most // 3]).all()
    stripes = np.zeros((64, 64, 3), dtype)
    stripes[:, ::2] = most
    small = resize_rgb(stripes, 16, 16)
    assert small.dtype == dtype
    assert np.abs(small[:, 2:-2] / most - 0.5).max() < 0.03
    assert resize_rgb(flat, 60, 40) is flat


def test_a_file_that_changes_its_name_while_open_is_no_matter(put: Put, tmp_path: Path) -> None:
    path = put("a.png", encoded(IMAGE, "PNG"))
    first = read_picture(path)
    shutil.move(path, tmp_path / "b.png")  # Windows refuses where the reader left it open
    np.testing.assert_array_equal(read_picture(tmp_path / "b.png").rgb_hwc, first.rgb_hwc)
