"""How much each loss of a style counts, as the sliders ask for it. Plain: a window can show the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.training_requests import Sliders

USUAL = {
    "style": 120.0,
    "content": 6.5,
    "identity": 5.0,
    "shift": 30.0,
    "clip": 30.0,
    "smooth": 0.05,
    "calm": 100.0,
}
SLIDER_OF = {"style": "strength", "content": "likeness", "shift": "stability"}
SLIDER_RANGE = 4.0  # from the middle to an end of a slider a weight changes so many times


def factor(slider: float) -> float:
    """1 in the middle, `SLIDER_RANGE` times as much or as little at the ends."""
    return float(SLIDER_RANGE ** (2 * slider - 1))


def weights_at(sliders: Sliders) -> dict[str, float]:
    """All of them, before they are balanced for a style."""
    moved = {name: factor(getattr(sliders, slider)) for name, slider in SLIDER_OF.items()}
    return {name: usual * moved.get(name, 1.0) for name, usual in USUAL.items()}
