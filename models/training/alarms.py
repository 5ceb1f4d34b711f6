"""What goes wrong in a game of two networks, told by figures; each alarm says what it saw and what helps.

Small functions of measures, so that each can be provoked. `Alarms` says each once, and when it is over.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d

Row: TypeAlias = dict[str, float]

COLLAPSED = 0.5  # of the real works' diversity; sound generators reach 0.6 and more
BY_HEART = 0.5  # of the way that the discriminator sees between its works and what is made
COPIED = 0.4  # of how far works lie from each other
FIRST_ROWS = 10
ABLE = 0.7
TOO_STRONG, TOO_WEAK = 0.985, 0.55
DIVERGED = 10.0
INVERTED = -0.3


def diversity(made: Tensor, real: Tensor) -> float:
    """How different made pictures are from each other, beside real ones; by features, n×k each."""
    return _mean_distance(made) / max(_mean_distance(real), 1e-9)


def by_heart(train: float, held_out: float, fake: float) -> float:
    """0: the discriminator likes works it never saw as much as its own; 1: as little as what is made.

    From mean logits; Karras et al. 2020 (ADA), eq. 1. Only where it tells works and made ones apart at all.
    """
    apart = train - fake
    return 0.0 if apart < 0.05 else max(0.0, min(1.0, (train - held_out) / apart))


def nearness(made: Tensor, real: Tensor) -> float:
    """Median distance of made pictures to the nearest work, beside that of works to each other (n×k each)."""
    distances = torch.cdist(real, real)
    # Crops as large as their work are the same picture, and say nothing about how far works lie apart.
    distances[distances < 1e-3 * distances.mean()] = float("inf")
    own = float(distances.min(1).values.median())
    return float(torch.cdist(made, real).min(1).values.median()) / max(own, 1e-9)


def likeness(before: Tensor, after: Tensor) -> Row:
    """Correlation of coarse "light" and of coarse "colour", −1 to 1; negative: dark for light, green for red.

    Light is that of each picture; colours (red against green, blue against yellow) are of all together, so
    that grey ones have no say.
    """
    light, colour = zip(*(_light_and_colour(images) for images in (before, after)), strict=True)
    return {"light": _correlation(*light), "colour": _correlation(*(pair.flatten()[None] for pair in colour))}


def _light_and_colour(images: Tensor) -> tuple[Tensor, Tensor]:
    coarse = avg_pool2d(images, max(1, images.shape[2] // 8))
    red, green, blue = coarse.flatten(2).unbind(1)
    colour = torch.stack([red - green, blue - (red + green) / 2], 1)
    return coarse.mean(1).flatten(1), colour - colour.mean(2, keepdim=True)


def _correlation(a: Tensor, b: Tensor) -> float:
    """The mean over rows."""
    a, b = (x - x.mean(1, keepdim=True) for x in (a, b))
    return float(((a * b).sum(1) / (a.norm(dim=1) * b.norm(dim=1)).clamp_min(1e-6)).mean())


def _mean_distance(features: Tensor) -> float:
    count = len(features)
    return float(torch.cdist(features, features).sum()) / max(1, count * (count - 1))


def _collapse(rows: list[Row]) -> bool:
    """Not in the beginning, when all that is made is still one grey."""
    is_begun = rows[-1].get("rows", 0.0) > FIRST_ROWS
    return is_begun and _has_been(rows, "diversity", lambda value: value < COLLAPSED)


def _memorisation(rows: list[Row]) -> bool:
    """Where the discriminator tells works from what is made at all: before that its order is chance."""
    is_able = _has_been(rows, "ahead", lambda value: value > ABLE)
    by_rote = is_able and _has_been(rows, "by_heart", lambda value: value > BY_HEART)
    return by_rote or _has_been(rows, "nearness", lambda value: value < COPIED)


def _too_strong(rows: list[Row]) -> bool:
    return _has_been(rows, "ahead", lambda value: value > TOO_STRONG)


def _too_weak(rows: list[Row]) -> bool:
    return _has_been(rows, "ahead", lambda value: value < TOO_WEAK)


def _divergence(rows: list[Row]) -> bool:
    early = [abs(row.get("loss", 0.0)) for row in rows[:3]]
    usual = sorted(early)[len(early) // 2]
    return len(rows) > 3 and _has_been(rows, "loss", lambda value: abs(value) > DIVERGED * max(usual, 0.5))


def _inversion(rows: list[Row]) -> bool:
    return any(_has_been(rows, name, lambda value: value < INVERTED) for name in ("light", "colour"))


def _has_been(rows: list[Row], name: str, is_wrong: Callable[[float], bool]) -> bool:
    """In each of the last three rows: one alone is chance."""
    return len(rows) >= 3 and all(name in row and is_wrong(row[name]) for row in rows[-3:])


ALARMS: dict[str, tuple[Callable[[list[Row]], bool], str]] = {
    "collapse": (
        _collapse,
        "What is made looks alike: the generator has found few pictures that pass, and the discriminator "
        "does not keep up. Raise its pace or its rounds, best with the relativistic objective, r1 and r2.",
    ),
    "memorisation": (
        _memorisation,
        "The discriminator knows its works by heart: what is made from here on turns into copies. Stop "
        "here and add works; with more augmentation (translation,cutout,colour) a few last longer.",
    ),
    "too strong": (
        _too_strong,
        "The discriminator sees through everything, so that the generator learns little. Raise r1, lower the "
        "discriminator's pace, or give both the same noise.",
    ),
    "too weak": (
        _too_weak,
        "The discriminator can hardly tell works from what is made. If the pictures are not good yet, raise "
        "its pace or its rounds, or lower r1.",
    ),
    "divergence": (
        _divergence,
        "The losses run away. Go back to an earlier snapshot with a tenth of the learning rate.",
    ),
    "inversion": (
        _inversion,
        "Light has become dark and dark light, or each colour its opposite: the generator paints negatives. "
        "Raise identity in the recipe; with CUT, which that does not move, go back to an earlier snapshot or "
        "begin with another seed.",
    ),
}


@dataclass(frozen=True)
class Alarm:
    """What begins to ring, with what helps; or, with the same name, that it is over."""

    name: str
    words: str
    is_over: bool = False


class Alarms:
    """Over the rows of one run; says each alarm when it begins, and when it is over."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._ringing: list[str] = []

    @property
    def heard(self) -> int:
        """How many rows."""
        return int(self._rows[-1]["rows"]) if self._rows else 0

    def hear(self, row: Row) -> list[Alarm]:
        """What is to be said after this row."""
        self._rows = [*self._rows[:3], *self._rows[3:][-5:], row | {"rows": self.heard + 1.0}]
        said = []
        for name, (rings, words) in ALARMS.items():
            if rings(self._rows) and name not in self._ringing:
                self._ringing.append(name)
                said.append(Alarm(name, words))
            elif not rings(self._rows) and name in self._ringing:
                self._ringing.remove(name)
                said.append(Alarm(name, f"The alarm about {name} is over.", is_over=True))
        return said

    def state(self) -> dict[str, object]:
        """For the checkpoint."""
        return {"rows": [dict(row) for row in self._rows], "ringing": list(self._ringing)}

    def restore(self, state: dict[str, object]) -> None:
        """As it was."""
        rows, ringing = state["rows"], state["ringing"]
        assert isinstance(rows, list)
        assert isinstance(ringing, list)
        self._rows, self._ringing = rows, ringing
