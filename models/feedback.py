"""What to ask the universal network for on a photo, so that its painting comes nearer to a style.

Strokes depend on what they are painted on: the same code gives one photo more of the style than another. So a
small copy of the photo is painted first; what its painting lacks is asked for on top, and the photo painted
with that. It is found once for a photo and a style, and kept while sliders move.
"""

from __future__ import annotations

import hashlib

import numpy as np
import torch
from numpy.typing import NDArray

from models.arrays import planes, resize_rgb
from models.image import RgbArray
from models.networks.stylist import Stylist
from models.networks.universal import STRIDE

SMALL_PX = 384  # long side of the copy
KEPT = 64  # a strip of styles on one photo


class Feedback:
    """Codes (1×size) of styles as they are to be asked for; the last `KEPT` are remembered."""

    def __init__(self, stylist: Stylist) -> None:
        self._stylist = stylist
        self._known: dict[bytes, NDArray[np.float32]] = {}

    @torch.inference_mode()
    def asked_for(self, photo: RgbArray, code: NDArray[np.float32]) -> NDArray[np.float32]:
        """For a style with this code on this photo (`Stylist.heeded`)."""
        small = resize_rgb(photo, *_small(*photo.shape[:2]))
        key = hashlib.sha256(small.tobytes() + code.tobytes()).digest()
        if key not in self._known:
            # The runtime may have taken it to the GPU.
            where = next(self._stylist.content.parameters()).device
            image, wanted = torch.from_numpy(planes(small)).to(where), torch.from_numpy(code).to(where)
            self._known[key] = self._stylist.to(where).heeded(image, wanted).cpu().numpy()
            while len(self._known) > KEPT:
                self._known.pop(next(iter(self._known)))
        return self._known[key]


def _small(height: int, width: int) -> tuple[int, int]:
    factor = min(1.0, SMALL_PX / max(height, width))
    high, wide = (max(2, round(side * factor / STRIDE)) * STRIDE for side in (height, width))
    return high, wide
