"""What a terminal and a log file are shown of a piece of work."""

from __future__ import annotations

import io
from collections.abc import Generator
from pathlib import Path

import pytest

from models.commands.console import Display, TimeLeft, follow, time_left
from models.news import Metrics, News, Notice, Progress, Saved


class Clock:
    """Time that passes when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock that the console reads."""
    clock = Clock()
    monkeypatch.setattr("models.commands.console.time.monotonic", clock.monotonic)
    return clock


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_plain_output_is_a_line_every_few_seconds(clock: Clock) -> None:
    stream = io.StringIO()
    with Display("cat.jpg", stream) as display:
        for step in range(1001):
            clock.now = step * 0.06
            display.show(Progress(step, 1000, "painting"))
    lines = stream.getvalue().splitlines()
    assert 10 <= len(lines) <= 13
    assert lines[4].startswith("cat.jpg: ")
    assert "painting" in lines[4]
    assert " s left" in lines[4]


def test_quick_work_says_nothing_of_its_progress(clock: Clock) -> None:
    stream = io.StringIO()
    with Display("cat.jpg", stream) as display:
        for step in range(101):
            clock.now = step * 0.005
            display.show(Progress(step, 100))
    assert stream.getvalue() == ""


def test_notices_and_saves_are_always_said(clock: Clock) -> None:
    stream = io.StringIO()
    with Display("cat.jpg", stream) as display:
        display.show(Notice("Going on with smaller tiles."))
        display.show(Saved(Path("half.pt")))
        clock.now = 6
        display.show(Metrics(20, {"loss": 0.123456}))
    assert stream.getvalue().splitlines() == [
        "cat.jpg: Going on with smaller tiles.",
        "cat.jpg: saved half.pt",
        "cat.jpg: step 20  loss 0.1235",
    ]


def test_a_terminal_gets_a_bar_with_the_time_left() -> None:
    terminal = Terminal()
    with Display("cat.jpg", terminal) as display:
        display.show(Progress(1, 4, "painting", seconds_left=75))
        display.show(Notice("Going on with smaller tiles."))
    said = terminal.getvalue()
    assert "cat.jpg  painting  25%" in said
    assert "75 s left" in said
    assert "cat.jpg: Going on with smaller tiles.\n" in said


@pytest.mark.parametrize("total", [0, -1])
def test_work_of_unknown_size_does_not_divide_by_it(total: float) -> None:
    with Display("cat.jpg", Terminal()) as display:
        display.show(Progress(1, total))


def test_the_time_left_is_told_from_the_work_done(clock: Clock) -> None:
    estimate = TimeLeft()
    clock.now = 10
    assert estimate.of(0.01, None) is None
    assert estimate.of(0.25, None) == pytest.approx(30)
    assert estimate.of(0.25, 5.0) == 5.0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-1, "0 s left"), (40.4, "40 s left"), (200, "3 min left"), (7500, "2 h 05 min left")],
)
def test_time_in_words(seconds: float, words: str) -> None:
    assert time_left(seconds) == words


def test_an_error_while_showing_closes_the_work() -> None:
    ends: list[str] = []

    def work() -> Generator[News, None, int]:
        try:
            yield Notice("one")
            yield Notice("two")
        finally:
            ends.append("closed")
        return 3

    class Broken:
        def show(self, news: News) -> None:
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        follow(work(), Broken())
    assert ends == ["closed"]
    assert follow(work(), Display("x", io.StringIO())) == 3
