"""What an export may say beside its pixels: a wide profile, a density, a recipe; and who keeps the name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms

from models import color_profile
from models.display_p3 import display_p3_profile
from models.news import Exported
from models.picture_file import Picture, read_picture, read_preview
from models.picture_write import write_picture
from models.recipe import MOST_CHARACTERS, NAMESPACE, recipe_in, recipe_of, with_recipe
from models.requests import Controls, Export, MetadataPolicy, OpenPicture, StyleChoice, Stylize
from models.stepping import finish
from tests.models.conftest import MakePicture
from tests.models.picture_samples import XMP, deep_gradient, gps_exif, gradient

RGB8, RGB16 = gradient(), deep_gradient()
HOLDERS = [".png", ".jpg", ".tif", ".webp"]
RECIPE = json.dumps({"program": "Impasto", "name": 'ink & "water" <1> 照片'}, ensure_ascii=False)


def photo(**given: Any) -> Picture:
    facts: dict[str, Any] = {"alpha_hw": None, "icc": None, "exif": gps_exif(), "file_format": "JPEG"}
    return Picture(RGB8, **(facts | given))


# -- Display P3 --------------------------------------------------------------------------------------------


def test_the_profile_is_display_p3_by_its_numbers() -> None:
    profile = color_profile.matrix_profile(display_p3_profile())
    published = [[0.51512, 0.29198, 0.1571], [0.2412, 0.69225, 0.06657], [-0.00105, 0.04189, 0.78407]]
    np.testing.assert_allclose(profile.to_xyz, published, atol=2e-4)  # Apple's profile of that name
    assert (
        np.abs(profile.curves[0] - color_profile.matrix_profile(color_profile.srgb_profile()).curves[0]).max()
        < 2e-3
    )
    assert not color_profile.is_srgb(display_p3_profile())


def test_other_programs_read_the_profile() -> None:
    import io

    opened = ImageCms.ImageCmsProfile(io.BytesIO(display_p3_profile()))
    assert ImageCms.getProfileDescription(opened).strip() == "Display P3"


@pytest.mark.parametrize("suffix", HOLDERS)
def test_display_p3_shows_the_same_colours(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    assert write_picture(path, RGB8, export=Export(path, quality=100, profile="display-p3")) == ()
    with Image.open(path) as image:
        assert image.info["icc_profile"] == display_p3_profile()
        stored = np.asarray(image.convert("RGB")).astype(int)
    assert np.abs(stored - RGB8).mean() > 2, "the numbers are those of the wide space"
    assert np.abs(read_picture(path).rgb_hwc.astype(int) - RGB8).mean() < 2


def test_display_p3_keeps_16_bits(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    assert write_picture(path, RGB16, export=Export(path, bits=16, profile="display-p3")) == ()
    back = read_picture(path)
    assert back.bits == 16
    assert np.abs(back.rgb_hwc.astype(int) - RGB16).mean() < 40


def test_bmp_says_that_it_holds_no_profile(tmp_path: Path) -> None:
    path = tmp_path / "a.bmp"
    remarks = write_picture(path, RGB8, export=Export(path, profile="display-p3"))
    assert "BMP holds no colour profile" in remarks[0]
    np.testing.assert_array_equal(read_picture(path).rgb_hwc, RGB8)


# -- density -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("policy", ["keep", "drop-all"])
@pytest.mark.parametrize(
    ("suffix", "bits"), [(".png", 8), (".png", 16), (".jpg", 8), (".tif", 8), (".tif", 16)]
)
def test_the_density_is_what_other_programs_read(
    suffix: str, bits: Any, policy: MetadataPolicy, tmp_path: Path
) -> None:
    path = tmp_path / f"a{suffix}"
    export = Export(path, bits=bits, dpi=240, metadata=policy)
    write_picture(path, RGB16 if bits == 16 else RGB8, source=photo(), export=export)
    with Image.open(path) as image:
        assert [float(value) for value in image.info["dpi"]] == pytest.approx([240, 240], abs=0.02)
        exif = image.getexif()
    if policy == "drop-all":
        assert 0x010F not in exif
    else:
        assert exif[0x010F] == "Maker"
        assert (float(exif[0x011A]), exif[0x0128]) == (240, 2)


def test_webp_has_the_density_in_its_exif(tmp_path: Path) -> None:
    path = tmp_path / "a.webp"
    write_picture(path, RGB8, source=photo(), export=Export(path, dpi=300, metadata="drop-all"))
    with Image.open(path) as image:
        assert float(image.getexif()[0x011A]) == 300


# -- the recipe --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("xmp", [None, XMP])
@pytest.mark.parametrize("suffix", HOLDERS)
def test_a_recipe_comes_back_from_every_format(suffix: str, xmp: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    assert write_picture(path, RGB8, source=photo(xmp=xmp), export=Export(path), recipe=RECIPE) == ()
    assert read_preview(path, 64)[1].recipe == RECIPE
    kept = read_picture(path).xmp
    assert kept is not None
    assert (b"Ada" in kept) == (xmp is not None), "the photo's own XMP stays beside it"
    assert b"Paris" not in kept


@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_a_recipe_comes_back_from_16_bits(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    write_picture(path, RGB16, export=Export(path, bits=16, metadata="drop-all"), recipe=RECIPE)
    assert read_preview(path, 64)[1].recipe == RECIPE


@pytest.mark.parametrize("policy", ["keep", "drop-location", "drop-all"])
def test_the_recipe_of_the_photo_is_never_passed_on(policy: MetadataPolicy, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    write_picture(
        path, RGB8, source=photo(xmp=with_recipe(XMP, RECIPE)), export=Export(path, metadata=policy)
    )
    assert read_preview(path, 64)[1].recipe == ""
    assert b'Impasto"' not in path.read_bytes()
    write_picture(path, RGB8, source=photo(xmp=with_recipe(XMP, RECIPE)), export=Export(path), recipe="{}")
    assert read_preview(path, 64)[1].recipe == "{}"


def test_what_a_file_cannot_hold_is_said(tmp_path: Path) -> None:
    bmp, jpg, png = tmp_path / "a.bmp", tmp_path / "a.jpg", tmp_path / "a.png"
    assert "BMP holds no recipe" in write_picture(bmp, RGB8, export=Export(bmp), recipe=RECIPE)[-1]
    long_xmp = XMP.replace(b"Ada", b"Ada" * 12_000)
    remarks = write_picture(jpg, RGB8, source=photo(xmp=long_xmp), export=Export(jpg), recipe="x" * 35_000)
    assert remarks == ("The photo's XMP metadata are too long for a JPEG and were left out.",)
    assert read_preview(jpg, 64)[1].recipe == "x" * 35_000
    remarks = write_picture(png, RGB8, export=Export(png), recipe="x" * (MOST_CHARACTERS + 1))
    assert "too long" in remarks[0]
    assert read_preview(png, 64)[1].recipe == ""


BOMB = b'<!DOCTYPE x [<!ENTITY a "b">]><x xmlns:i="%s"><i:recipe>&a;</i:recipe></x>' % NAMESPACE.encode()
ELEMENT = '<x xmlns:i="%s"><i:recipe>%s</i:recipe></x>'


@pytest.mark.parametrize(
    "xmp",
    [
        None,
        b"",
        b"\0\xff",
        NAMESPACE.encode(),
        BOMB,
        (ELEMENT % (NAMESPACE, "")).encode(),
        (ELEMENT % (NAMESPACE, "x" * (MOST_CHARACTERS + 1))).encode(),
        with_recipe(with_recipe(None, RECIPE), RECIPE),
        with_recipe(None, RECIPE)[:-60],
        b"<x>" * 50_000 + NAMESPACE.encode(),
        with_recipe(None, RECIPE) + b" " * 2_000_000,
    ],
)
def test_what_is_no_sound_recipe_is_none(xmp: bytes | None) -> None:
    assert recipe_in(xmp) == ""


def test_a_recipe_survives_a_program_that_writes_xmp_anew() -> None:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    text = f'<r:RDF xmlns:r="{rdf}"><r:Description xmlns:q="{NAMESPACE}" q:recipe="{{}}"/></r:RDF>'
    assert recipe_in(text.encode()) == "{}"


def test_a_recipe_names_everything_and_nobody(
    make_picture: MakePicture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    request = Stylize(
        make_picture("p.png"),
        (
            StyleChoice("ink_wash", 2.0),
            StyleChoice(str(make_picture("in/s.png", seed=1)), mask=make_picture("m.png")),
        ),
        Controls(strength=0.5, colors_only=True),
        seed=7,
    )
    recipe = recipe_of(request, {"width_px": 24})
    told = json.loads(recipe)
    assert told["photo"]["file"]["path"] == "~/p.png"
    assert [style["is_masked"] for style in told["styles"]] == [False, True]
    assert told["styles"][0]["source"] == "preset:ink_wash"
    assert told["styles"][1]["file"]["path"] == "~/in/s.png"
    assert told["controls"]["strength"] == 0.5
    assert told["seed"] == 7
    assert str(tmp_path) not in recipe


# -- the whole way -----------------------------------------------------------------------------------------


def answer(request: Any) -> Any:
    from models.engine import Engine

    return finish(Engine(device="cpu").answer(request))


def test_an_export_tells_what_it_took_and_keeps_the_files_of_others(
    make_picture: MakePicture, tmp_path: Path
) -> None:
    source, taken = make_picture("p.png", 96, 64), make_picture("out.png")
    before = taken.read_bytes()
    style = StyleChoice(str(make_picture("s.png", 64, 64, seed=3)))
    controls = Controls(colors_only=True)
    done = answer(
        Stylize(source, (style,), controls, export=Export(taken, with_recipe=True, keeps_others=True))
    )
    assert isinstance(done, Exported)
    assert done.path == tmp_path / "out-2.png"
    assert taken.read_bytes() == before
    assert done.size_bytes == done.path.stat().st_size
    assert 50 < done.memory_mb < 20_000
    told = json.loads(answer(OpenPicture(done.path)).recipe)
    assert told["controls"]["colors_only"] is True
    assert told["photo"]["width_px"] == 96
    assert answer(OpenPicture(source)).recipe == ""
