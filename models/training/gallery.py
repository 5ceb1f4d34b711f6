"""Which work is nearest to what is made: whoever sees both side by side knows whether it is a copy."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import NamedTuple, Protocol, runtime_checkable

import torch
from torch import Tensor, nn

from models.data.pictures import Augmentation, PictureFolder

HUNG = 192  # crops of works; where there are more works, so many of them
AT_ONCE = 16
GAP = 1 / 16  # of the side, between the two


class Nearest(NamedTuple):
    """What is made, and right of it the work that it is most like (1×3×h×w); the name of that work's file."""

    pair: Tensor
    name: str


@runtime_checkable
class Comparing(Protocol):
    """A task that can show what it makes beside the works it learns from."""

    def nearest(self, network: nn.Module) -> Nearest | None:
        """What `network`, the averaged one, makes that is most like a work, beside it."""


class Gallery:
    """Crops of works of `size_px`, known by their `signature` (n×k, as `Duel.signature`)."""

    def __init__(
        self, works: PictureFolder, size_px: int, how: Augmentation, signature: Callable[[Tensor], Tensor]
    ) -> None:
        self._signature = signature
        self._crops: list[Tensor] = []
        self._names: list[str] = []
        known, crops = [], works.some_of_each(HUNG, size_px, how)
        while some := list(islice(crops, AT_ONCE)):
            known.append(signature(torch.cat([crop for _, crop in some])))
            self._crops += [(crop * 255).round().byte().cpu() for _, crop in some]  # a quarter of the memory
            self._names += [works.names[index] if works.names else "" for index, _ in some]
        self._known = torch.cat(known)

    def beside(self, made: Tensor) -> Nearest:
        """The one of `made` (n×3×h×w) that is most like a work, and right of it that work."""
        distances = torch.cdist(self._signature(made.clamp(0, 1)), self._known)
        which, work = divmod(int(distances.argmin()), len(self._crops))
        pair = made[which : which + 1].clamp(0, 1).cpu(), self._crops[work].float() / 255
        side = pair[0].shape[2]
        gap = torch.ones(1, 3, side, max(2, round(side * GAP)))
        return Nearest(torch.cat([pair[0], gap, pair[1]], 3), self._names[work])
