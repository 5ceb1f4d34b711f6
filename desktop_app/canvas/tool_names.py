"""The tools of a mask by name, and the range of their brush. Plain, so that a panel needs nothing heavier."""

from __future__ import annotations

from typing import Literal, get_args

ToolName = Literal["move", "brush", "eraser", "lasso", "polygon", "gradient", "select"]
TOOLS: tuple[ToolName, ...] = get_args(ToolName)
BRUSHES = ("brush", "eraser")

LEAST_SIZE, USUAL_SIZE, LARGEST_SIZE = 0.002, 0.08, 0.6  # across, in parts of the picture's long side
USUAL_HARDNESS = 0.7
