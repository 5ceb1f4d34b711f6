"""The parts of an export that know no window: names, sizes of prints, estimates."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage

from desktop_app.document.state import Photo
from desktop_app.settings import ExportChoice, SettingsStore
from desktop_app.stylize import export_names
from desktop_app.stylize.controls_panel import BRUSH
from desktop_app.stylize.estimates import FIRST_BASE_MB, Estimates, bytes_per_pixel
from desktop_app.stylize.export_names import UnknownFieldError, clean, path_of, stem_of, values_of
from desktop_app.stylize.exporting import export_of
from desktop_app.stylize.print_size import STROKE_PX, WORKING_PX, PrintSize, in_millimetres
from models.news import Exported
from models.requests import Export

NOON = time.strptime("2026-11-21 12:05:09", "%Y-%m-%d %H:%M:%S")
VALUES = values_of("IMG 7", ["Starry Night", "Ink/Wash"], (3000, 2000), NOON)


# -- names -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("{photo}-{style}", "IMG 7-starry-night+ink-wash"),
        ("{date} {time} {width}x{height}", "2026-11-21 12.05.09 3000x2000"),
        ("{counter}", "1"),
        ('a/b\\c:d*e?f"g<h>i|j', "a-b-c-d-e-f-g-h-i-j"),
        ("..", "picture"),
        ("", "picture"),
        (".hidden. ", "hidden"),
        ("con", "con_"),
        ("LPT1.x", "LPT1.x_"),
        ("half {open", "half {open"),
        ("{{photo}}", "{photo}"),
        ("画 {photo} 🎨", "画 IMG 7 🎨"),
        ("a\nb\0c", "abc"),
    ],
)
def test_a_template_becomes_a_name_that_every_file_system_takes(template: str, name: str) -> None:
    assert stem_of(template, VALUES) == name


def test_every_field_that_is_named_is_known() -> None:
    for field in export_names.FIELDS:
        assert stem_of(f"{{{field}}}", VALUES) != "picture"
    with pytest.raises(UnknownFieldError, match="colour"):
        stem_of("{photo} {colour}", VALUES)
    for template in ("{}", "{0}", "{photo.x}", "{photo[0]}"):
        with pytest.raises(UnknownFieldError):
            stem_of(template, VALUES)


@given(st.text(max_size=300))
def test_no_text_makes_a_name_that_leads_elsewhere(text: str) -> None:
    name = clean(text)
    assert name
    assert Path(name).name == name
    assert name not in (".", "..")
    assert len(name.encode()) <= export_names.MOST_BYTES + 1
    assert not name.endswith((".", " "))


def test_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    taken = {tmp_path / "a.jpg", tmp_path / "a-2.jpg", tmp_path / "a 1.jpg"}

    def path(template: str, *, is_unique: bool) -> Path:
        return path_of(tmp_path, template, VALUES, ".jpg", is_taken=taken.__contains__, is_unique=is_unique)

    assert path("a", is_unique=True) == tmp_path / "a-3.jpg"
    assert path("a", is_unique=False) == tmp_path / "a.jpg"
    assert path("a {counter}", is_unique=False) == tmp_path / "a 2.jpg"
    assert path("b", is_unique=True) == tmp_path / "b.jpg"


# -- print -------------------------------------------------------------------------------------------------


def test_a_print_is_reckoned_by_its_width_whatever_side_is_long() -> None:
    paper = PrintSize(25.4, 300)
    wide, tall = Photo(Path("a"), 6000, 4000), Photo(Path("b"), 4000, 6000)
    assert (paper.width_px(), paper.long_side_px(wide), paper.long_side_px(tall)) == (3000, 3000, 4500)
    assert paper.height_cm(tall) == pytest.approx(38.1)
    assert PrintSize(10_000, 2400).long_side_px(wide) == 100_000, "no larger than the engine takes"


def test_the_brush_on_paper_is_what_the_engine_does() -> None:
    """A style of 512 pixels is laid onto a photograph of 1024: see `plan_brush`."""
    from models import universal

    assert STROKE_PX * 64 == universal.STYLE_PX
    assert WORKING_PX == universal.WORKING_PX
    photo = Photo(Path("a"), 6000, 4000)
    for brush in (0.5, 1.0, 2.0):
        scale, working = universal.plan_brush(photo.height_px, photo.width_px, brush)
        style_share = universal.STYLE_PX * scale / max(working)  # of the long side
        expected_mm = 300 * style_share / 64
        assert brush * PrintSize(30, 300).stroke_mm(photo) == pytest.approx(expected_mm, rel=0.01)


@pytest.mark.parametrize("stroke_mm", [0.05, 2.34, 80.0])
def test_millimetres_lead_to_the_same_brush(stroke_mm: float) -> None:
    scale = in_millimetres(BRUSH, stroke_mm)
    for brush in (0.25, 1.0, 4.0):
        back = scale.value_of(scale.text_of(brush))
        assert back == pytest.approx(brush, rel=0.25 if stroke_mm < 0.1 else 0.02)


# -- estimates ---------------------------------------------------------------------------------------------


def exported(megapixels: float, seconds: float, memory_mb: float, size_bytes: int) -> Exported:
    side = round((megapixels * 1e6) ** 0.5)
    return Exported(Path("a.jpg"), side, side, seconds, (), memory_mb, size_bytes)


JPG = Export(Path("a.jpg"))


def test_before_the_first_export_the_previews_tell_the_time(tmp_path: Path) -> None:
    estimates = Estimates(SettingsStore(tmp_path / "s.json"))
    about = estimates.of("universal", JPG, 10_000_000, 0.5, lambda megapixels: 2 * megapixels)
    assert about.seconds == 20
    assert about.size_bytes == 5_000_000
    assert about.memory_mb is not None
    assert about.memory_mb > FIRST_BASE_MB
    refined = estimates.of("refine", JPG, 10_000_000, 0.0, lambda megapixels: 2 * megapixels)
    assert (refined.seconds, refined.memory_mb, refined.size_bytes) == (None, None, None)


def test_exports_are_learned_from_and_remembered(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path / "s.json")
    estimates = Estimates(store)
    for megapixels in (2, 4, 8):
        done = exported(megapixels, 1 + 3 * megapixels, 500 + 50 * megapixels, round(megapixels * 400_000))
        estimates.learn("universal", JPG, done, 0.5)
    store.save()
    for known in (estimates, Estimates(SettingsStore(tmp_path / "s.json"))):
        about = known.of("universal", JPG, 16_000_000, 0.5, lambda _: 0.0)
        assert about.seconds == pytest.approx(49, rel=0.02)
        assert about.memory_mb == pytest.approx(1300, rel=0.02)
        assert about.size_bytes == pytest.approx(16 * 400_000, rel=0.02)
    other = estimates.of("universal", Export(Path("a.png")), 16_000_000, 0.5, lambda _: 0.0)
    assert other.size_bytes == 8_000_000, "what is true of JPEG says nothing of PNG"


@pytest.mark.parametrize("past", [[1], ["x"] * 6, ["universal", ".jpg 8", 1, 2, "many", 3], [[]] * 6])
def test_what_is_no_record_is_left_aside(past: list[Any], tmp_path: Path) -> None:
    store = SettingsStore(tmp_path / "s.json")
    store.change(past_exports=(tuple(past),))
    assert Estimates(store).of("refine", JPG, 1, 0.0, lambda _: 0.0).seconds is None


def test_a_sample_tells_what_a_pixel_takes() -> None:
    plain, busy = QImage(200, 100, QImage.Format.Format_RGB32), QImage(200, 100, QImage.Format.Format_RGB32)
    plain.fill(QColor(90, 90, 90))
    for x in range(200):
        for y in range(100):
            busy.setPixelColor(x, y, QColor(x * 37 % 256, y * 91 % 256, x * y % 256))
    for suffix in (".jpg", ".png", ".tif", ".webp"):
        assert 0 < bytes_per_pixel(plain, suffix, 90) < bytes_per_pixel(busy, suffix, 90) < 5
    assert bytes_per_pixel(busy, ".jpg", 30) < bytes_per_pixel(busy, ".jpg", 95)


# -- depth -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("suffix", "chosen", "photo_bits", "bits"),
    [(".png", 0, 16, 16), (".tif", 0, 8, 8), (".jpg", 0, 16, 8), (".png", 8, 16, 8), (".png", 16, 8, 16)],
)
def test_a_deep_photo_keeps_its_depth_where_the_format_can_and_nobody_says_otherwise(
    suffix: Any, chosen: Any, photo_bits: int, bits: int
) -> None:
    choice, photo = ExportChoice(suffix=suffix, bits=chosen), Photo(Path("a"), 6, 4, photo_bits)
    assert export_of(choice, Path(f"b{suffix}"), photo).bits == bits
