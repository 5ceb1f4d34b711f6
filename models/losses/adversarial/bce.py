"""The first objectives (Goodfellow et al. 2014): a classifier of real and fake, and who wants to fool it."""

from __future__ import annotations

from dataclasses import dataclass

import torch.nn.functional as F
from torch import Tensor


@dataclass(frozen=True)
class NonSaturating:
    """D: softplus(−r) + softplus(f); G: softplus(−f), eq. 3's cure: it learns most where it is worst.

    `smoothing` takes so much off the certainty of real ones (one-sided, Salimans et al. 2016).
    """

    smoothing: float = 0.0

    def discriminator(self, real: Tensor, fake: Tensor) -> Tensor:
        certain = F.softplus(-real) * (1 - self.smoothing) + F.softplus(real) * self.smoothing
        return certain.mean() + F.softplus(fake).mean()

    def generator(self, real: Tensor, fake: Tensor) -> Tensor:
        return F.softplus(-fake).mean()


@dataclass(frozen=True)
class Minimax(NonSaturating):
    """The same discriminator; G: −softplus(f), the game as eq. 1 has it, whose gradient fades as D wins."""

    def generator(self, real: Tensor, fake: Tensor) -> Tensor:
        return -F.softplus(fake).mean()
