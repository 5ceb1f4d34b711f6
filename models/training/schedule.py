"""How long a training goes on, and how fast it learns."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Schedule:
    """How long and how fast: ends after `steps`, after `minutes` of work, or at a moment: what comes first.

    `until` is that moment in seconds since 1970.
    """

    steps: int = 20_000
    minutes: float | None = None
    until: float | None = None
    optimizer: str = "adamw"
    learning_rate: float = 1e-3
    final_rate: float = 2e-5
    warmup_steps: int = 50
    clip_norm: float = 1.0
    ema: float = 0.998
    report_every: int = 20
    save_every_s: float = 45.0
    sample_every_s: float = 180.0
    style_every_s: float = 120.0
    seed: int = 0


def learning_rate(schedule: Schedule, step: int, progress: float) -> float:
    """Linear warm-up, then a cosine from `learning_rate` to `final_rate`."""
    warm = min(1.0, (step + 1) / max(1, schedule.warmup_steps))
    cosine = (1 + math.cos(math.pi * min(1.0, progress))) / 2
    return warm * (schedule.final_rate + (schedule.learning_rate - schedule.final_rate) * cosine)


def progress_of(schedule: Schedule, step: int, spent_s: float, now: float) -> float:
    """The share of the training that is done; 1 ends it."""
    shares = [step / schedule.steps]
    if schedule.minutes is not None:
        shares.append(spent_s / (60 * schedule.minutes))
    if schedule.until is not None:
        left_s = max(0.0, schedule.until - now)
        shares.append(spent_s / (spent_s + left_s) if left_s > 0 else 1.0)
    return max(shares)


def left_s(schedule: Schedule, step: int, spent_s: float, step_s: float, now: float) -> float:
    """By whatever ends the training first, where a step takes `step_s`."""
    left = [(schedule.steps - step) * step_s]
    if schedule.minutes is not None:
        left.append(60 * schedule.minutes - spent_s)
    if schedule.until is not None:
        left.append(schedule.until - now)
    return max(0.0, min(left))
