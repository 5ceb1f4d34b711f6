"""How a training gets on, told from its curves. No widgets."""

from __future__ import annotations

from typing import Literal

import numpy as np

from desktop_app.runs.record import SECONDS, Curves

LEAST_ROWS = 12
LONG_S = 300.0  # without a change for so long somebody may want to stop
VISIBLE = 0.02  # a smaller share of the style loss is not seen

Trend = Literal["", "stronger", "slower", "still", "weaker"]


def trend(curves: Curves) -> Trend:
    """How the style loss has gone lately: over five minutes, or the later half of a shorter training."""
    seconds, style = curves.values(SECONDS), curves.values("style")
    is_there = np.isfinite(style) & np.isfinite(seconds)
    seconds, style = seconds[is_there], style[is_there]
    if len(style) < LEAST_ROWS:
        return ""
    span_s = min(LONG_S, (seconds[-1] - seconds[0]) / 2)
    late = style[seconds > seconds[-1] - span_s]
    early = style[(seconds <= seconds[-1] - span_s) & (seconds > seconds[-1] - 2 * span_s)]
    if len(late) < LEAST_ROWS // 3 or len(early) < LEAST_ROWS // 3:
        return ""
    gained = 1 - float(late.mean()) / max(float(early.mean()), 1e-12)
    if gained > VISIBLE:
        return "stronger"
    if gained < -VISIBLE:
        return "weaker"
    return "still" if span_s >= LONG_S else "slower"
