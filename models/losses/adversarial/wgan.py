"""Wasserstein (Arjovsky et al. 2017): a critic whose slope is kept in check measures a distance."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class Wasserstein:
    """D: f − r; G: −f. Nonsense without `clip_weights` or `penalties.gradient_penalty`."""

    def discriminator(self, real: Tensor, fake: Tensor) -> Tensor:
        return fake.mean() - real.mean()

    def generator(self, real: Tensor, fake: Tensor) -> Tensor:
        return -fake.mean()


@torch.no_grad()
def clip_weights(critic: nn.Module, limit: float = 0.01) -> None:
    """Cuts every weight that is learnt to ±`limit` after each step of the critic (algorithm 1, line 7).

    What is frozen stays: the loss network that it looks through, and the blocks of FreezeD.
    """
    for parameter in critic.parameters():
        if parameter.requires_grad:
            parameter.clamp_(-limit, limit)
