"""Hinge (Lim & Ye 2017; Miyato et al. 2018, eq. 16 and 17): what is told apart clearly counts no more."""

from __future__ import annotations

from dataclasses import dataclass

import torch.nn.functional as F
from torch import Tensor


@dataclass(frozen=True)
class Hinge:
    """D: max(0, 1 − r) + max(0, 1 + f); G: −f."""

    def discriminator(self, real: Tensor, fake: Tensor) -> Tensor:
        return F.relu(1 - real).mean() + F.relu(1 + fake).mean()

    def generator(self, real: Tensor, fake: Tensor) -> Tensor:
        return -fake.mean()
