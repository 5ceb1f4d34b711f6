"""Adversarial objectives by name: what a discriminator and a generator are each asked for.

All work on logits of any shape and average over all of them, so that a PatchGAN's map counts like one number.
"""

from __future__ import annotations

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


def objective(name: str) -> Objective:
    """One of `OBJECTIVES`; UserError in words for any other name."""
    if name not in OBJECTIVES:
        raise UserError(f"There is no adversarial objective {name!r}. Choose one of {', '.join(OBJECTIVES)}.")
    return OBJECTIVES[name]
