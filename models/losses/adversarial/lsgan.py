"""Least squares (Mao et al. 2017, eq. 9): distances instead of certainties, so nothing is ever done with."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor


@dataclass(frozen=True)
class LeastSquares:
    """D: ½(r − 1)² + ½f²; G: ½(f − 1)². `smoothing` takes so much off what real ones are to reach."""

    smoothing: float = 0.0

    def discriminator(self, real: Tensor, fake: Tensor) -> Tensor:
        return 0.5 * (real - (1 - self.smoothing)).pow(2).mean() + 0.5 * fake.pow(2).mean()

    def generator(self, real: Tensor, fake: Tensor) -> Tensor:
        return 0.5 * (fake - 1).pow(2).mean()
