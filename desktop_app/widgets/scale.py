"""How the positions of a slider and the values of a control belong together. No widgets."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

STEPS = 1000  # positions of every slider, whatever its range


@dataclass(frozen=True)
class Scale:
    """A range of values; `is_log` gives equal ratios equal distances. `factor` and `unit` are for people."""

    minimum: float
    maximum: float
    default: float
    is_log: bool = False
    factor: float = 1.0
    decimals: int = 0
    unit: str = ""

    def value_at(self, position: int) -> float:
        """`position` is 0 to `STEPS`. Rounded to what is shown, so that the text tells the whole truth."""
        share = min(max(position / STEPS, 0.0), 1.0)
        if self.is_log:
            value = self.minimum * (self.maximum / self.minimum) ** share
        else:
            value = self.minimum + (self.maximum - self.minimum) * share
        return self.rounded(value)

    def position_of(self, value: float) -> int:
        value = self.rounded(value)
        if self.is_log:
            share = math.log(value / self.minimum) / math.log(self.maximum / self.minimum)
        else:
            share = (value - self.minimum) / (self.maximum - self.minimum)
        return round(share * STEPS)

    @property
    def key_step(self) -> int:
        """Positions that an arrow key moves: a percent where percents are shown, else of the whole range."""
        percents = (self.maximum - self.minimum) * 100 if self.factor == 100 and not self.is_log else 100
        return max(1, round(STEPS / percents))

    def rounded(self, value: float) -> float:
        shown = round(value * self.factor, self.decimals) / self.factor
        return min(max(shown, self.minimum), self.maximum)

    def text_of(self, value: float) -> str:
        return f"{value * self.factor:.{self.decimals}f}{self.unit}"

    def value_of(self, text: str) -> float | None:
        """What somebody typed, with or without the unit, with a point or a comma; None if it is no number."""
        match = re.search(r"[-+]?(\d+([.,]\d*)?|[.,]\d+)", text)
        return self.rounded(float(match.group().replace(",", ".")) / self.factor) if match else None


def percent(minimum: float, maximum: float, default: float) -> Scale:
    """Parts of one, shown as whole percents."""
    return Scale(minimum, maximum, default, factor=100.0, unit=" %")
