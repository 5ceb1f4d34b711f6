"""The one training loop: a generator over any task, resumable to the step.

It knows nothing of networks and losses: a task names its losses, the loop optimises their sum `loss`.
"""

from __future__ import annotations

import math
import time
from collections.abc import Generator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import Tensor, nn

from models.image import to_rgb8
from models.news import Metrics, News, Preview, Progress, Saved, UserError
from models.training.muon import Muon
from models.training.run_folder import RunFolder


@dataclass(frozen=True)
class Schedule:
    """How long and how fast: ends after `steps`, or after `minutes` of work, whichever comes first."""

    steps: int = 20_000
    minutes: float | None = None
    optimizer: str = "adamw"
    learning_rate: float = 1e-3
    final_rate: float = 2e-5
    warmup_steps: int = 50
    clip_norm: float = 1.0
    ema: float = 0.998
    report_every: int = 20
    save_every_s: float = 60.0
    sample_every_s: float = 180.0
    seed: int = 0


class Task(Protocol):
    """What is trained (`network`) and how it is judged at each step."""

    network: nn.Module

    def losses(self, progress: float, rng: torch.Generator) -> dict[str, Tensor]:
        """Named losses of one batch; "loss" is what is optimised. `progress` runs from 0 to 1."""

    def sample(self, network: nn.Module) -> Tensor:
        """A picture (1×3×h×w) that shows how far `network`, the averaged one, has come."""

    def finish(self, network: nn.Module, run: RunFolder) -> Path:
        """Writes what the training was for and returns its path."""


class Ema:
    """Exponential moving average of the weights, with a warm-up so that early steps do not weigh for ever."""

    def __init__(self, network: nn.Module, decay: float) -> None:
        self.decay = decay
        self.shadow = {k: v.detach().clone() for k, v in network.state_dict().items()}

    @torch.no_grad()
    def update(self, network: nn.Module, step: int) -> None:
        decay = min(self.decay, (1 + step) / (10 + step))
        for key, value in network.state_dict().items():
            if value.dtype.is_floating_point:
                self.shadow[key].lerp_(value, 1 - decay)
            else:
                self.shadow[key].copy_(value)


def _optimizer(schedule: Schedule, learning: list[nn.Parameter]) -> torch.optim.Optimizer:
    match schedule.optimizer:
        case "muon":
            return Muon(learning)
        case "adamw":
            return torch.optim.AdamW(learning, lr=0.0, betas=(0.9, 0.99), weight_decay=1e-4)
    raise UserError(f"There is no optimiser {schedule.optimizer!r}. Choose adamw or muon.")


def learning_rate(schedule: Schedule, step: int, progress: float) -> float:
    """Linear warm-up, then a cosine from `learning_rate` to `final_rate`."""
    warm = min(1.0, (step + 1) / max(1, schedule.warmup_steps))
    cosine = (1 + math.cos(math.pi * min(1.0, progress))) / 2
    return warm * (schedule.final_rate + (schedule.learning_rate - schedule.final_rate) * cosine)


def train(
    task: Task, schedule: Schedule, run: RunFolder, config: dict[str, Any], resume: bool = False
) -> Generator[News, None, Path]:
    """Yields metrics, previews and saves; returns the finished file. Closing it saves a checkpoint first."""
    network = task.network
    learning = [p for p in network.parameters() if p.requires_grad]
    optimizer = _optimizer(schedule, learning)
    ema, rng = Ema(network, schedule.ema), torch.Generator().manual_seed(schedule.seed)
    step, spent_s = 0, 0.0
    if resume:
        state = run.load()
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        ema.shadow = state["ema"]
        rng.set_state(state["rng"])
        step, spent_s = state["step"], state["spent_s"]
        run.truncate_metrics(step)
    else:
        run.write_config({"schedule": asdict(schedule), **config})

    def checkpoint() -> None:
        parts = {"network": network.state_dict(), "optimizer": optimizer.state_dict(), "ema": ema.shadow}
        run.save({**parts, "rng": rng.get_state(), "step": step, "spent_s": spent_s})

    saved_s, sampled_s = spent_s, -math.inf
    sums: dict[str, float] = {}
    try:
        while True:
            progress = step / schedule.steps
            if schedule.minutes is not None:
                progress = max(progress, spent_s / (60 * schedule.minutes))
            if progress >= 1:
                break
            begun = time.perf_counter()
            rate = learning_rate(schedule, step, progress)
            for group in optimizer.param_groups:
                group["lr"] = rate
            losses = task.losses(progress, rng)
            optimizer.zero_grad(set_to_none=True)
            torch.autograd.backward(losses["loss"])
            norm = nn.utils.clip_grad_norm_(network.parameters(), schedule.clip_norm)
            if torch.isfinite(norm):  # one bad batch is skipped, not learned
                optimizer.step()
            step += 1
            ema.update(network, step)
            spent_s += time.perf_counter() - begun
            for key, value in losses.items():
                sums[key] = sums.get(key, 0.0) + float(value.detach())
            if step % schedule.report_every == 0:
                row = {key: value / schedule.report_every for key, value in sums.items()} | {"rate": rate}
                sums = {}
                run.append_metrics({"step": step, "seconds": round(spent_s, 2), **row})
                yield Metrics(step, row)
            left_s = spent_s * (1 - progress) / progress if progress > 0 else None
            yield Progress(progress, 1.0, f"step {step}", left_s)
            if spent_s - sampled_s > schedule.sample_every_s:
                sampled_s = spent_s
                yield Preview(to_rgb8(_averaged(task, ema)), step)
            if spent_s - saved_s > schedule.save_every_s:
                saved_s = spent_s
                checkpoint()
                yield Saved(run.checkpoint)
    finally:
        checkpoint()
    current = {k: v.clone() for k, v in network.state_dict().items()}
    network.load_state_dict(ema.shadow)
    network.eval()
    try:
        return task.finish(network, run)
    finally:
        network.load_state_dict(current)
        network.train()


def _averaged(task: Task, ema: Ema) -> Tensor:
    network = task.network
    current = {k: v.clone() for k, v in network.state_dict().items()}
    network.load_state_dict(ema.shadow)
    network.eval()
    try:
        with torch.no_grad():
            return task.sample(network)
    finally:
        network.load_state_dict(current)
        network.train()
