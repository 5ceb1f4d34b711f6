"""The one training loop: a generator over any task, resumable to the step.

It knows nothing of networks and losses: a task names its losses, the loop optimises their sum `loss`. It
keeps what it has: nothing that happens to disk, memory or numbers costs more than a minute of work.
"""

from __future__ import annotations

import contextlib
import math
import time
from collections import deque
from collections.abc import Generator
from dataclasses import asdict, is_dataclass, replace
from pathlib import Path
from typing import Any

import psutil
import torch

from models.devices import is_out_of_memory
from models.giving_way import between_layers, working_s
from models.image import to_rgb8
from models.news import FileError, Metrics, News, Preview, Progress, Saved, UserError
from models.training.alarms import Alarm
from models.training.gallery import Comparing
from models.training.keeper import Keeper
from models.training.opponent import NotFiniteError
from models.training.run_folder import RunFolder, unpack
from models.training.schedule import Schedule, learning_rate, left_s, progress_of
from models.training.steering import Steering
from models.training.stepper import Divisible, Shrinkable, Stepper
from models.training.task import Remembering, Task, Usable, Watchful
from models.training.team import ALONE, Team
from models.training_moment import MORE_MINUTES
from models.training_news import SampleSaved, SnapshotSaved, StyleSaved, TrainingEvent, TrainingStatus

FALLS = 3  # how often a training may fall back before it is given up
SLOWER = 0.5  # the rate after a fall
FIRST_SAMPLE_S = 10.0  # samples come quickly first and then at ever longer intervals
LATER_SAMPLE = 0.5
RECENT_STEPS = 30
ENDED = {
    "finished": "Training is finished, at step {}.",
    "paused": "Training is paused, at step {}.",
    "stopped": "Training was stopped, at step {}.",
}


def train(
    task: Task,
    schedule: Schedule,
    run: RunFolder,
    config: dict[str, Any],
    resume: bool = False,
    steering: Steering | None = None,
    team: Team = ALONE,
) -> Generator[News, None, Path]:
    """Yields metrics, previews and saves; returns the finished file. Closing it saves a checkpoint first."""
    training = Training(task, schedule, run, steering or Steering(), team)
    return (yield from training.work(config, resume))


class Training:
    """One sitting of a training."""

    def __init__(
        self, task: Task, schedule: Schedule, run: RunFolder, steering: Steering, team: Team = ALONE
    ) -> None:
        self._task, self._schedule, self._run = task, schedule, run
        self._steering, self._team = steering, team
        self._stepper = Stepper(
            task, schedule.optimizer, schedule.ema, schedule.clip_norm, schedule.seed, team
        )
        self._keeper = Keeper(run, schedule.save_every_s, team.rank == 0)
        self._recent: deque[float] = deque(maxlen=RECENT_STEPS)
        self._process = psutil.Process()
        self.step, self.spent_s, self.falls = 0, 0.0, 0
        self._sums: dict[str, float] = {}
        self._is_whole = True  # whether weights and counts belong together, so that they can be saved
        self._has_gpu = torch.cuda.is_available()
        self._sampled_s = self._styled_s = -math.inf

    def work(self, config: dict[str, Any], resume: bool) -> Generator[News, None, Path]:
        """From the beginning or from the checkpoint to the end, or to what `steering` asks for."""
        if resume:
            self._restore(self._run.load())
            self._run.forget_after(self.step)
            self._keeper.saved_step = self.step
        is_late = self._team.agree(float(self._is_late())) > 0
        if is_late:
            minutes = self.spent_s / 60 + MORE_MINUTES
            self._schedule = replace(self._schedule, until=None, minutes=minutes)
        if self._team.rank == 0:  # what a sitting changed is what the next one goes on with
            before = self._run.read_config() if resume else {}
            self._run.write_config({**before, "schedule": asdict(self._schedule), **config})
        self._run_state("running")
        yield self._event("begun", self._first_words())
        if resume:
            yield self._event("resumed", f"Going on at step {self.step}.")
        if is_late:
            yield self._event(
                "plan", f"The time at which it was to end is over: {MORE_MINUTES:g} minutes more."
            )
        try:
            yield from self._save()  # so that there is something to fall back to, and to resume
            yield from self._until_the_end()
            while not self._keeper.save(self._state()):
                if self._steering.wish != "go":  # who wants it to end waits for no disk
                    yield self._event("disk", self._keeper.trouble)
                    yield self._event("disk", self._lost_words())
                    break
                yield from self._wait_for_room()
        except UserError as error:
            self._keep_what_there_is()
            self._run_state("given up")
            self._event("ended", str(error))
            raise
        except BaseException:  # closed, or interrupted from the keyboard, or an error of ours
            if self._is_whole:
                self._keeper.save(self._state())
            self._run_state("interrupted")
            raise
        try:
            return (yield from self._finish())
        except BaseException:  # the checkpoint is there: it can go on, and write its result then
            self._run_state("interrupted")
            raise

    def _is_late(self) -> bool:
        """Begun or gone on with after the moment at which it was to end: it would not take a step."""
        return self._schedule.until is not None and self._schedule.until <= time.time()

    def _lost_words(self) -> str:
        saved = self._keeper.saved_step
        return f"The steps after step {saved} are not on the disk: going on begins there again."

    def _first_words(self) -> str:
        learning = sum(p.numel() for p in self._task.network.parameters() if p.requires_grad)
        whole = sum(p.numel() for p in self._task.network.parameters())
        return f"{learning:,} of {whole:,} weights are learnt; the others stay as they are."

    def _until_the_end(self) -> Generator[News, None, None]:
        while True:
            progress = progress_of(self._schedule, self.step, self.spent_s, time.time())
            is_over = progress >= 1 or self._steering.wish != "go"
            if self._team.agree(2.0 if is_over else progress) > 1:
                return
            yield from self._one_step(self._team.agree(progress))
            yield self._status(progress)
            if self._team.rank == 0:
                yield from self._look_around()

    def _one_step(self, progress: float) -> Generator[News, None, None]:
        rate = learning_rate(self._schedule, self.step, progress) * SLOWER**self.falls
        begun = working_s()
        trouble: BaseException | None = None
        try:
            with between_layers():
                losses = self._stepper.learn(progress, rate)
        except Exception as error:
            if not (isinstance(error, NotFiniteError) or is_out_of_memory(error)):
                raise
            trouble, losses = error.with_traceback(None), {}
        if isinstance(trouble, NotFiniteError):
            yield self._fall_back()
            return
        if trouble is not None:  # outside the except block, where the failed tensors are free again
            yield self._event("memory", self._stepper.divide())
            self._keep_recipe()
            return
        self._is_whole = False
        self.step += 1
        self._stepper.apply(self.step, rate)
        took_s = working_s() - begun
        self.spent_s += took_s
        self._recent.append(took_s)
        for name, value in losses.items():
            self._sums[name] = self._sums.get(name, 0.0) + value
        if self.step % self._schedule.report_every == 0:
            row = {name: value / self._schedule.report_every for name, value in self._sums.items()}
            row["rate"] = rate
            self._sums = {}
            said: list[Alarm] = []
            if isinstance(self._task, Watchful):
                with self._stepper.ema.inside(self._task.network) as network, between_layers():
                    measured, said = self._task.watch(network, row)
                row |= measured
            self._keeper.append({"step": self.step, "seconds": round(self.spent_s, 2), **row})
            self._is_whole = True
            yield Metrics(self.step, row)
            for alarm in said:
                yield self._event("calm" if alarm.is_over else "alarm", alarm.words, alarm.name)
        self._is_whole = True

    def _look_around(self) -> Generator[News, None, None]:
        """Between steps: checkpoints, samples, the style so far, and what was asked for meanwhile."""
        if self._keeper.is_due(self.spent_s):
            yield from self._save()
        cap_s = self._schedule.sample_every_s
        wait_s = min(cap_s, max(FIRST_SAMPLE_S, LATER_SAMPLE * self.spent_s))
        if self.spent_s - self._sampled_s > wait_s:
            self._sampled_s = self.spent_s
            yield from self._sample()
        if isinstance(self._task, Usable) and self.spent_s - self._styled_s > self._schedule.style_every_s:
            self._styled_s = self.spent_s
            yield from self._write_style(self._task, self._run.style)
        yield from self._snapshot_if_asked()

    def _save(self) -> Generator[News, None, None]:
        """A checkpoint; where the disk refuses, training goes on until a minute of work would be at risk."""
        if self._team.rank or not self._stepper.is_sound():  # the next step will fall back
            return
        before = self._keeper.trouble
        if self._keeper.save(self._state()):
            self._run_state("running")
            if before:
                yield self._event("disk", "The disk takes checkpoints again: all is saved.")
            yield Saved(self._run.checkpoint)
            return
        if not before:
            yield self._event("disk", self._keeper.trouble)
            yield self._event("disk", "Training goes on for now, and will try again.")
        while self._keeper.is_at_risk(self.spent_s) and self._steering.wish == "go":
            yield from self._wait_for_room()

    def _wait_for_room(self) -> Generator[News, None, None]:
        """Not a step is taken that a power cut would lose."""
        if self._keeper.says_waiting():
            yield self._event("disk", "Training waits, so that no work is lost. Free some space on the disk.")
        yield replace(self._status(0.0), stage="waiting for room on the disk")
        yield from self._snapshot_if_asked()
        if self._keeper.try_again(self._state()):
            yield self._event("disk", "The disk takes checkpoints again: all is saved, training goes on.")

    def _fall_back(self) -> TrainingEvent:
        if self.falls >= FALLS:
            failed = self.step
            self._restore(unpack(self._team.share(self._keeper.last_good)))
            raise UserError(
                f"The numbers became infinite {FALLS + 1} times, even at slower rates, so this training was "
                f"given up at step {failed}. What it had reached is kept. Start it again with a lower "
                "learning rate in the schedule of its recipe."
            )
        falls, failed = self.falls + 1, self.step
        self._restore(unpack(self._team.share(self._keeper.last_good)))
        self.falls = falls
        # Another path than the one that failed, and the same one each time.
        self._stepper.rng.manual_seed(self._schedule.seed + 7919 * falls + self.step)
        self._keeper.save(self._state())
        self._keeper.forget_after(self.step)
        return self._event(
            "rate",
            f"At step {failed} the numbers became infinite: back to step {self.step}, at "
            f"{SLOWER**falls:.0%} of the rate.",
        )

    def _sample(self) -> Generator[News, None, None]:
        rgb_hwc, nearest = None, None
        try:
            with self._stepper.ema.inside(self._task.network) as network, torch.no_grad(), between_layers():
                rgb_hwc = to_rgb8(self._task.sample(network))
                if isinstance(self._task, Comparing):
                    nearest = self._task.nearest(network)
        except (UserError, OSError) as error:  # a sample is for looking at: nothing ends without it
            yield self._event("remark", f"There is no sample of step {self.step}.")
            yield self._event("remark", str(error))
            return
        except Exception as error:
            if not is_out_of_memory(error):
                raise
        if rgb_hwc is None:  # outside the except block, where the failed tensors are free again
            yield self._event("memory", "There was no memory for a sample. Training goes on without it.")
            return
        yield Preview(rgb_hwc, self.step)
        try:
            if nearest is not None:
                self._run.write_nearest(to_rgb8(nearest.pair), nearest.name)
            yield SampleSaved(self._run.write_sample(rgb_hwc, self.step), self.step)
        except FileError as error:
            yield self._event("disk", str(error))

    def _write_style(self, task: Usable, path: Path) -> Generator[News, None, None]:
        try:
            with self._stepper.ema.inside(self._task.network) as network:
                task.write(network, path)
            yield StyleSaved(path, self.step)
        except FileError as error:
            yield self._event("disk", str(error))

    def _snapshot_if_asked(self) -> Generator[News, None, None]:
        if not self._steering.snapshot:
            return
        self._steering.snapshot = False
        try:
            folder = self._run.save_snapshot(self._state())
        except FileError as error:
            yield self._event("disk", "No snapshot was made.")
            yield self._event("disk", str(error))
            return
        if isinstance(self._task, Usable):
            yield from self._write_style(self._task, folder / self._run.style.name)
        yield SnapshotSaved(folder, self.step)
        yield self._event("snapshot", f"Snapshot of step {self.step}.")

    def _finish(self) -> Generator[News, None, Path]:
        """However it ends there is a result, of the averaged weights."""
        phase = {"go": "finished", "pause": "paused", "stop": "stopped"}[self._steering.wish]
        if self._team.rank:
            return self._run.path
        yield Progress(1, 1, "writing the result")
        with self._stepper.ema.inside(self._task.network) as network:
            path = self._task.finish(network, self._run)
        yield from self._sample()  # after what counts
        self._run_state(phase)
        yield self._event("ended", ENDED[phase].format(self.step))
        return path

    def _keep_what_there_is(self) -> None:
        """Before it is given up: all that was reached can be gone on with, and be used."""
        if self._team.rank or not (self.step and self._stepper.is_sound()):
            return
        if not self._keeper.save(self._state()):
            self._event("disk", self._keeper.trouble)
        try:
            with self._stepper.ema.inside(self._task.network) as network:
                self._task.finish(network, self._run)
        except UserError as error:
            self._event("disk", str(error))
        except Exception as error:
            if not is_out_of_memory(error):
                raise
            self._event("memory", "There was no memory to write the result.")

    # -- what is kept ---------------------------------------------------------------------------------------

    def _state(self) -> dict[str, Any]:
        own = self._task.state() if isinstance(self._task, Remembering) else {}
        counts = {"step": self.step, "spent_s": self.spent_s, "falls": self.falls}
        seen = {"sampled_s": self._sampled_s, "styled_s": self._styled_s}
        return {**self._stepper.state(), **counts, **seen, "sums": dict(self._sums), "task": own}

    def _keep_recipe(self) -> None:
        """What has shrunk is as small when the run goes on."""
        recipe = getattr(self._task, "recipe", None)
        if self._team.rank or not isinstance(self._task, Shrinkable):
            return
        if not is_dataclass(recipe) or isinstance(recipe, type):
            return
        with contextlib.suppress(FileError):  # it runs out of memory once more then
            self._run.write_config({**self._run.read_config(), "recipe": asdict(recipe)})

    def _restore(self, state: dict[str, Any]) -> None:
        self._stepper.restore(state)
        if isinstance(self._task, Remembering) and state.get("task"):
            self._task.restore(state["task"])
        self.step, self.spent_s = state["step"], state["spent_s"]
        self.falls, self._sums = state.get("falls", 0), dict(state.get("sums", {}))
        self._sampled_s = state.get("sampled_s", self.spent_s)
        self._styled_s = state.get("styled_s", self.spent_s)

    def _run_state(self, phase: str) -> None:
        self._keeper.write_state(phase, self.step, self.spent_s)

    def _event(self, kind: Any, text: str, about: str = "") -> TrainingEvent:
        self._keeper.note(self.step, kind, text, about)
        return TrainingEvent(text, self.step, kind, about)

    def _status(self, progress: float) -> TrainingStatus:
        batch = self._task.batch if isinstance(self._task, Divisible) else 1
        step_s = sum(self._recent) / max(1, len(self._recent))
        device_mb = torch.cuda.memory_allocated() / 1e6 if self._has_gpu else None
        return TrainingStatus(
            min(1.0, progress),
            1.0,
            f"step {self.step}",
            left_s(self._schedule, self.step, self.spent_s, step_s, time.time()) if self._recent else None,
            self.step,
            self.step * batch,
            self.spent_s,
            batch / step_s if step_s else 0.0,
            self._stepper.optimizer.param_groups[0]["lr"],
            self._process.memory_info().rss / 1e6,
            device_mb,
            self._keeper.due_in_s(self.spent_s),
            self._steering.patience_s,
        )
