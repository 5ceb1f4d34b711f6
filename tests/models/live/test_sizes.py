"""The working size follows the time that frames take, and does not pump."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from models.live.sizes import FORGIVE_FRAMES, Ladder, working_size

BUDGET_S = 1 / 30


def run(ladder: Ladder, frames: int, took: Callable[[int], float]) -> list[int]:
    """The rungs that the ladder moves through, where a frame at a rung takes so long."""
    moves = []
    for _ in range(frames):
        wanted = ladder.took(took(ladder.rung_px))
        if wanted != ladder.rung_px:
            ladder.move(wanted)
            moves.append(wanted)
    return moves


def test_it_climbs_to_the_ceiling_where_there_is_time() -> None:
    ladder = Ladder(192, 640, BUDGET_S)
    moves = run(ladder, 2000, lambda px: 1e-4)
    assert moves == sorted(moves)
    assert ladder.rung_px == 640


def test_it_falls_at_once_to_what_fits_and_stays() -> None:
    ladder = Ladder(128, 960, BUDGET_S, rung_px=960)
    per_pixel = 0.9 * BUDGET_S / 320**2
    moves = run(ladder, 3000, lambda px: per_pixel * px**2)
    assert moves == [256], "in one step, and to stay: 320 would leave no room"
    assert run(Ladder(512, 960, BUDGET_S), 500, lambda px: 1.0) == [512], "never below the floor"


def test_noise_of_the_clock_does_not_make_it_pump() -> None:
    rng = np.random.default_rng(0)
    ladder = Ladder(128, 1280, BUDGET_S, rung_px=384)
    per_pixel = 0.8 * BUDGET_S / 384**2
    moves = run(ladder, 5000, lambda px: per_pixel * px**2 * float(rng.lognormal(0, 0.15)))
    assert len(moves) <= 2


def test_a_rung_that_was_too_slow_is_tried_ever_more_rarely() -> None:
    """Times that do not grow as expected: the rung above always looks affordable and never is."""
    ladder = Ladder(128, 1280, BUDGET_S, rung_px=384)
    moves = run(ladder, 12 * FORGIVE_FRAMES, lambda px: 0.3 * BUDGET_S if px <= 384 else 2 * BUDGET_S)
    assert moves.count(448) <= 4


def test_a_setting_that_has_nothing_to_do_with_sizes_forgives_no_rung() -> None:
    ladder = Ladder(128, 1280, BUDGET_S, rung_px=384)

    def took(px: int) -> float:
        ladder.set(128, 1280, BUDGET_S)
        return 0.3 * BUDGET_S if px <= 384 else 2 * BUDGET_S

    assert run(ladder, 2 * FORGIVE_FRAMES, took).count(448) <= 2


def test_other_limits_hold_from_the_next_frame() -> None:
    ladder = Ladder(128, 1280, BUDGET_S, rung_px=960)
    ladder.set(128, 320, BUDGET_S)
    assert ladder.rung_px == 320
    assert Ladder(700, 750, BUDGET_S).rung_px == 700, "no rung lies between"


def test_working_sizes_keep_the_shape_on_a_grid_and_never_enlarge() -> None:
    assert working_size(320, 720, 1280) == (176, 320)
    assert working_size(320, 1280, 720) == (320, 176)
    assert working_size(1280, 240, 320) == (240, 320)
    assert working_size(128, 16, 2000) == (16, 128)
