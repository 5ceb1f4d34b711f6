"""What stands still is held still, what moves is not smeared, and a cut begins anew."""

from __future__ import annotations

import numpy as np

from models.evaluation.bench import made_up_picture
from models.evaluation.flicker import differences, flicker
from models.live.calm import CutFinder, Memory, Motion, Stillness
from models.live.sources import Rgb8
from tests.models.live.clips import square_at

STILL = made_up_picture(96, 64)


def noisy(rgb_hwc: Rgb8, seed: int, sigma: float = 3.0) -> Rgb8:
    noise = np.random.default_rng(seed).normal(0, sigma, rgb_hwc.shape)
    return np.clip(rgb_hwc + noise, 0, 255).round().astype(np.uint8)


def calmed(frames: list[Rgb8], calm: float) -> list[Rgb8]:
    cuts, stillness, memory = CutFinder(), Stillness(), Memory()
    return [memory.follow(frame, stillness.new_share(frame, calm, cuts.is_cut(frame))) for frame in frames]


def test_sensor_noise_goes_with_calm() -> None:
    frames = [noisy(STILL, seed) for seed in range(12)]
    left = [flicker(frames, calmed(frames, calm)).painted for calm in (0.0, 0.5, 1.0)]
    assert left[0] == flicker(frames, frames).painted, "without calm nothing is changed"
    assert left[1] < 0.6 * left[0]
    assert left[2] < 0.3 * left[0]


def test_what_moves_is_there_at_once() -> None:
    frames = [square_at(x) for x in range(0, 40, 4)]
    for frame, after in zip(frames, calmed(frames, 1.0), strict=True):
        assert np.abs(frame.astype(int) - after).max() <= 8


def test_a_slow_change_of_light_is_followed() -> None:
    frames = [square_at(20, level=60 + step // 2) for step in range(120)]
    after = calmed(frames, 1.0)[-1]
    assert abs(float(after[:8].mean()) - float(frames[-1][:8].mean())) < 4


def test_strokes_go_along_with_what_moves() -> None:
    """A scene moves by 2 px a frame and is painted with other grain in every frame: the grain is calmed."""
    wide = made_up_picture(200, 96)
    scene = [np.ascontiguousarray(wide[:, 2 * x : 2 * x + 128]) for x in range(8)]
    boiling = [noisy(frame, seed, 15.0) for seed, frame in enumerate(scene)]
    motion, memory = Motion(), Memory()
    shown = []
    for frame, paint in zip(scene, boiling, strict=True):
        found = motion.carry(frame, memory.kept, 1.0, is_cut=False)
        if found is not None:
            memory.kept = found[0]
        shown.append(memory.follow(paint, None if found is None else found[1]))
    assert flicker(scene, shown).painted < 0.6 * flicker(scene, boiling).painted
    inside = slice(16, -16), slice(16, -16)
    off = np.abs(shown[-1][inside].astype(int) - scene[-1][inside]).mean()
    assert off < np.abs(boiling[-1][inside].astype(int) - scene[-1][inside]).mean(), "nearer to the scene"


def test_nothing_is_carried_into_another_scene() -> None:
    motion = Motion()
    before, after = made_up_picture(128, 96), made_up_picture(128, 96, seed=9)
    motion.carry(before, None, 1.0, is_cut=True)
    assert motion.carry(after, before.astype(np.float32), 1.0, is_cut=True) is None
    motion.carry(before, None, 1.0, is_cut=False)
    found = motion.carry(after, before.astype(np.float32), 1.0, is_cut=False)
    assert found is not None
    assert found[1].mean() > 0.8, "a cut that was not seen: what the flow cannot explain is new"


def test_a_cut_begins_anew() -> None:
    frames = [noisy(STILL, 1), noisy(STILL, 2), noisy(255 - STILL, 3)]
    assert np.array_equal(calmed(frames, 1.0)[-1], frames[-1])
    finder = CutFinder()
    assert [finder.is_cut(frame) for frame in frames] == [True, False, True]


def test_a_pan_is_no_cut() -> None:
    wide = made_up_picture(400, 64)
    finder = CutFinder()
    found = [finder.is_cut(np.ascontiguousarray(wide[:, 4 * x : 4 * x + 96])) for x in range(40)]
    assert found == [True] + [False] * 39


def test_the_flicker_of_a_pure_translation_is_nothing() -> None:
    """The oracle: the flow is known and whole, so every pixel comes exactly from where it was."""
    wide = made_up_picture(160, 80)
    before, now = wide[:, 10:110], wide[:, 7:107]  # the scene moves 3 px to the right
    back = np.zeros((80, 100, 2), np.float32)
    back[..., 0] = -3
    seen = np.zeros((80, 100), bool)
    seen[:, 3:] = True
    pair = np.ascontiguousarray(before), np.ascontiguousarray(now)
    assert differences(back, seen, [pair]) == [0.0]
    brighter = np.ascontiguousarray(now - np.minimum(now, 10))
    assert differences(back, seen, [(pair[0], brighter)]) != [0.0]


def test_the_flicker_of_painted_frames() -> None:
    wide = made_up_picture(200, 96)
    scene = [np.ascontiguousarray(wide[:, 2 * x : 2 * x + 128]) for x in range(6)]
    steady = flicker(scene, scene)
    assert steady.pairs == 5
    assert steady.painted == steady.scene
    boiling = [noisy(frame, seed, 20.0) for seed, frame in enumerate(scene)]
    assert flicker(scene, boiling).painted > steady.painted + 10
    assert flicker(scene[:1], scene[:1]).pairs == 0
