"""Chance for each sample of a batch, the same whether one process works on all of it or several on parts."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from models.data.part import WHOLE, Part


@dataclass(frozen=True)
class Dice:
    """Thrown for a whole batch and read for a part of it: `rng` moves on alike whatever the part.

    n below are the samples of the part.
    """

    rng: torch.Generator
    batch: int
    part: Part = WHOLE

    def uniform(self, *sides: int) -> Tensor:
        """Between 0 and 1, n×`sides`."""
        return self.part.take(torch.rand(self.batch, *sides, generator=self.rng))

    def normal(self, *sides: int) -> Tensor:
        """Gaussian, n×`sides`."""
        return self.part.take(torch.randn(self.batch, *sides, generator=self.rng))

    def below(self, limit: int) -> Tensor:
        """Whole numbers from 0 to one below `limit`, n."""
        return self.part.take(torch.randint(limit, (self.batch,), generator=self.rng))
