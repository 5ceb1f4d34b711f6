"""The card of a trained generator's file, for lists of files: read without torch."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from models.checkpoints.style_file import THUMBNAIL, StyleCard
from models.news import FileError

GENERATOR_KEY = "impasto_generator"
# Those that make pictures of pictures; the others make them of noise.
PAINTERS = ("unet", "resnet", "backbone")


@dataclass(frozen=True)
class GeneratorCard:
    """`network` is a kind of generator, `options` what it is built with; the rest is as in a style's card.

    `is_grey` is for those that have seen nothing but grey: what they make is grey as well.
    """

    card: StyleCard
    network: str
    options: dict[str, Any]
    is_grey: bool = False

    @property
    def paints(self) -> bool:
        """Whether it paints photographs."""
        return self.network in PAINTERS


def is_generator(path: Path) -> bool:
    """Whether this is a safetensors file with a generator's card in its header."""
    try:
        with safe_open(path, "numpy") as opened:
            return GENERATOR_KEY in (opened.metadata() or {})
    except (SafetensorError, OSError):
        return False


def read_generator_card(path: Path) -> tuple[GeneratorCard, NDArray[np.uint8]]:
    """Card and picture alone; FileError in words."""
    try:
        with safe_open(path, "numpy") as opened:
            card = card_in(opened.metadata())
            picture: NDArray[np.uint8] = opened.get_tensor(THUMBNAIL)
    except (SafetensorError, OSError, LookupError, ValueError, TypeError) as error:
        raise FileError(damaged(path)) from error
    if picture.dtype != np.uint8 or picture.ndim != 3 or picture.shape[2] != 3:
        raise FileError(damaged(path))
    return card, picture


def card_in(metadata: dict[str, str] | None) -> GeneratorCard:
    """From a file's header; LookupError, ValueError or TypeError where there is none that can be read."""
    values = json.loads((metadata or {})[GENERATOR_KEY])
    own = {**values["card"], "hashes": tuple(values["card"]["hashes"]), "choices": ()}
    return GeneratorCard(
        StyleCard(**own), values["network"], values["options"], bool(values.get("is_grey", False))
    )


def damaged(path: Path) -> str:
    return f"{path.name} is damaged or is no generator of Impasto. Copy it again from where it came."
