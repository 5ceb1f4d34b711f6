"""A share of a batch: what one pass works on where memory is short, or where several processes train."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import torch
from torch import Tensor

Sliced = TypeVar("Sliced", Tensor, range)


@dataclass(frozen=True)
class Part:
    """Every `of`-th sample of a batch, beginning with the one at `index`."""

    index: int = 0
    of: int = 1

    def take(self, samples: Sliced) -> Sliced:
        """This part of what lies along the first dimension."""
        return samples[self.index :: self.of]

    def share(self, batch: int) -> float:
        """How much of a batch of so many samples this part is, 0 to 1."""
        return len(self.take(range(batch))) / batch


WHOLE = Part()


def average(losses: list[tuple[dict[str, Tensor], float]]) -> dict[str, float]:
    """The named losses of a whole batch from those of its parts and their shares."""
    names = list(losses[0][0])
    rows = [torch.stack([part[name].detach().float() for name in names]) * share for part, share in losses]
    return dict(zip(names, torch.stack(rows).sum(0).tolist(), strict=True))
