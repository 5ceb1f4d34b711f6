"""Drafts only where they are quicker."""

from __future__ import annotations

import pytest

from desktop_app.stylize.pace import DRAFT_S, SMALLEST_PX, Pace, preview_px


def learned(base_s: float, per_mp_s: float) -> Pace:
    pace = Pace()
    for side in (320, 1024, 640, 1024):
        pace.learn(base_s + per_mp_s * side * side / 1e6, side, side)
    return pace


def test_it_learns_what_a_picture_costs() -> None:
    assert learned(0.4, 1.5).expected_s(2) == pytest.approx(3.4)
    assert learned(0, 2).expected_s(0.5) == pytest.approx(1.0)


def test_a_quick_engine_needs_no_draft() -> None:
    assert learned(0.02, 0.1).draft_px(1024, 0.75) == 1024


def test_a_slow_engine_gets_a_draft_of_the_right_size() -> None:
    side = learned(0.0, 2.0).draft_px(1024, 0.75)
    assert SMALLEST_PX <= side < 1024
    assert side * side * 0.75 / 1e6 * 2.0 == pytest.approx(DRAFT_S, rel=0.25)


def test_where_a_small_picture_costs_the_same_there_is_no_draft() -> None:
    assert learned(2.4, 0.0).draft_px(1024, 0.75) == 1024
    assert learned(2.4, 0.2).draft_px(1024, 0.75) == 1024


def test_at_first_it_guesses() -> None:
    assert Pace().draft_px(2048, 1.0) < 2048


def test_sizes_worth_painting_are_few_and_never_beyond_the_photo() -> None:
    assert preview_px(801.5, 4000) == 896
    assert preview_px(820, 4000) == 896
    assert preview_px(10, 4000) == 256
    assert preview_px(9000, 8000) == 2048
    assert preview_px(900, 500) == 500


def test_the_first_picture_says_nothing_of_an_export() -> None:
    pace = Pace()
    guess = pace.at_best_s(10)
    pace.learn(30, 1000, 1000)  # the networks were loaded
    assert pace.at_best_s(10) == guess
    pace.learn(2, 1000, 1000)
    pace.learn(9, 1000, 1000)  # something else was going on
    assert pace.at_best_s(10) == 20
