"""Adversarial objectives by name: what a discriminator and a generator are each asked for.

All work on logits of any shape and average over all of them, so that a PatchGAN's map counts like one number.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from torch import Tensor

from models.losses.adversarial.bce import Minimax, NonSaturating
from models.losses.adversarial.hinge import Hinge
from models.losses.adversarial.lsgan import LeastSquares
from models.losses.adversarial.relativistic import Relativistic
from models.losses.adversarial.wgan import Wasserstein
from models.news import UserError


class Objective(Protocol):
    """Two losses on the logits of real pictures and of made ones; both are to be made small."""

    def discriminator(self, real: Tensor, fake: Tensor) -> Tensor:
        """What the discriminator minimises."""

    def generator(self, real: Tensor, fake: Tensor) -> Tensor:
        """What the generator minimises; only the relativistic one looks at `real`."""


# The default comes first. It wants R1 and R2; Wasserstein's wants `clip_weights` or `gradient_penalty`.
OBJECTIVES: dict[str, Objective] = {
    "relativistic": Relativistic(),
    "non-saturating": NonSaturating(),
    "minimax": Minimax(),
    "lsgan": LeastSquares(),
    "hinge": Hinge(),
    "wgan": Wasserstein(),
}


def objective(name: str, smoothing: float = 0.0) -> Objective:
    """One of `OBJECTIVES`, with one-sided label smoothing; UserError in words where there is none such."""
    if name not in OBJECTIVES:
        raise UserError(f"There is no adversarial objective {name!r}. Choose one of {', '.join(OBJECTIVES)}.")
    play = OBJECTIVES[name]
    if not smoothing:
        return play
    if not isinstance(play, NonSaturating | LeastSquares):
        raise UserError(
            f"The objective {name} asks for no certainty that smoothing could take from. Leave smoothing out "
            "of the game, or choose non-saturating, minimax or lsgan."
        )
    if not 0 < smoothing < 0.5:
        raise UserError(f"smoothing in the game is {smoothing:g}; it must be below 0.5, and 0.1 is usual.")
    return replace(play, smoothing=smoothing)
