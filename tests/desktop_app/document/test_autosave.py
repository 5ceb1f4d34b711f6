"""Whoever loses the program loses a second of work at most, and nobody is offered what is not lost."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from desktop_app.document import project_file, sessions
from desktop_app.document.autosave import Autosave
from desktop_app.document.background import Background
from desktop_app.document.document import Document, Kept
from desktop_app.document.project_file import read
from desktop_app.document.references import HashMemory
from desktop_app.document.state import Project
from desktop_app.document.versions import Versions
from models.requests import StyleChoice
from tests.desktop_app.document.edit_until_killed import tone_of

ROOT = Path(__file__).resolve().parents[3]
EDITOR = Path(__file__).with_name("edit_until_killed.py")
KILLS, AT_ONCE = 25, 2
LOST_S = 1.0
WORK = Project(styles=(StyleChoice("preset:ink", 0.5),), seed=5)


class Program:
    """As much of the program as keeps projects."""

    def __init__(self, qtbot: QtBot, root: Path) -> None:
        self.qtbot, self.root = qtbot, root
        self.document, self.background = Document(), Background()
        self.autosave = Autosave(self.document, self.background, root)
        self.found: list[bool] = []
        self.said: list[str] = []
        self.autosave.found.connect(self.found.append)
        self.autosave.failed.connect(self.said.append)

    def begin(self) -> Program:
        self.autosave.begin()
        self.settle()
        return self

    def settle(self) -> None:
        """Until everything asked for is done and said."""
        self.qtbot.waitUntil(lambda: not self.autosave._timer.isActive() and not self.autosave._is_writing)
        assert self.background.wait(5000)
        self.qtbot.wait(20)

    def work(self, project: Project = WORK) -> None:
        self.document.change(project, "work")
        self.settle()

    def crash(self) -> None:
        """What the system does for a process that is gone: its locks are open."""
        self.autosave._timer.stop()
        self.autosave._has_begun = False
        self.background.wait(5000)
        for session in (self.autosave._session, *self.autosave._offered, *self.autosave._left):
            if session:
                session.lock.close()

    @property
    def drafts(self) -> list[Path]:
        return list(self.root.glob("*/draft.impasto"))


@pytest.fixture
def start(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[], Program]]:
    programs: list[Program] = []

    def make() -> Program:
        programs.append(Program(qtbot, tmp_path / "sessions"))
        return programs[-1].begin()

    yield make
    for program in programs:
        program.autosave.close()


Start = Callable[[], Program]


def test_a_change_is_on_disk_within_half_a_second(start: Start) -> None:
    program = start()
    assert not program.drafts
    begun = time.monotonic()
    program.document.change(WORK, "work")
    program.qtbot.waitUntil(lambda: bool(program.drafts))
    assert time.monotonic() - begun < 0.5
    assert read(program.drafts[0], program.root / "m", HashMemory()).project == WORK


def test_a_slider_that_does_not_rest_is_kept_meanwhile(start: Start) -> None:
    program = start()
    begun = time.monotonic()
    while time.monotonic() - begun < 1:
        program.document.change(replace(WORK, seed=program.document.project.seed + 1), "slide", "seed")
        program.qtbot.wait(10)
    seed = program.document.project.seed
    assert read(program.drafts[0], program.root / "m", HashMemory()).project.seed > seed / 4
    program.settle()


def test_a_crash_is_followed_by_an_offer_and_everything_comes_back(start: Start, tmp_path: Path) -> None:
    mask = tmp_path / "mask.png"
    Image.new("L", (9, 9), 50).save(mask)
    first = start()
    first.work(replace(WORK, styles=(StyleChoice("preset:ink", mask=mask),)))
    first.document.mark_kept(first.document.number, Kept(tmp_path / "mine.impasto", Versions()))
    first.settle()
    first.crash()
    held = mask.read_bytes()
    mask.unlink()
    second = start()
    assert second.found == [True]
    second.autosave.bring_back("Bring Back Project")
    second.settle()
    assert second.document.project.seed == WORK.seed
    found = second.document.project.styles[0].mask
    assert found is not None
    assert found.read_bytes() == held
    assert second.document.file == tmp_path / "mine.impasto"
    assert second.document.is_modified
    second.document.undo()
    assert second.document.project == Project()
    assert second.document.file is None


def test_nothing_is_offered_after_a_normal_end_with_everything_saved(start: Start, tmp_path: Path) -> None:
    first = start()
    first.work()
    first.document.mark_kept(first.document.number, Kept(tmp_path / "a.impasto", Versions.of(WORK)))
    first.settle()
    assert not first.drafts
    first.autosave.close()
    assert start().found == []


def test_a_crash_with_everything_saved_loses_nothing_and_offers_nothing(start: Start, tmp_path: Path) -> None:
    first = start()
    first.work()
    first.document.mark_kept(first.document.number, Kept(tmp_path / "a.impasto", Versions.of(WORK)))
    first.settle()
    first.crash()
    assert start().found == []


def test_what_is_unsaved_at_a_normal_end_is_offered_as_that_and_not_as_a_crash(start: Start) -> None:
    first = start()
    first.document.change(WORK, "work")
    first.autosave.close()  # at once: nothing was written yet
    second = start()
    assert second.found == [False]
    second.autosave.bring_back("Bring Back")
    second.settle()
    assert second.document.project == WORK


def test_what_another_window_has_open_is_never_offered(start: Start) -> None:
    first = start()
    first.work()
    assert start().found == []
    assert len(first.drafts) == 1


def test_two_windows_do_not_offer_the_same(start: Start) -> None:
    first = start()
    first.work()
    first.crash()
    assert start().found == [True]
    assert start().found == []


def test_an_offer_that_is_declined_goes_away_at_the_next_normal_end(start: Start) -> None:
    first = start()
    first.work()
    first.crash()
    second = start()
    assert second.found == [True]
    second.autosave.close()
    assert start().found == []


def test_an_offer_survives_another_crash(start: Start) -> None:
    first = start()
    first.work()
    first.crash()
    start().crash()
    third = start()
    assert third.found == [True]
    third.autosave.bring_back("Bring Back")
    third.settle()
    assert third.document.project == WORK


def test_of_two_that_crashed_the_newest_comes_first_and_the_other_is_not_lost(start: Start) -> None:
    first, second = start(), start()
    first.work(replace(WORK, seed=1))
    second.work(replace(WORK, seed=2))
    first.crash()
    second.crash()
    third = start()
    third.autosave.bring_back("Bring Back")
    third.settle()
    assert third.document.project.seed == 2
    assert third.autosave.has_offer
    third.autosave.close()
    assert len(third.drafts) == 2, "the one that nobody was asked about, and what is unsaved now"


def test_a_damaged_draft_is_said_and_does_not_come_again(start: Start) -> None:
    first = start()
    first.work()
    first.crash()
    first.drafts[0].write_bytes(b"PK\3\4 and nothing more")
    second = start()
    second.autosave.bring_back("Bring Back")
    second.settle()
    assert "damaged" in second.said[0]
    second.autosave.close()
    assert start().found == []


@pytest.mark.logs_expected
def test_where_nothing_can_be_kept_the_work_goes_on(start: Start, tmp_path: Path) -> None:
    (tmp_path / "sessions").write_text("a file where the folder should be")
    program = start()
    program.work()
    assert program.document.project == WORK


def test_writing_takes_no_time_of_the_window(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that takes a second for every write: the window goes on, and nothing piles up."""
    writes: list[int] = []

    def slow(*_: object, **__: object) -> None:
        writes.append(1)
        time.sleep(0.4)

    monkeypatch.setattr(project_file, "write", slow)
    program = start()
    longest = 0.0
    begun = last = time.monotonic()
    while last - begun < 1.2:
        program.document.change(replace(WORK, seed=program.document.project.seed + 1), "work")
        program.qtbot.wait(1)
        now = time.monotonic()
        longest, last = max(longest, now - last), now
    assert longest < 0.25
    assert len(writes) <= 3
    program.settle()


# -- killed --------------------------------------------------------------------------------------------------


def lost_by_killing(folder: Path, after_s: float) -> float:
    """How old, in seconds, the oldest edit was that is not there any more."""
    folder.mkdir()
    journal = folder / "journal"
    command = [sys.executable, str(EDITOR), str(folder / "sessions"), str(journal), str(folder / "strokes")]
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("COV_", "PYTEST"))
    }
    process = subprocess.Popen(command, env={**environment, "PYTHONPATH": str(ROOT)})
    try:
        patience = time.monotonic() + 60
        while not journal.exists() or not journal.stat().st_size:
            assert process.poll() is None
            assert time.monotonic() < patience
            time.sleep(0.01)
        time.sleep(after_s)
    finally:
        process.kill()
        killed = time.monotonic()
        process.wait(10)
    edits = {int(line.split()[0]): float(line.split()[1]) for line in journal.read_text().splitlines()}
    left = sessions.left_behind(folder / "sessions")
    kept = 0
    for session in left:
        assert not session.was_closed
        project = read(session.draft, folder / "masks", HashMemory()).project
        kept = project.seed
        mask = project.styles[0].mask
        assert mask is not None
        with Image.open(mask) as image:
            assert image.getpixel((450, 300)) == tone_of(kept), "the stroke of that moment, and no other"
        session.remove()
    return killed - edits[kept + 1] if kept + 1 in edits else 0.0


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_killed_25_times_at_random_moments_at_most_a_second_is_lost(tmp_path: Path) -> None:
    random_moments = random.Random(25)
    moments = [random_moments.uniform(0.05, 2.5) for _ in range(KILLS)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        lost = list(pool.map(lost_by_killing, [tmp_path / str(number) for number in range(KILLS)], moments))
    assert len(lost) == KILLS
    assert max(lost) <= LOST_S, sorted(round(one, 3) for one in lost)
