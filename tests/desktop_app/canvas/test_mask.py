"""What strokes, lassos, gradients and feathering leave in a mask."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage

from desktop_app.canvas.blur import feathered
from desktop_app.canvas.brush import Dab, between, stencil
from desktop_app.canvas.layer import png_of
from desktop_app.canvas.mask import Mask, working_size


@pytest.fixture
def mask() -> Mask:
    return Mask.blank(QSize(201, 101))  # an odd width: the rows of a QImage are padded


def untouched(mask: Mask, changed: QRect, tone: int = 0) -> bool:
    """Nothing outside of what was said to have changed has changed."""
    rest = np.ones(mask.pixels.shape, bool)
    rest[changed.top() : changed.bottom() + 1, changed.left() : changed.right() + 1] = False
    return bool((mask.pixels[rest] == tone).all())


@pytest.mark.parametrize(
    ("photo", "size"),
    [((6000, 4000), (2048, 1365)), ((300, 4000), (154, 2048)), ((64, 48), (64, 48)), ((90000, 3), (2048, 1))],
)
def test_a_mask_has_the_shape_of_its_photograph(photo: tuple[int, int], size: tuple[int, int]) -> None:
    assert working_size(*photo) == QSize(*size)


def test_a_hard_dab_is_a_disc_where_it_was_put(mask: Mask) -> None:
    changed = mask.stamp([Dab(60.5, 40.5, 20)], 1.0)
    rows, columns = np.nonzero(mask.pixels)
    assert (columns.mean(), rows.mean()) == pytest.approx((60, 40), abs=0.01)
    assert mask.pixels.sum() / 255 == pytest.approx(np.pi * 20**2, rel=0.01)
    assert mask.pixels[40, 60] == mask.pixels[40, 78] == 255
    assert mask.pixels[40, 83] == 0
    assert untouched(mask, changed)


def test_a_soft_dab_fades_and_a_harder_one_less(mask: Mask) -> None:
    tones = []
    for hardness in (0.0, 0.5, 1.0):
        mask.pixels[:] = 0
        mask.stamp([Dab(100, 50, 40)], hardness)
        assert mask.pixels[50, 100] >= 254
        profile = mask.pixels[50, 100:145].astype(int)
        assert (np.diff(profile) <= 0).all(), "from the middle outwards it only gets weaker"
        tones.append(int(mask.pixels[50, 127]))
    assert tones == sorted(tones)
    assert tones[0] < 130 < tones[1] < tones[2] == 255


def test_a_small_brush_knows_places_between_pixels() -> None:
    left = stencil(Dab(10.0, 10.5, 1.5), 1.0)[2].sum(0)
    right = stencil(Dab(10.75, 10.5, 1.5), 1.0)[2].sum(0)
    assert np.average(range(len(left)), weights=left) < np.average(range(len(right)), weights=right) - 0.6


def test_a_quick_movement_leaves_no_gaps(mask: Mask) -> None:
    start, end = Dab(20, 50, 8), Dab(180, 50, 8)
    changed = mask.stamp([start, *between(start, end)], 1.0)
    assert (mask.pixels[50, 20:180] == 255).all()
    edge = mask.pixels[43, 25:175].astype(int)
    assert edge.max() - edge.min() <= 12, "the edge of the stroke is straight"
    assert untouched(mask, changed)


def test_pressure_widens_a_stroke_along_its_way(mask: Mask) -> None:
    start, end = Dab(20, 50, 2), Dab(180, 50, 30)
    mask.stamp([start, *between(start, end)], 1.0)
    widths = (mask.pixels > 127).sum(0)
    assert widths[30] < 12
    assert widths[100] == pytest.approx(34, abs=3)
    assert widths[170] > 54


def test_going_over_a_place_twice_changes_nothing_more(mask: Mask) -> None:
    mask.stamp([Dab(60, 40, 30)], 0.2)
    once = mask.pixels.copy()
    mask.stamp([Dab(60, 40, 30)], 0.2)
    assert (mask.pixels == once).all()


def test_the_eraser_takes_away_what_the_brush_put_there(mask: Mask) -> None:
    mask.stamp([Dab(60, 40, 30)], 0.5)
    mask.stamp([Dab(60, 40, 32)], 1.0, erases=True)
    assert mask.pixels.max() <= 1


@pytest.mark.parametrize("at", [(-5.0, 50.0), (205.0, 50.0), (100.0, -5.0), (0.0, 0.0), (200.9, 100.9)])
def test_strokes_go_over_the_edge(mask: Mask, at: tuple[float, float]) -> None:
    changed = mask.stamp([Dab(*at, 12)], 1.0)
    assert mask.pixels.max() == 255
    assert mask.whole.contains(changed)


def test_a_stroke_beside_the_picture_changes_nothing(mask: Mask) -> None:
    assert mask.stamp([Dab(-500, 50, 12)], 1.0).isEmpty()
    assert mask.pixels.max() == 0


def test_a_lasso_fills_what_it_goes_round_and_can_cut_out(mask: Mask) -> None:
    changed = mask.fill_polygon([(20, 20), (120, 20), (120, 80), (20, 80)])
    assert mask.pixels.sum() / 255 == pytest.approx(100 * 60, rel=0.01)
    assert untouched(mask, changed)
    mask.fill_polygon([(40, 30), (60, 30), (60, 50), (40, 50)], erases=True)
    assert mask.pixels[40, 50] == 0
    assert mask.pixels[40, 100] == 255
    assert mask.fill_polygon([(1, 1), (90, 90)]).isEmpty(), "two points go round nothing"


def test_a_gradient_goes_from_white_to_black(mask: Mask) -> None:
    mask.stamp([Dab(10, 10, 5)], 1.0)
    assert mask.fill_gradient((50, 50), (150, 50)) == mask.whole
    assert (mask.pixels[:, :50] == 255).all()
    assert (mask.pixels[:, 150:] == 0).all()
    assert mask.pixels[7, 100] == pytest.approx(127, abs=2)
    assert (np.diff(mask.pixels[3].astype(int)) <= 0).all()
    assert mask.fill_gradient((5, 5), (5, 5)).isEmpty(), "a click is no gradient"


def test_a_slanted_gradient_is_even_across(mask: Mask) -> None:
    mask.fill_gradient((0, 0), (100, 100))
    assert mask.pixels[20, 60] == mask.pixels[60, 20] == mask.pixels[40, 40]


def test_inverting_twice_is_nothing(mask: Mask) -> None:
    mask.stamp([Dab(60, 40, 30)], 0.3)
    before = mask.pixels.copy()
    mask.invert()
    assert (mask.pixels == 255 - before).all()
    mask.invert()
    assert (mask.pixels == before).all()


def test_a_region_is_added_and_taken_away(mask: Mask) -> None:
    region = np.zeros_like(mask.pixels)
    region[10:20, 10:20] = 200
    mask.add(region)
    assert mask.pixels[15, 15] == 200
    mask.add(region, erases=True)
    assert mask.pixels[15, 15] == 55


@pytest.mark.parametrize("sigma", [1.0, 3.0, 9.0, 23.0])
def test_feathering_is_a_gaussian(sigma: float) -> None:
    """An edge becomes the error function of the width asked for, and stays where it was."""
    from math import erf

    edge = np.zeros((240, 320), np.uint8)
    edge[:, 160:] = 255
    row = feathered(edge, sigma)[120].astype(float)
    wanted = [255 * (1 + erf((x + 0.5 - 160) / sigma / 2**0.5)) / 2 for x in range(320)]
    assert np.abs(row - wanted).max() < 255 * (0.07 if sigma < 2 else 0.035)
    assert row[160] + row[159] == pytest.approx(255, abs=2)


def test_feathering_keeps_edges_of_the_picture_and_flat_masks() -> None:
    assert (feathered(np.full((50, 31), 200, np.uint8), 12) == 200).all()
    some = np.random.default_rng(0).integers(0, 256, (60, 70), dtype=np.uint8)
    assert (feathered(some, 0.0) == some).all()
    assert feathered(some, 6).mean() == pytest.approx(some.mean(), abs=4)


def test_a_mask_of_another_photograph_is_stretched(mask: Mask) -> None:
    mask.pixels[:, :100] = 255
    other = Mask.of(mask.image, QSize(60, 80))
    assert other.pixels.shape == (80, 60)
    assert other.pixels[40, 10] == 255
    assert other.pixels[40, 50] == 0


def test_what_was_handed_out_does_not_change_any_more(mask: Mask) -> None:
    before = mask.copied()
    mask.stamp([Dab(60, 40, 30)], 1.0)
    assert before.pixelColor(60, 40).red() == 0
    assert mask.copied().pixelColor(60, 40).red() == 255


def test_a_png_is_the_mask_and_equal_masks_are_equal_files(mask: Mask) -> None:
    mask.stamp([Dab(60, 40, 30)], 0.3)
    read = QImage.fromData(png_of(mask.image))
    assert (Mask(read).pixels == mask.pixels).all()
    assert png_of(mask.copied()) == png_of(mask.image)
