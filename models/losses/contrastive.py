"""PatchNCE (CUT, Park et al. 2020): a made patch is to be closer to its own place than to others."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

TEMPERATURE = 0.07


def patch_nce(queries: Tensor, keys: Tensor, temperature: float = TEMPERATURE) -> Tensor:
    """Cross-entropy over the patches of one picture: eq. 3 with negatives from the same picture alone.

    `queries` of what is made and `keys` of the photograph are n×p×c, patch by patch the same places, of unit
    length. No gradient goes into `keys`. Mean over patches and pictures.
    """
    similar = queries @ keys.detach().transpose(1, 2) / temperature
    own = torch.arange(queries.shape[1], device=queries.device).expand(len(queries), -1)
    return F.cross_entropy(similar.flatten(0, 1), own.flatten())


def patches(features: Tensor, places: Tensor) -> Tensor:
    """What `features` (n×c×h×w) hold at `places` (p positions, row by row): n×p×c of unit length."""
    return F.normalize(features.flatten(2)[:, :, places].transpose(1, 2), dim=2)
