"""What the Judge asks and where it puts the answers, with an engine that answers when the test says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop_app.calls import Calls
from desktop_app.judge.controller import JudgeController
from desktop_app.tickets import Ticket
from models.judgement import Comparison, Interval, Pair, Report, Scored, Scores
from models.judging_requests import MeasureFolders, MeasurePairs, WriteJudgement
from models.news import Done, Outcome
from models.requests import Request

SCORES = Scores(0.1, 10.0, 0.5, 0.4, 0.3, None, None, 0.0)


@dataclass
class LateCalls:
    """Keeps what is asked, to be answered later."""

    asked: list[tuple[Request, Callable[[Outcome], None]]] = field(default_factory=list)

    def ask(self, request: Request, on_outcome: Callable[[Outcome], None], *_rest: Any) -> Ticket:
        self.asked.append((request, on_outcome))
        return Ticket(len(self.asked), request)

    def cancel(self, _ticket: Ticket | None) -> None: ...

    def translate(self, sentence: str) -> str:
        return f"auf Deutsch: {sentence}"


@pytest.fixture
def calls() -> LateCalls:
    return LateCalls()


@pytest.fixture
def judge(calls: LateCalls, qtbot: QtBot) -> JudgeController:
    return JudgeController(cast("Calls", calls))


def report_on(request: MeasurePairs, *remarks: str) -> Report:
    return Report((Scored(Pair(request.outs[0], request.photos[0]), SCORES, remarks),), (), 512)


def test_an_answer_belongs_to_what_was_asked_whatever_is_seen_meanwhile(
    judge: JudgeController, calls: LateCalls
) -> None:
    judge.put(0, [Path("out.png")])
    judge.put(1, [Path("photo.png")])
    judge.measure()
    request, on_outcome = calls.asked[0]
    judge.show_kind("folders")
    assert isinstance(request, MeasurePairs)
    on_outcome(Done(report_on(request)))
    of_folders = judge.found
    assert of_folders is None, "no folders were compared"
    judge.show_kind("pairs")
    assert isinstance(judge.found, Report)
    assert not judge.is_stale


def test_a_picture_of_stylize_is_judged_though_somebody_went_to_the_folders(
    judge: JudgeController, calls: LateCalls, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    judge.show_kind("folders")
    judge.put(0, [tmp_path / "a"])
    judge.put(1, [tmp_path / "b"])
    image = QImage(20, 20, QImage.Format.Format_RGB888)
    image.fill(0)
    judge.judge(image, Path("photo.png"), None)
    judge.show_kind("folders")
    qtbot.waitUntil(lambda: len(calls.asked) == 1)
    assert isinstance(calls.asked[0][0], MeasurePairs)


def test_files_have_the_engines_own_words_and_the_window_its_language(
    judge: JudgeController, calls: LateCalls, tmp_path: Path
) -> None:
    judge.put(0, [Path("out.png")])
    judge.put(1, [Path("photo.png")])
    judge.measure()
    request, on_outcome = calls.asked[0]
    assert isinstance(request, MeasurePairs)
    found = report_on(request, "out.png has another shape.")
    on_outcome(Done(found))
    assert isinstance(judge.found, Report)
    assert judge.found.scored[0].remarks == ("auf Deutsch: out.png has another shape.",)
    judge.write(tmp_path / "sheet.html")
    assert calls.asked[1][0] == WriteJudgement(found, tmp_path / "sheet.html")


def test_of_folders_the_same(judge: JudgeController, calls: LateCalls, tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
    judge.show_kind("folders")
    judge.put(0, [tmp_path / "a"])
    judge.put(1, [tmp_path / "b"])
    judge.measure()
    found = Comparison((4, 4), 0.1, Interval(0.1, 0.0, 0.2), ("Few pictures.",), ())
    calls.asked[0][1](Done(found))
    judge.write(tmp_path / "figures.json")
    folders = tmp_path / "a", tmp_path / "b"
    assert calls.asked[0][0] == MeasureFolders(*folders)
    assert calls.asked[1][0] == WriteJudgement(found, tmp_path / "figures.json", folders)
