"""How large a draft may be so that it still follows the hand. Pure numbers."""

from __future__ import annotations

from dataclasses import dataclass

DRAFT_S = 0.2  # a draft that takes longer feels like waiting
SMALLEST_PX = 288
STEP_PX = 32
WORTH_IT = 0.75  # a draft nearly as large as the picture itself only delays it
LARGEST_PX = 2048


@dataclass
class Pace:
    """Learns from every picture how many seconds a megapixel takes."""

    seconds_per_mp: float = 0.8

    def learn(self, seconds: float, width_px: int, height_px: int) -> None:
        megapixels = width_px * height_px / 1e6
        if megapixels > 0 and seconds > 0:
            self.seconds_per_mp += 0.5 * (seconds / megapixels - self.seconds_per_mp)

    def draft_px(self, wanted_px: int, aspect: float) -> int:
        """The long side of a quick draft, or `wanted_px` where the picture itself is quick enough.

        `aspect` is the short side by the long one.
        """
        megapixels = DRAFT_S / self.seconds_per_mp
        side = int((megapixels * 1e6 / max(aspect, 0.01)) ** 0.5) // STEP_PX * STEP_PX
        side = max(side, SMALLEST_PX)
        return wanted_px if side >= WORTH_IT * wanted_px else side


def preview_px(shown_px: float, photo_px: int) -> int:
    """The long side worth painting for a picture shown `shown_px` device pixels long; few distinct sizes."""
    rounded = -(-int(shown_px) // 128) * 128
    return min(max(rounded, 256), LARGEST_PX, photo_px)
