"""A trained generator as one file: weights, a picture of what it makes, and a card in the header.

Like a style file, with another key in its header, so that neither is mistaken for the other.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor, nn

from models.atomic import write_bytes
from models.checkpoints.style_file import MOST_BYTES, THUMBNAIL, StyleCard
from models.networks.generators import DcganGenerator, ResnetGenerator, SwatchGenerator, UnetGenerator
from models.news import FileError, UserError

GENERATOR_KEY = "impasto_generator"
KINDS: dict[str, Callable[..., nn.Module]] = {
    "swatch": SwatchGenerator,
    "dcgan": DcganGenerator,
    "unet": UnetGenerator,
    "resnet": ResnetGenerator,
}


@dataclass(frozen=True)
class GeneratorCard:
    """`network` is a key of `KINDS`, `options` what it is built with; the rest is as in a style's card."""

    card: StyleCard
    network: str
    options: dict[str, Any]


def save_generator(path: Path, card: GeneratorCard, network: nn.Module, thumbnail: NDArray[np.uint8]) -> None:
    """Writes the file in one step."""
    tensors = {name: value.detach().cpu().contiguous() for name, value in network.state_dict().items()}
    tensors[THUMBNAIL] = torch.from_numpy(np.ascontiguousarray(thumbnail))
    write_bytes(path, save(tensors, {GENERATOR_KEY: json.dumps(asdict(card), ensure_ascii=False)}))


def load_generator(path: Path) -> tuple[GeneratorCard, nn.Module]:
    """The generator, ready for use; FileError in words."""
    damaged = f"{path.name} is damaged or is no generator of Impasto. Copy it again from where it came."
    try:
        if path.stat().st_size > MOST_BYTES * 4:
            raise FileError(f"{path.name} is too large for a generator.")
        with safe_open(path, "pt") as opened:
            values = json.loads((opened.metadata() or {})[GENERATOR_KEY])
            tensors = {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118 - it is no dict
        card = StyleCard(**{**values["card"], "hashes": tuple(values["card"]["hashes"])})
        made = GeneratorCard(card, values["network"], values["options"])
        network = KINDS[made.network](**made.options)
        tensors.pop(THUMBNAIL)
        network.load_state_dict(tensors)
    except FileNotFoundError:
        raise FileError(f"There is no file {path}. Check its name.") from None
    except (SafetensorError, OSError, LookupError, ValueError, TypeError, RuntimeError) as error:
        raise FileError(damaged) from error
    return made, network.eval().requires_grad_(False)


def noise_of(seeds: list[int], size: int) -> Tensor:
    """The noise that belongs to each seed, n×`size`: a seed means the same swatch for ever."""
    return torch.stack([torch.randn(size, generator=torch.Generator().manual_seed(seed)) for seed in seeds])


@torch.no_grad()
def swatches(path: Path, seeds: list[int]) -> Tensor:
    """What a generator from noise makes of these seeds: n×3×h×w in [0, 1]."""
    card, network = load_generator(path)
    if not isinstance(network, SwatchGenerator | DcganGenerator):
        raise UserError(
            f"{card.card.name} makes pictures of pictures, not of numbers. Name a file of swatches."
        )
    made: Tensor = network(noise_of(seeds, network.noise)).clamp(0, 1)
    return made
