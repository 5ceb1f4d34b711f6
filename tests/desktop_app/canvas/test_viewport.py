"""The geometry of looking: fit, zoom to a point, pan, and never lose the picture."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.canvas.viewport import MARGIN_PX, Viewport

SIDES = st.integers(1, 8000)
VIEWS = st.integers(100, 3000)


def viewport(picture: tuple[int, int] = (4000, 3000), view: tuple[int, int] = (1048, 800)) -> Viewport:
    return Viewport().with_view(*view, 1.0).with_picture(*picture)


def test_a_large_picture_is_fitted_with_a_margin() -> None:
    seen = viewport()
    assert seen.is_fit
    assert seen.size == pytest.approx((1000, 750))
    assert seen.origin == pytest.approx((MARGIN_PX, 25))


def test_a_small_picture_is_fitted_to_twice_its_size_at_most() -> None:
    assert viewport((800, 400)).percent == pytest.approx(125)
    assert viewport((100, 50)).percent == pytest.approx(200)


def test_a_hundred_percent_is_one_pixel_of_the_screen_on_any_screen() -> None:
    retina = viewport().with_view(1048, 800, 0.5).zoomed_to(0.5)
    assert retina.percent == pytest.approx(100)


@given(SIDES, SIDES, VIEWS, VIEWS, st.floats(0.2, 6), st.floats(0, 1), st.floats(0, 1))
def test_zooming_keeps_the_point_or_what_is_nearest_to_it(
    width: int, height: int, view_width: int, view_height: int, factor: float, x: float, y: float
) -> None:
    seen = viewport((width, height), (view_width, view_height)).zoomed(4)
    at = (x * view_width, y * view_height)
    before = seen.picture_point(*at)
    closer = seen.zoomed(factor, at)
    left, top = closer.origin
    is_free = all(
        size > view - 2 * MARGIN_PX and start < MARGIN_PX - 1e-6 and start + size > view - MARGIN_PX + 1e-6
        for start, size, view in zip((left, top), closer.size, closer.view, strict=True)
    )
    if is_free:
        assert closer.picture_point(*at) == pytest.approx(before, rel=1e-6, abs=1e-6)


@given(SIDES, SIDES, VIEWS, VIEWS, st.floats(0.1, 20), st.floats(-1e5, 1e5), st.floats(-1e5, 1e5))
def test_the_picture_can_not_be_lost(
    width: int, height: int, view_width: int, view_height: int, factor: float, dx: float, dy: float
) -> None:
    seen = viewport((width, height), (view_width, view_height)).zoomed(factor).panned(dx, dy)
    for start, size, view in zip(seen.origin, seen.size, seen.view, strict=True):
        if size <= view - 2 * MARGIN_PX:
            assert start + size / 2 == pytest.approx(view / 2, abs=1e-3)
        else:
            assert start <= MARGIN_PX + 1e-3
            assert start + size >= view - MARGIN_PX - 1e-3


def test_a_fitted_picture_stays_fitted_when_the_window_grows_and_a_zoomed_one_stays_zoomed() -> None:
    assert viewport().with_view(2000, 1600, 1.0).is_fit
    assert viewport().with_view(2000, 1600, 1.0).zoom > viewport().zoom
    zoomed = viewport().zoomed_to(1)
    assert zoomed.with_view(2000, 1600, 1.0).zoom == 1


def test_another_picture_of_the_same_size_is_seen_at_the_same_place() -> None:
    zoomed = viewport().zoomed_to(2, (10, 10))
    assert zoomed.with_picture(4000, 3000) is zoomed
    assert zoomed.with_picture(400, 300).is_fit


def test_zooming_ends() -> None:
    seen = viewport()
    for _ in range(100):
        seen = seen.zoomed(2)
    assert seen.percent == pytest.approx(3200)
    for _ in range(100):
        seen = seen.zoomed(0.5)
    assert seen.zoom == pytest.approx(seen.fit_zoom / 2)


@given(SIDES, SIDES, VIEWS, VIEWS, st.floats(0.1, 20), st.integers(0, 3), st.floats(0, 1), st.floats(0, 1))
def test_a_point_is_found_where_it_is_seen_however_the_picture_is_turned(
    width: int, height: int, view_width: int, view_height: int, factor: float, turns: int, x: float, y: float
) -> None:
    seen = viewport((width, height), (view_width, view_height)).zoomed(factor).turned(turns)
    there = seen.view_point(x * width, y * height)
    assert seen.picture_point(*there) == pytest.approx((x * width, y * height), abs=1e-3)
    left, top = seen.origin
    assert left - 1e-3 <= there[0] <= left + seen.size[0] + 1e-3
    assert top - 1e-3 <= there[1] <= top + seen.size[1] + 1e-3


def test_a_turn_to_the_right_puts_the_left_side_on_top() -> None:
    turned = viewport().turned(1)
    assert turned.seen == (3000, 4000)
    assert turned.is_fit
    assert turned.origin == pytest.approx(turned.view_point(0, 3000))
    assert turned.turned(-1) == viewport()


@given(st.integers(0, 3), st.floats(-500, 500), st.floats(-500, 500))
def test_panning_follows_the_hand_however_the_picture_is_turned(turns: int, dx: float, dy: float) -> None:
    seen = viewport().zoomed_to(4).turned(turns)
    before = seen.view_point(2000, 1500)
    after = seen.panned(dx, dy).view_point(2000, 1500)
    assert after == pytest.approx((before[0] + dx, before[1] + dy), abs=1e-6)


@given(st.integers(0, 3))
def test_zooming_to_a_point_keeps_it_however_the_picture_is_turned(turns: int) -> None:
    seen = viewport().zoomed_to(4).turned(turns)
    before = seen.picture_point(700, 300)
    assert seen.zoomed(1.7, (700, 300)).picture_point(700, 300) == pytest.approx(before)


def test_another_picture_is_seen_upright() -> None:
    assert viewport().turned(1).with_picture(400, 300).turns == 0
