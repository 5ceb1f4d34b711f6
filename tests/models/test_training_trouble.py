"""What may befall a training: a full disk, numbers that are none, too little memory, what is asked of it."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from models.data.part import WHOLE, Part
from models.news import FileError, News, UserError
from models.stepping import finish
from models.training import keeper
from models.training.loop import train
from models.training.run_folder import RunFolder
from models.training.schedule import Schedule
from models.training.steering import Steering
from models.training.stepper import Stepper
from models.training.team import Team
from models.training_news import SnapshotSaved, TrainingEvent, TrainingStatus
from tests.models.test_training import SCHEDULE, Line, after, rows
from tests.stepping import heard


class Shared(Line):
    """A batch that can be worked on in parts; does not fit into the memory in less than `least` of them."""

    batch = 8

    def __init__(self, least: int = 1) -> None:
        super().__init__()
        self.least = least

    def losses(self, progress: float, rng: torch.Generator, part: Part = WHOLE) -> dict[str, Tensor]:
        points = part.take(torch.randn(8, 2, generator=rng))
        if part.of < self.least:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB.")
        error = (self.network(points)[:, 0] - points.sum(1) * 2).pow(2).mean()
        return {"loss": error, "error": error}


class Steep(Line):
    """Becomes infinite wherever the rate is above `most`, or always."""

    def __init__(self, most: float) -> None:
        super().__init__()
        self.most = most
        self.before: Tensor | None = None

    def losses(self, progress: float, rng: torch.Generator) -> dict[str, Tensor]:
        losses = super().losses(progress, rng)
        weights = torch.cat([p.detach().flatten() for p in self.network.parameters()])
        moved = 0.0 if self.before is None else float((weights - self.before).abs().max())
        self.before = weights.clone()
        return {name: value * (float("nan") if moved > self.most else 1) for name, value in losses.items()}


def events(news: list[News], kind: str) -> list[str]:
    return [n.text for n in news if isinstance(n, TrainingEvent) and n.kind == kind]


def test_too_little_memory_splits_the_batch_and_changes_nothing_else(tmp_path: Path) -> None:
    schedule = replace(SCHEDULE, report_every=1)
    heard(train(Shared(), schedule, RunFolder(tmp_path / "large"), {}))
    _, news = heard(train(Shared(3), schedule, RunFolder(tmp_path / "small"), {}))
    said = events(news, "memory")
    assert len(said) == 2, "in two parts, then in four"
    assert "in 4 parts from here on" in said[1]
    large, small = rows(tmp_path / "large"), rows(tmp_path / "small")
    assert len(small) == len(large)
    for a, b in zip(large, small, strict=True):
        assert a == pytest.approx(b, rel=1e-5)
    after(train(Shared(3), schedule, RunFolder(tmp_path / "again"), {}), 5)
    _, news = heard(train(Shared(3), schedule, RunFolder(tmp_path / "again"), {}, resume=True))
    assert not events(news, "memory"), "a resumed run knows"


def test_where_no_part_is_small_enough_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"even with one picture at a time.*size_px"):
        heard(train(Shared(100), SCHEDULE, RunFolder(tmp_path), {}))


def test_without_memory_for_a_sample_training_goes_on(tmp_path: Path) -> None:
    class Blind(Line):
        def sample(self, network: nn.Module) -> Tensor:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")

    path, news = heard(train(Blind(), SCHEDULE, RunFolder(tmp_path), {}))
    assert "no memory for a sample" in events(news, "memory")[-1]
    assert path.is_file()
    assert RunFolder(tmp_path).read_state()["phase"] == "finished"


def test_a_result_that_cannot_be_written_is_written_by_going_on(tmp_path: Path) -> None:
    class Unwritable(Line):
        def finish(self, network: nn.Module, run: RunFolder) -> Path:
            raise FileError("The disk is full.")

    run = RunFolder(tmp_path)
    with pytest.raises(FileError):
        heard(train(Unwritable(), SCHEDULE, run, {}))
    assert run.read_state()["phase"] == "interrupted", "not as if it were still at work"
    path, _ = heard(train(Line(), SCHEDULE, run, {}, resume=True))
    assert path.is_file()
    assert run.read_state()["step"] == SCHEDULE.steps


def test_infinite_numbers_lead_back_and_on_at_a_lower_rate(tmp_path: Path) -> None:
    schedule = replace(SCHEDULE, learning_rate=0.3, final_rate=0.3, save_every_s=1e9, report_every=1)
    _, news = heard(train(Steep(most=0.2), schedule, RunFolder(tmp_path), {}))
    said = events(news, "rate")
    assert said
    assert "back to step 0, at 50% of the rate" in said[0]
    found = rows(tmp_path)
    assert [row["step"] for row in found] == list(range(1, 13)), "the curve has each step once"
    assert max(row["rate"] for row in found) <= 0.15
    assert all(np.isfinite(row["loss"]) for row in found)


def test_it_is_given_up_after_three_times_and_what_there_was_stays(tmp_path: Path) -> None:
    steps = train(Steep(most=-1), replace(SCHEDULE, save_every_s=1e9), RunFolder(tmp_path), {})
    with pytest.raises(UserError, match="lower learning rate"):
        heard(steps)
    run = RunFolder(tmp_path)
    assert [event["kind"] for event in run.events()].count("rate") == 3
    assert run.read_state()["phase"] == "given up"
    assert run.load()["step"] == 0


@pytest.fixture
def quick_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "MINUTE_S", 0.0)
    monkeypatch.setattr(keeper, "TRY_AGAIN_S", 0.0)
    monkeypatch.setattr(keeper, "NAP_S", 0.0)


def full_after(monkeypatch: pytest.MonkeyPatch, allowed: int) -> list[bool]:
    """From the given number of flushes to the disk on it is full, until the returned list is emptied."""
    full, flush, count = [True], os.fsync, [0]

    def refusing(handle: int) -> None:
        count[0] += 1
        if full and count[0] > allowed:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        flush(handle)

    monkeypatch.setattr(os, "fsync", refusing)
    return full


def test_on_a_full_disk_training_goes_on_and_then_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quick_minute: None
) -> None:
    whole = finish(train(Line(), SCHEDULE, RunFolder(tmp_path / "whole"), {}))
    steps = train(Line(), SCHEDULE, RunFolder(tmp_path / "full"), {})
    news: list[News] = []
    for one in steps:
        news.append(one)
        if isinstance(one, TrainingStatus) and one.step == 4:
            break
    full = full_after(monkeypatch, 0)
    waiting, path = 0, None
    while path is None:
        try:
            news.append(one := next(steps))
        except StopIteration as end:
            path = end.value
            break
        if isinstance(one, TrainingStatus) and one.stage.startswith("waiting"):
            waiting += 1
            kept = RunFolder(tmp_path / "full").load()["step"]
            assert kept >= 3, "the checkpoint before is whole"
            if waiting == 5:
                full.clear()
    said = events(news, "disk")
    assert "The disk is full: checkpoint.new was not written" in said[0]
    assert "goes on for now" in said[1]
    assert "Training waits" in said[2]
    assert "all is saved" in said[-1]
    assert waiting == 5
    assert path.read_text() == whole.read_text(), "not a step was lost"
    assert rows(tmp_path / "full") == rows(tmp_path / "whole")
    assert not list((tmp_path / "full").glob(".*")), "nothing half-written is left"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system sets no limits to files")
def test_a_disk_that_really_takes_no_more(tmp_path: Path, quick_minute: None) -> None:
    import resource

    whole = finish(train(Line(), SCHEDULE, RunFolder(tmp_path / "whole"), {}))
    steps = train(Line(), SCHEDULE, RunFolder(tmp_path / "full"), {})
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    waited = False
    path: Path | None = None
    try:
        while path is None:
            try:
                news = next(steps)
            except StopIteration as end:
                path = end.value
                break
            if isinstance(news, TrainingStatus) and news.step == 5:
                resource.setrlimit(resource.RLIMIT_FSIZE, (300, hard))
            if isinstance(news, TrainingStatus) and news.stage.startswith("waiting"):
                waited = True
                resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert waited
    assert path.read_text() == whole.read_text()
    assert rows(tmp_path / "full") == rows(tmp_path / "whole")


@pytest.mark.parametrize(("wish", "phase"), [("pause", "paused"), ("stop", "stopped")])
def test_pause_and_stop_leave_a_result_and_resume_exactly(tmp_path: Path, wish: str, phase: str) -> None:
    whole = finish(train(Line(), SCHEDULE, RunFolder(tmp_path / "whole"), {}))
    steering = Steering()
    steps = train(Line(), SCHEDULE, RunFolder(tmp_path / "run"), {}, steering=steering)
    half = None
    try:
        while True:
            news = next(steps)
            if isinstance(news, TrainingStatus) and news.step == 5:
                steering.wish = wish
    except StopIteration as end:
        half = end.value
    assert half is not None
    assert json.loads(half.read_text()), "there is a result"
    state = RunFolder(tmp_path / "run").read_state()
    assert (state["phase"], state["step"]) == (phase, 5)
    parts = finish(train(Line(), SCHEDULE, RunFolder(tmp_path / "run"), {}, resume=True))
    assert parts.read_text() == whole.read_text()
    assert rows(tmp_path / "run") == rows(tmp_path / "whole")


def test_a_snapshot_now_stays_while_training_goes_on(tmp_path: Path) -> None:
    steering = Steering()
    steps = train(Line(), SCHEDULE, RunFolder(tmp_path), {}, steering=steering)
    found: list[SnapshotSaved] = []
    for news in steps:
        if isinstance(news, TrainingStatus) and news.step == 3:
            steering.snapshot = True
        if isinstance(news, SnapshotSaved):
            found.append(news)
    assert [news.step for news in found] == [3]
    kept: dict[str, Any] = torch.load(found[0].path / "checkpoint.pt", weights_only=True)
    assert kept["step"] == 3
    assert RunFolder(tmp_path).load()["step"] == 12


def test_the_status_tells_what_the_dashboard_shows(tmp_path: Path) -> None:
    schedule = Schedule(steps=4, minutes=60, sample_every_s=1e9, warmup_steps=1)
    _, news = heard(train(Shared(), schedule, RunFolder(tmp_path), {}))
    told = [n for n in news if isinstance(n, TrainingStatus)]
    assert [status.step for status in told] == [1, 2, 3, 4]
    last = told[-1]
    assert last.samples == 32
    assert last.samples_per_s == pytest.approx(8 * 4 / last.elapsed_s, rel=0.01)
    assert last.seconds_left == 0
    assert told[1].seconds_left == pytest.approx(2 * told[1].elapsed_s / 2, rel=0.01)
    assert 0 < last.next_save_s <= schedule.save_every_s
    assert last.memory_mb > 10


def test_an_interrupt_in_the_middle_of_a_step_keeps_what_was_before(tmp_path: Path) -> None:
    """Ctrl-C may fall anywhere; weights that are half a step ahead of their count are not saved."""

    class Interrupted(Line):
        def __init__(self) -> None:
            super().__init__()
            self.network.register_forward_pre_hook(self.interrupt)
            self.calls = 0

        def interrupt(self, network: nn.Module, given: object) -> None:
            self.calls += 1
            if self.calls == 6:
                raise KeyboardInterrupt

    whole = finish(train(Line(), SCHEDULE, RunFolder(tmp_path / "whole"), {}))
    with pytest.raises(KeyboardInterrupt):
        heard(train(Interrupted(), replace(SCHEDULE, save_every_s=1e9), RunFolder(tmp_path / "run"), {}))
    run = RunFolder(tmp_path / "run")
    assert run.load()["step"] == 5
    assert run.read_state()["phase"] == "interrupted"
    parts = finish(train(Line(), SCHEDULE, run, {}, resume=True))
    assert parts.read_text() == whole.read_text()


def test_without_a_sample_it_ends_with_its_result(tmp_path: Path) -> None:
    class Blind(Line):
        def sample(self, network: nn.Module) -> Tensor:
            raise FileError("There is no file cat.jpg.")

    path, news = heard(train(Blind(), replace(SCHEDULE, sample_every_s=0.0), RunFolder(tmp_path), {}))
    assert events(news, "remark")[-2:] == ["There is no sample of step 12.", "There is no file cat.jpg."]
    assert path.is_file()
    assert RunFolder(tmp_path).read_state()["phase"] == "finished"


def test_the_result_is_written_before_the_last_sample(tmp_path: Path) -> None:
    done: list[str] = []

    class Noting(Line):
        def sample(self, network: nn.Module) -> Tensor:
            done.append("sample")
            return super().sample(network)

        def finish(self, network: nn.Module, run: RunFolder) -> Path:
            done.append("result")
            return super().finish(network, run)

    heard(train(Noting(), SCHEDULE, RunFolder(tmp_path), {}))
    assert done == ["sample", "result", "sample"]


def until_step(steps: Generator[News, None, Path], step: int) -> list[News]:
    """The news until so many steps are done; it goes on then."""
    news: list[News] = []
    while not (news and isinstance(news[-1], TrainingStatus) and news[-1].step == step):
        news.append(next(steps))
    return news


def test_a_snapshot_that_fails_is_none_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run, steering = RunFolder(tmp_path), Steering()
    steps = train(Line(), replace(SCHEDULE, save_every_s=1e9), run, {}, steering=steering)
    until_step(steps, 3)
    steering.snapshot, full = True, full_after(monkeypatch, 0)
    news = until_step(steps, 4)
    full.clear()
    said = events(news, "disk")
    assert said[0] == "No snapshot was made."
    assert "The disk is full: checkpoint.pt" in said[1]
    assert not list((tmp_path / "snapshots").iterdir())
    assert not any(isinstance(one, SnapshotSaved) for one in heard(steps)[1])


@pytest.mark.parametrize("wish", ["pause", "stop"])
def test_who_waits_for_room_on_the_disk_still_listens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quick_minute: None, wish: str
) -> None:
    run, steering = RunFolder(tmp_path / "run"), Steering()
    steps = train(Line(), SCHEDULE, run, {}, steering=steering)
    until_step(steps, 4)
    full = full_after(monkeypatch, 0)
    until_step(steps, 4)  # it waits
    steering.snapshot = True
    asked = until_step(steps, 4) + until_step(steps, 4)
    assert "No snapshot was made." in events(asked, "disk")
    steering.wish = wish
    path, news = heard(steps)
    assert path.is_file(), "where the result lies there may be room"
    assert any("steps after step 3 are not on the disk" in words for words in events(news, "disk"))
    full.clear()
    parts = finish(train(Line(), SCHEDULE, run, {}, resume=True))
    assert parts.read_text() == finish(train(Line(), SCHEDULE, RunFolder(tmp_path / "whole"), {})).read_text()


class Hungry(Shared):
    """From step 6 on the memory is full, unless pictures have become as small as `least_px`."""

    @dataclass(frozen=True)
    class Recipe:
        size_px: int = 3

    def __init__(self, least_px: int) -> None:
        super().__init__()
        self.recipe, self.least_px, self.calls = self.Recipe(), least_px, 0

    def losses(self, progress: float, rng: torch.Generator, part: Part = WHOLE) -> dict[str, Tensor]:
        self.calls += part.index == 0
        if self.calls > 5 and self.recipe.size_px > self.least_px:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB.")
        return super().losses(progress, rng, part)

    def shrink(self) -> str | None:
        if self.recipe.size_px == 1:
            return None
        self.recipe = self.Recipe(self.recipe.size_px - 1)
        return f"Memory ran out. The training goes on with crops of {self.recipe.size_px} px."


def test_where_no_part_is_small_enough_pictures_become_smaller(tmp_path: Path) -> None:
    _, news = heard(train(Hungry(1), SCHEDULE, RunFolder(tmp_path), {"recipe": {"size_px": 3}}))
    said = events(news, "memory")
    assert ["parts" in words for words in said] == [True, True, True, False, False]
    assert "crops of 1 px" in said[-1]
    assert RunFolder(tmp_path).read_config()["recipe"] == {"size_px": 1}, "a resumed run knows"
    assert RunFolder(tmp_path).read_state()["phase"] == "finished"


def test_processes_that_share_a_batch_are_told_what_they_can_do() -> None:
    class Two(Team):
        size = 2

    stepper = Stepper(Shared(), "adam", 0.9, 1.0, 0, Two())
    with pytest.raises(UserError, match="Start fewer of them"):
        stepper.divide()


def test_what_was_reached_before_the_memory_gave_out_is_kept(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="even with one picture at a time"):
        heard(train(Hungry(0), replace(SCHEDULE, save_every_s=1e9), RunFolder(tmp_path), {}))
    run = RunFolder(tmp_path)
    assert run.load()["step"] == run.read_state()["step"] == 5
    assert run.read_state()["phase"] == "given up"
    assert (tmp_path / "line.json").is_file(), "a result as of Stop"


def test_what_was_sound_before_the_numbers_became_infinite_is_kept(tmp_path: Path) -> None:
    class Cliff(Line):
        def losses(self, progress: float, rng: torch.Generator) -> dict[str, Tensor]:
            losses = super().losses(progress, rng)
            return {name: value * (1 if progress < 0.5 else float("nan")) for name, value in losses.items()}

    with pytest.raises(UserError, match="at step 6"):
        heard(train(Cliff(), replace(SCHEDULE, save_every_s=0.0), RunFolder(tmp_path), {}))
    run = RunFolder(tmp_path)
    assert run.load()["step"] == run.read_state()["step"]
    assert all(np.isfinite(values).all() for values in json.loads((tmp_path / "line.json").read_text()))
