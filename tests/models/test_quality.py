"""What `impasto bench --quality` measures, on known painters; and that what ships stays as good."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import cv2
import numpy as np
import pytest
from PIL import Image

from models.cli import main
from models.commands.bench import goal_lines
from models.evaluation import acceptance, quality
from models.evaluation.features import Eye
from models.image import to_image, to_rgb8
from models.networks.narrow import NarrowStylist
from models.stepping import finish
from models.universal import Universal

# What the shipped weights reached when they came in, with a margin for other runtimes. New weights may raise
# these lines; whoever lowers one says why in docs/experiments.md.
AT_LEAST = {"gap": 0.945, "gap_strokes": 0.845, "ssim": 0.522}
AT_MOST = {"content": 0.36, "clipped": 0.005, "shift_rms": 5.3, "noise_gain": 1.6, "grid": 1.1}
WORST_GAP = 0.655
MET_HERE = 6  # of the goals that were set for another judge and other pictures
# The same for the table of `acceptance`.
TABLE_AT_LEAST = {
    "gap_at_content": 0.445,
    "worst_tenth_gap_at_content": 0.335,
    "live_gap_at_content": 0.3,
    "style_retrieval": 0.95,
    "psnr_at_0_db": 30.2,
}
TABLE_AT_MOST = {"weights_bytes": 4_300_000, "kmac_per_px": 45.0, "live_kmac_per_px": 6.0}


def photo(seed: int = 0, side: int = 120) -> quality.Rgb8:
    """Soft noise that clips nowhere."""
    rng = np.random.default_rng(seed)
    soft = cv2.GaussianBlur(rng.normal(0, 120, (side, side, 3)), (0, 0), 1.5)
    picture: quality.Rgb8 = (soft + 128).clip(40, 215).astype(np.uint8)
    return picture


def same(rgb_hwc: quality.Rgb8) -> quality.Rgb8:
    return rgb_hwc


def test_shift_is_0_for_what_follows_the_photo_and_not_for_what_stays_in_place() -> None:
    assert quality.shift_rms(same, photo()) == 0

    def screen_door(rgb_hwc: quality.Rgb8) -> quality.Rgb8:
        out = rgb_hwc.copy()
        out[:, ::4] += 20
        return out

    # A column of four is 20 off and another one is missed: 20·√(2/4), for shifts of 1, 2 and 3 px alike.
    assert quality.shift_rms(screen_door, photo()) == pytest.approx(20 * 0.5**0.5, rel=0.02)


def test_noise_gain_is_the_contrast_it_is_given() -> None:
    assert quality.noise_gain(same, photo()) == 1
    assert quality.noise_gain(lambda p: np.zeros_like(p), photo()) == 0

    def harder_contrast(rgb_hwc: quality.Rgb8) -> quality.Rgb8:
        return (rgb_hwc.astype(np.int16) * 2 - 128).clip(0, 255).astype(np.uint8)

    harder = quality.noise_gain(harder_contrast, photo())
    assert 1.5 < harder <= 2  # what reaches the ends of the range is cut
    assert quality.noise_gain(same, photo(), seed=1) == 1


@pytest.mark.parametrize("period", [2, 4, 8])
@pytest.mark.parametrize("upright", [True, False])
def test_a_grid_is_seen_at_each_period_and_direction(period: int, upright: bool) -> None:
    noise = np.random.default_rng(0).normal(128, 10, (130, 150, 3))
    assert quality.grid_peak(noise) < 1.4
    lines = noise.copy()
    lines[:, ::period] += 12
    assert quality.grid_peak(lines if upright else lines.transpose(1, 0, 2)) > 2


def test_a_flat_picture_has_no_grid() -> None:
    assert quality.grid_peak(np.full((64, 64, 3), 90, np.uint8)) == 1


def test_the_photo_itself_closes_nothing_and_its_recolouring_no_strokes() -> None:
    eye, picture, style = Eye(), photo(1), photo(2)[::-1] // 2 + np.array([90, 20, 0], np.uint8)
    untouched = quality.measure(same, eye, picture, style)
    assert untouched.gap == pytest.approx(0, abs=1e-6)
    assert untouched.content == pytest.approx(0, abs=1e-6)
    assert untouched.ssim == pytest.approx(1)
    recoloured = quality.measure(lambda _: quality.only_colours(picture, style), eye, picture, style)
    assert recoloured.gap == pytest.approx(recoloured.gap_colours)
    assert recoloured.gap > 0.3
    assert recoloured.gap_strokes == pytest.approx(0, abs=1e-6)


class Painter:
    """Paints nothing, as the universal network would be asked to."""

    class runtime:  # noqa: N801 - an attribute, as the network has it
        name = "none"

    def code(self, rgb_hwc: quality.Rgb8) -> Any:
        return rgb_hwc.mean()

    def asked_for(self, _rgb_hwc: quality.Rgb8, code: Any) -> Any:
        return code

    def stylize_array(self, rgb_hwc: quality.Rgb8, code: Any) -> quality.Rgb8:
        return rgb_hwc


def test_every_photo_meets_every_style(tmp_path: Path) -> None:
    for index, name in enumerate(("photo_a", "photo_b", "style_x", "style_y")):
        Image.fromarray(photo(index)).save(tmp_path / f"{name}.jpg")
    report = finish(quality.quality(cast("Universal", Painter()), Eye(), samples=tmp_path))
    assert list(report["pairs"]) == ["a__x", "a__y", "b__x", "b__y"]
    assert report["median"]["ssim"] == pytest.approx(1)
    assert report["features"] == "Impasto loss network"
    json.dumps(report, allow_nan=False)


def towards_the_style(rgb_hwc: quality.Rgb8, code: Any, strength: float) -> quality.Rgb8:
    """A painter whose code is the style picture itself."""
    return to_rgb8(to_image(rgb_hwc).lerp(to_image(code), strength))


def test_along_the_strength_a_style_is_approached_and_recognised() -> None:
    photos, styles = {"a": photo(0)}, {"x": photo(1), "y": photo(2) // 2}
    codes: Any = styles
    found = finish(acceptance.sweep(towards_the_style, Eye(), photos, styles, codes, "test"))
    assert found.content.shape == found.gap.shape == (len(acceptance.STRENGTHS), 2)
    assert found.gap[0].tolist() == [0, 0]
    assert found.gap[-1].tolist() == pytest.approx([1, 1], abs=1e-4)
    assert (np.diff(found.content, axis=0) > 0).all()
    assert found.recognised == 1
    confused: Any = {"x": styles["y"], "y": styles["x"]}
    wrong = finish(acceptance.sweep(towards_the_style, Eye(), photos, styles, confused, "test"))
    assert wrong.recognised == 0


def test_gaps_are_compared_at_one_content_distance() -> None:
    content = np.array([[0.0, 0.1, 0.2, 0.3, 0.4]] * 2).T
    gap = np.array([[0.0, 0.25, 0.5, 0.75, 1.0], [0.0, 0.2, 0.4, 0.4, 0.4]]).T
    found = acceptance.Sweep(content, gap, 1.0)
    between = found.gaps_at(0.15)
    assert between is not None
    assert between.tolist() == pytest.approx([0.375, 0.3])
    assert found.gaps_at(0.41) is None


def test_multiplications_are_counted_by_the_pixel() -> None:
    stylist = NarrowStylist(40)
    config = stylist.content.config
    quarter, trunk = config.quarter, config.trunk
    at_8 = 9 * (quarter * trunk + 2 * config.blocks * trunk**2 + trunk * quarter) / 64
    at_4 = 9 * (48 * quarter + quarter * config.half) / 16
    at_2 = 9 * (config.half + 3) * 12 / 4
    assert acceptance.kmac_per_px(stylist) == pytest.approx((at_8 + at_4 + at_2) / 1000)


@pytest.mark.slow
def test_what_ships_paints_as_well_as_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--quality", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert len(report["pairs"]) == 16
    median = report["median"]
    below = {name: median[name] for name, least in AT_LEAST.items() if median[name] < least}
    above = {name: median[name] for name, most in AT_MOST.items() if median[name] > most}
    assert not below | above
    assert report["worst_tenth_gap"] >= WORST_GAP
    assert {name: report[name] for name, least in TABLE_AT_LEAST.items() if report[name] < least} == {}
    assert {name: report[name] for name, most in TABLE_AT_MOST.items() if report[name] > most} == {}
    assert report["content_by_strength"] == sorted(report["content_by_strength"])
    lines = goal_lines(report["table"])
    assert "for orientation only" in lines[1]
    met = [line for line in lines if line.endswith("met here") and not line.endswith("not met here")]
    assert len(met) >= MET_HERE
    assert len([line for line in lines if line.endswith("met here")]) == 13
