"""Undo for every change, one step for one gesture."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.document.history import History
from desktop_app.document.state import Project

DAY = 8 * 3600


def test_nothing_to_undo_or_redo_at_first() -> None:
    history = History(0)
    assert not history.undo()
    assert not history.redo()
    assert (history.undo_label, history.redo_label) == ("", "")


def test_undo_and_redo_go_back_and_forth_and_are_named() -> None:
    history = History("a")
    history.change("b", "to b")
    history.change("c", "to c")
    assert history.undo()
    assert (history.state, history.undo_label, history.redo_label) == ("b", "to b", "to c")
    assert history.redo()
    assert history.state == "c"


def test_a_change_after_undo_forgets_what_was_undone() -> None:
    history = History(0)
    history.change(1, "one")
    history.undo()
    history.change(2, "two")
    assert not history.redo()
    assert history.undo()
    assert history.state == 0


def test_a_gesture_is_one_step_until_it_is_sealed() -> None:
    history = History(0)
    for value in (1, 2, 3):
        history.change(value, "slide", "strength")
    history.seal()
    for value in (4, 5):
        history.change(value, "slide", "strength")
    assert history.undo()
    assert history.state == 3
    assert history.undo()
    assert history.state == 0


def test_gestures_of_two_sliders_are_two_steps() -> None:
    history = History(0)
    history.change(1, "slide", "strength")
    history.change(2, "slide", "brush")
    history.undo()
    assert history.state == 1


def test_a_slider_that_comes_back_leaves_no_step() -> None:
    history = History(0)
    history.change(1, "slide", "strength")
    history.change(0, "slide", "strength")
    assert history.undo_label == ""


def test_the_same_state_is_no_change() -> None:
    history = History(7)
    assert not history.change(7, "same")
    assert history.undo_label == ""


def test_a_day_of_a_step_each_second_can_be_undone_to_its_first() -> None:
    history = History(Project())
    tracemalloc.start()
    for second in range(DAY):
        controls = replace(history.state.controls, strength=second / DAY / 2)
        history.change(replace(history.state, controls=controls), "Strength")
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    steps = 0
    while history.undo():
        steps += 1
    assert steps == DAY
    assert history.state == Project()
    assert size < DAY * 1000, "a step is some hundred bytes"


@given(st.lists(st.integers(0, 5), max_size=30))
def test_undoing_everything_and_redoing_it_ends_where_it_began(values: list[int]) -> None:
    history = History(0)
    for value in values:
        history.change(value, "set")
    last = history.state
    while history.undo():
        pass
    assert history.state == 0
    while history.redo():
        pass
    assert history.state == last
