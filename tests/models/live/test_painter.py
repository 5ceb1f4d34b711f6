"""Painting a frame, and the network under it: by itself as in Stylize, calm from one frame to the next."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from models.arrays import to_bytes
from models.devices import Device
from models.live.looks import Look, Looks
from models.live.network import LiveNetwork
from models.live.painter import Painter, colour_move
from models.live.sources import Rgb8
from models.live_requests import LiveSettings
from models.networks.style_code import colour_transform
from models.requests import Controls, StyleChoice
from models.universal import Palette, Universal, colours_of
from tests.models.conftest import MakePicture
from tests.models.live.clips import square_at
from tests.models.live.conftest import CPU
from tests.models.test_universal import lively_stylist
from tests.stepping import heard

OPENVINO = Device(torch.device("cpu"), True, "a test")


# --- the painter


def painted(painter: Painter, frame: Rgb8, now_s: float, calm: float = 0.0) -> Rgb8:
    size = (frame.shape[0], frame.shape[1])
    return painter.paint(frame, size, size, calm, now_s).rgb_hwc


def look_of(looks: Looks, settings: LiveSettings, source: Path, **controls: Any) -> Look:
    return looks.look(replace(settings, styles=(StyleChoice(str(source)),), controls=Controls(**controls)))


def is_same(one: NDArray[Any], other: NDArray[Any]) -> bool:
    """Within the rounding of a network, which differs with where its numbers happen to lie in memory."""
    return bool(np.abs(one.astype(float) - other).max() <= 1.5)


def test_one_style_becomes_another_over_a_while(
    looks: Looks, settings: LiveSettings, make_picture: MakePicture
) -> None:
    frame = square_at(20)
    one, two = (looks.look(settings), look_of(looks, settings, make_picture("two.png", 80, 60, seed=8)))
    first, last = (painted(Painter(look), frame, 0.0).astype(int) for look in (one, two))
    painter = Painter(one)
    painted(painter, frame, 0.0)
    painter.wear(two, fade_s=1.0, now_s=10.0)
    ways = [np.abs(painted(painter, frame, 10.0 + s) - last).mean() for s in (0.0, 0.5, 1.0)]
    assert np.abs(first - last).mean() == pytest.approx(ways[0], abs=0.5)
    assert 0 < ways[1] < ways[0]
    assert ways[2] == pytest.approx(0, abs=0.01)


def test_what_one_network_painted_becomes_what_another_paints(looks: Looks, settings: LiveSettings) -> None:
    frame, one = square_at(20), looks.look(settings)
    two = replace(one, network=looks.fine)
    last = painted(Painter(two), frame, 0.0).astype(int)
    painter = Painter(one)
    first = painted(painter, frame, 0.0).astype(int)
    painter.wear(two, fade_s=1.0, now_s=10.0)
    assert is_same(painted(painter, frame, 9.9), first), "a frame from just before"
    half = painted(painter, frame, 10.5).astype(int)
    assert is_same(half, (first + last) / 2)
    assert is_same(painted(painter, frame, 11.0), last)


def test_a_picture_of_another_size_or_scene_is_not_faded_from(looks: Looks, settings: LiveSettings) -> None:
    one = looks.look(settings)
    two = replace(one, network=looks.fine)
    for frame in (square_at(20, 96, 80), 255 - square_at(20)):
        painter = Painter(one)
        painted(painter, square_at(20), 0.0)
        painter.wear(two, fade_s=1.0, now_s=0.0)
        assert is_same(painted(painter, frame, 0.5), painted(Painter(two), frame, 0.5))


def test_how_a_frame_was_painted_stays_known_whatever_is_worn_next(
    looks: Looks, settings: LiveSettings, make_picture: MakePicture
) -> None:
    """A still is painted beside the loop, which goes on."""
    frame, size = square_at(20), (48, 64)
    two = look_of(looks, settings, make_picture("two.png", 80, 60, seed=8))
    painter = Painter(looks.look(settings))
    painter.wear(two, fade_s=1.0, now_s=0.0)
    manner = painter.paint(frame, size, size, 0.0, 0.5).manner
    before = manner.inputs_for(frame)
    painter.paint(frame, size, size, 0.0, 2.0)  # the fade is over
    painter.wear(replace(two, network=looks.fine), fade_s=1.0, now_s=3.0)
    assert all(np.array_equal(a, b) for a, b in zip(before, manner.inputs_for(frame), strict=True))
    assert manner.look.network is looks.quick
    assert not np.array_equal(manner.code, two.code), "in the middle of the fade"


def test_weights_alone_change_at_once(
    looks: Looks, settings: LiveSettings, make_picture: MakePicture
) -> None:
    two = StyleChoice(str(make_picture("two.png", 80, 60, seed=8)))
    mixed = replace(settings, styles=(*settings.styles, two))
    heavier = replace(settings, styles=(settings.styles[0], replace(two, weight=5.0)))
    painter, frame = Painter(looks.look(mixed)), square_at(20)
    painted(painter, frame, 0.0)
    painter.wear(looks.look(heavier), fade_s=1.0, now_s=1.0)
    expected = painted(Painter(looks.look(heavier)), frame, 1.0)
    assert np.array_equal(painted(painter, frame, 1.0), expected)


@pytest.mark.parametrize("strength", [0.25, 0.5, 0.75])
def test_lines_that_are_finer_than_the_working_size_go_with_the_style(
    looks: Looks, settings: LiveSettings, strength: float
) -> None:
    source = Path(settings.styles[0].source)
    lines = np.full((96, 128, 3), 100, np.uint8)
    lines[:, ::2] = 140
    painter = Painter(look_of(looks, settings, source, strength=strength))
    shown = painter.paint(lines, (48, 64), (96, 128), 0.0, 0.0)
    seen = shown.rgb_hwc.astype(float)
    contrast = (seen[:, ::2] - seen[:, 1::2]).mean()
    assert contrast == pytest.approx(40 * (1 - strength), abs=4)
    assert np.array_equal(shown.finest, shown.rgb_hwc), "so films of another size have them, too"


def test_the_sources_colours_are_kept_and_strength_leads_to_the_source(
    looks: Looks, settings: LiveSettings
) -> None:
    frame, source = square_at(20), Path(settings.styles[0].source)
    kept = painted(Painter(look_of(looks, settings, source, keep_colors=1.0, colors_only=True)), frame, 0.0)
    assert np.abs(kept.astype(int) - frame).max() <= 2, "its own colours, and no line changed"
    taken = painted(Painter(look_of(looks, settings, source, colors_only=True)), frame, 0.0)
    assert np.abs(taken.astype(int) - frame).mean() > 5
    luma = look_of(looks, settings, source, keep_colors=1.0, color_method="luminance")
    chroma = painted(Painter(luma), frame, 0.0)
    assert not np.array_equal(chroma, frame)
    assert np.array_equal(painted(Painter(look_of(looks, settings, source, strength=0.0)), frame, 0.0), frame)


def test_beyond_the_full_style_its_strokes_grow_and_its_colours_do_not(
    looks: Looks, settings: LiveSettings, make_picture: MakePicture
) -> None:
    source, frame = make_picture("style.png", 80, 60, seed=8), square_at(20)
    own, aims = looks.own_code(frame), []
    for strength in (1.0, 1.2):
        painter = Painter(look_of(looks, settings, source, strength=strength))
        painter.own_code = own
        manner = painter.paint(frame, (48, 64), (48, 64), 0.0, 0.0).manner
        aims.append(manner.aim(colours_of(frame)))
    (code, *move), (beyond, *same_move) = aims
    assert all(np.array_equal(a, b) for a, b in zip(move, same_move, strict=True))
    assert np.allclose(beyond - own, 1.2 * (code - own), atol=1e-5)


def test_colours_alone_leave_every_line_however_small_the_network_paints(
    looks: Looks, settings: LiveSettings, make_picture: MakePicture
) -> None:
    source, frame = make_picture("style.png", 80, 60, seed=8), square_at(20, 192, 144)
    frame[::2] //= 2  # lines of one pixel
    look = look_of(looks, settings, source, colors_only=True)
    shown = Painter(look).paint(frame, (48, 64), (144, 192), 0.0, 0.0).rgb_hwc
    steps = [np.abs(np.diff(one.astype(float).mean(2), axis=0)).mean() for one in (frame, shown)]
    assert steps[1] > 0.3 * steps[0]


def test_the_picture_is_stiller_with_calm(looks: Looks, settings: LiveSettings) -> None:
    rng = np.random.default_rng(0)
    noisy = [
        np.clip(square_at(20) + rng.normal(0, 3, (48, 64, 3)), 0, 255).astype(np.uint8) for _ in range(8)
    ]
    changes = []
    for calm in (0.0, 0.5, 1.0):
        painter = Painter(looks.look(settings))
        shown = [painted(painter, frame, 0.0, calm).astype(int) for frame in noisy]
        changes.append(np.mean([np.abs(b - a).mean() for a, b in pairwise(shown)]))
    assert changes[0] > changes[1] > changes[2]


def test_the_quick_way_to_move_colours_is_the_exact_one() -> None:
    rng = np.random.default_rng(0)
    a, b = (colours_of(rng.integers(0, 256, (20, 30, 3), np.uint8) // (i + 1)) for i in range(2))
    matrix, shift = colour_move(a, b)
    expected = colour_transform(torch.from_numpy(a), torch.from_numpy(b))
    assert np.allclose(matrix, expected[0].numpy(), atol=1e-4)
    assert np.allclose(shift, expected[1].numpy(), atol=1e-4)


# --- the network


def as_inputs(universal: Universal, frame: Rgb8, style: Rgb8) -> Palette:
    return universal.palette(universal.own_code(frame, colours_suffice=True), [universal.code(style)], 1.0)


def test_a_frame_by_itself_is_painted_as_a_picture_at_its_own_size_is() -> None:
    universal = Universal(lively_stylist(), CPU)
    rng = np.random.default_rng(1)
    frame, style = square_at(20, 80, 64), rng.integers(0, 256, (64, 64, 3), np.uint8)
    palette = as_inputs(universal, frame, style)
    network = LiveNetwork(lively_stylist(), CPU)
    network.prepare((64, 80))
    inputs = palette.matrices, palette.shifts, palette.rows
    ours, statistics = network.paint(frame, *inputs, network.blank(), 1.0)
    whole = to_bytes(heard(universal.paint_fine(frame, palette, 1.0))[0])
    # Live's margin is narrower, so that statistics and edges differ a little.
    inside = slice(24, -24), slice(24, -24)
    assert np.abs(ours[inside].astype(int) - whole[inside]).mean() < 6
    again, followed = network.paint(frame, *inputs, statistics, 0.3)
    assert np.allclose(statistics, followed, atol=1e-4), "statistics of the same frame stay"
    assert np.abs(again.astype(int) - ours).max() <= 1
    _, held = network.paint(255 - frame, *inputs, statistics, 0.0)
    assert np.array_equal(held, statistics)


def test_both_runtimes_paint_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LiveNetwork, "precision", "f32")  # with fewer digits: test_precision.py
    frame = square_at(20, 72, 56)
    universal = Universal(lively_stylist(), CPU)
    palette = as_inputs(universal, frame, np.ascontiguousarray(frame[::-1]))
    outs = []
    for device in (CPU, OPENVINO):
        network = LiveNetwork(lively_stylist(), device)
        inputs = palette.matrices, palette.shifts, palette.rows
        outs.append(network.paint(frame, *inputs, network.blank(), 1.0)[0].astype(int))
    assert np.abs(outs[0] - outs[1]).max() <= 1
