"""Relativistic pairing (Jolicoeur-Martineau 2018), with R1 and R2 that of R3GAN (Huang et al. 2024)."""

from __future__ import annotations

from dataclasses import dataclass

import torch.nn.functional as F
from torch import Tensor


@dataclass(frozen=True)
class Relativistic:
    """D: softplus(f − r); G: softplus(r − f). Each made picture is compared with one real one.

    Only the difference counts, so a generator that drops modes pays: the real ones it never makes stay ahead.
    `real` and `fake` have the same shape.
    """

    def discriminator(self, real: Tensor, fake: Tensor) -> Tensor:
        return F.softplus(fake - real).mean()

    def generator(self, real: Tensor, fake: Tensor) -> Tensor:
        return F.softplus(real - fake).mean()
