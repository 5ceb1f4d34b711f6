"""Two players on the one loop: resumed equals uninterrupted, and what goes wrong in a game costs no step."""

from __future__ import annotations

import json
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from models.data.part import WHOLE, Part
from models.news import News, UserError
from models.stepping import finish
from models.training.alarms import Alarm
from models.training.loop import train
from models.training.opponent import NotFiniteError
from models.training.run_folder import RunFolder
from models.training.schedule import Schedule
from models.training.stepper import Stepper
from models.training.team import ALONE, Team
from models.training_news import TrainingEvent
from tests.models.test_training import after, rows

SCHEDULE = Schedule(
    steps=12, optimizer="adam", report_every=3, save_every_s=0.0, sample_every_s=1e9, warmup_steps=3
)


class Hide:
    """One player moves a number, the other judges it; `wrong` names who fails, and how often."""

    rounds, pace, betas = 2, 4.0, (0.5, 0.999)

    def __init__(self) -> None:
        torch.manual_seed(1)
        self.network: nn.Module = nn.Linear(2, 1)
        self.opponent: nn.Module = nn.Linear(1, 1)
        self.wrong: dict[str, int] = {}
        self.seen: list[str] = []
        self.heard = 0

    def opponent_losses(self, progress: float, rng: torch.Generator, part: Part = WHOLE) -> dict[str, Tensor]:
        self.seen.append("opponent")
        with torch.no_grad():
            made = self.network(torch.randn(8, 2, generator=rng))
        real = torch.randn(8, 1, generator=rng) + 3
        return {"opponent": (self.opponent(made) - self.opponent(real)).mean() * self._factor("opponent")}

    def end_round(self) -> None:
        with torch.no_grad():
            for parameter in self.opponent.parameters():
                parameter.clamp_(-0.5, 0.5)

    def losses(self, progress: float, rng: torch.Generator) -> dict[str, Tensor]:
        self.seen.append("network")
        if self.wrong.get("memory", 0):
            self.wrong["memory"] -= 1
            raise torch.OutOfMemoryError("too little")
        made = self.network(torch.randn(8, 2, generator=rng))
        return {"loss": -self.opponent(made).mean() * self._factor("network")}

    def _factor(self, who: str) -> float:
        self.wrong[who] = self.wrong.get(who, 0) - 1
        return float("nan") if self.wrong[who] >= 0 else 1.0

    def watch(self, network: nn.Module, row: dict[str, float]) -> tuple[dict[str, float], list[Alarm]]:
        self.heard += 1
        return {"measured": float(self.heard)}, [Alarm("here", "Look here.")] if self.heard == 2 else []

    def state(self) -> dict[str, Any]:
        return {"heard": self.heard}

    def restore(self, state: dict[str, Any]) -> None:
        self.heard = state["heard"]

    def sample(self, network: nn.Module) -> Tensor:
        return torch.zeros(1, 3, 4, 4)

    def finish(self, network: nn.Module, run: RunFolder) -> Path:
        path = run.path / "end.json"
        both = [*network.state_dict().values(), *self.opponent.state_dict().values()]
        path.write_text(json.dumps([value.tolist() for value in both]))
        return path


def training(task: Hide, folder: Path, resume: bool = False) -> Generator[News, None, Path]:
    return train(task, SCHEDULE, RunFolder(folder), {}, resume=resume)


@pytest.mark.parametrize("stop_after", [1, 4, 6, 11])
def test_a_resumed_game_equals_an_uninterrupted_one(tmp_path: Path, stop_after: int) -> None:
    whole = finish(training(Hide(), tmp_path / "whole"))
    after(training(Hide(), tmp_path / "parts"), stop_after)
    parts = finish(training(Hide(), tmp_path / "parts", resume=True))
    assert [row["measured"] for row in rows(tmp_path / "whole")] == [1, 2, 3, 4]
    assert rows(tmp_path / "parts") == rows(tmp_path / "whole")
    assert parts.read_text() == whole.read_text()


def test_both_players_learn_each_at_its_own_pace_and_within_its_limits(tmp_path: Path) -> None:
    task, begun = Hide(), Hide()
    finish(training(task, tmp_path))
    assert task.seen == ["opponent", "opponent", "network"] * SCHEDULE.steps
    for player, before in ((task.network, begun.network), (task.opponent, begun.opponent)):
        assert all(
            not torch.equal(a, b) for a, b in zip(player.parameters(), before.parameters(), strict=True)
        )
    assert max(float(p.detach().abs().max()) for p in task.opponent.parameters()) <= 0.5
    stepper = Stepper(Hide(), "adam", 0.9, 1.0, 0, ALONE)
    stepper.learn(0.0, 0.01)
    rates = [group["lr"] for group in stepper.state()["opponent"]["optimizer"]["param_groups"]]
    assert rates == [0.04]
    for state in (stepper.state(), stepper.state()["opponent"]):
        assert state["optimizer"]["param_groups"][0]["betas"] == (0.5, 0.999)
    stepper = Stepper(Hide(), "rmsprop", 0.9, 1.0, 0, ALONE)
    assert "alpha" in stepper.state()["opponent"]["optimizer"]["param_groups"][0], "both by RMSProp"


def test_the_opponent_rests_while_the_network_learns() -> None:
    class Looking(Hide):
        def losses(self, progress: float, rng: torch.Generator) -> dict[str, Tensor]:
            self.learning = [p.requires_grad for p in self.opponent.parameters()]
            self.before = [p.grad.clone() for p in self.opponent.parameters() if p.grad is not None]
            return super().losses(progress, rng)

    task = Looking()
    Stepper(task, "adam", 0.9, 1.0, 0, ALONE).learn(0.0, 0.01)
    assert task.learning == [False, False]
    grads = [p.grad for p in task.opponent.parameters() if p.grad is not None]
    assert len(grads) == len(task.before) == 2
    assert all(torch.equal(a, b) for a, b in zip(grads, task.before, strict=True))
    assert all(p.requires_grad for p in task.opponent.parameters())


@pytest.mark.parametrize("who", ["opponent", "network"])
def test_numbers_that_are_none_fall_back_whoever_has_them(tmp_path: Path, who: str) -> None:
    task = Hide()
    steps = training(task, tmp_path)
    seen: list[News] = []
    for news in steps:
        seen.append(news)
        if getattr(news, "step", 0) == 3 and not task.wrong.get("set"):
            task.wrong |= {who: 1, "set": 1}
    falls = [n for n in seen if isinstance(n, TrainingEvent) and n.kind == "rate"]
    assert len(falls) == 1
    assert all(bool(torch.isfinite(p).all()) for p in task.opponent.parameters())


def test_an_opponent_that_has_learnt_does_not_learn_again_when_the_step_is_repeated() -> None:
    straight, stumbling = Hide(), Hide()
    stumbling.wrong["memory"] = 1
    steppers = [Stepper(task, "adam", 0.9, 1.0, 0, ALONE) for task in (straight, stumbling)]
    steppers[0].learn(0.0, 0.01)
    with pytest.raises(torch.OutOfMemoryError):
        steppers[1].learn(0.0, 0.01)
    again = Stepper(Hide(), "adam", 0.9, 1.0, 0, ALONE)
    again.restore(steppers[1].state())  # the same where a checkpoint lies between
    for stepper in (steppers[1], again):
        stepper.learn(0.0, 0.01)
    for stepper in (*steppers, again):
        stepper.apply(1, 0.01)
    results = [json.dumps([v.tolist() for v in s.network.state_dict().values()]) for s in (*steppers, again)]
    assert results[0] == results[1] == results[2]
    assert stumbling.seen == ["opponent", "opponent", "network", "network"]


def test_what_the_task_sees_is_said_once_and_kept_in_the_run(tmp_path: Path) -> None:
    seen = list(training(Hide(), tmp_path))
    assert [n.text for n in seen if isinstance(n, TrainingEvent) and n.kind == "alarm"] == ["Look here."]
    assert [e["step"] for e in RunFolder(tmp_path).events() if e["kind"] == "alarm"] == [6]


def test_what_several_processes_cannot_share_is_refused_in_words() -> None:
    class Two(Team):
        size = 2

    class Normalised(Hide):
        batch = 8

        def __init__(self) -> None:
            super().__init__()
            self.network = nn.Sequential(nn.Conv2d(2, 2, 1), nn.BatchNorm2d(2))

    with pytest.raises(UserError, match="2 processes cannot share a batch of 1"):
        Stepper(Hide(), "adam", 0.9, 1.0, 0, Two())
    with pytest.raises(
        UserError, match=r"batch normalisation.*without torchrun, or choose another generator"
    ):
        Stepper(Normalised(), "adam", 0.9, 1.0, 0, Two())


def test_an_opponent_with_wrong_numbers_does_not_move() -> None:
    task = Hide()
    task.wrong["opponent"] = 1
    before = [p.clone() for p in task.opponent.parameters()]
    with pytest.raises(NotFiniteError):
        Stepper(task, "adam", 0.9, 1.0, 0, ALONE).learn(0.0, 0.01)
    assert all(torch.equal(a, b) for a, b in zip(before, task.opponent.parameters(), strict=True))
