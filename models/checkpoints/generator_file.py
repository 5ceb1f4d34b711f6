"""A trained generator as one file: weights, a picture of what it makes, and a card in the header.

Like a style file, with another key in its header, so that neither is mistaken for the other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor, nn
from torch.nn import functional

from models.atomic import write_bytes
from models.checkpoints.generator_card import GENERATOR_KEY, GeneratorCard, card_in, damaged
from models.checkpoints.style_file import MOST_BYTES, THUMBNAIL
from models.collection_requests import Place
from models.networks.backbone import BackboneGenerator
from models.networks.generators import DcganGenerator, ResnetGenerator, SwatchGenerator, UnetGenerator
from models.news import FileError, UserError

KINDS: dict[str, Callable[..., nn.Module]] = {
    "swatch": SwatchGenerator,
    "dcgan": DcganGenerator,
    "unet": UnetGenerator,
    "resnet": ResnetGenerator,
    "backbone": BackboneGenerator,
}
STEPS = {"resnet": 4, "backbone": 8}  # what sides of pictures are multiples of


class Grey(nn.Module):
    """A network whose pictures (n×3×h×w) lose what colour they have."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, x: Tensor) -> Tensor:
        made: Tensor = self.network(x)
        return made.mean(1, keepdim=True).expand_as(made)


def save_generator(path: Path, card: GeneratorCard, network: nn.Module, thumbnail: NDArray[np.uint8]) -> None:
    """Writes the file in one step."""
    tensors = {name: value.detach().cpu().contiguous() for name, value in network.state_dict().items()}
    tensors[THUMBNAIL] = torch.from_numpy(np.ascontiguousarray(thumbnail))
    write_bytes(path, save(tensors, {GENERATOR_KEY: json.dumps(asdict(card), ensure_ascii=False)}))


def load_generator(path: Path) -> tuple[GeneratorCard, nn.Module]:
    """The generator, ready for use; FileError in words."""
    try:
        if path.stat().st_size > MOST_BYTES * 4:
            raise FileError(f"{path.name} is too large for a generator.")
        with safe_open(path, "pt") as opened:
            made = card_in(opened.metadata())
            tensors = {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118 - it is no dict
        network = KINDS[made.network](**made.options)
        tensors.pop(THUMBNAIL)
        network.load_state_dict(tensors)
        if made.is_grey:
            network = Grey(network)
    except FileNotFoundError:
        raise FileError(f"There is no file {path}. Check its name.") from None
    except (SafetensorError, OSError, LookupError, ValueError, TypeError, RuntimeError) as error:
        raise FileError(damaged(path)) from error
    return made, network.eval().requires_grad_(False)


def painter(path: Path) -> tuple[GeneratorCard, Callable[[Tensor], Tensor]]:
    """For a generator that paints pictures: `image` (1×3×h×w, any size) → the painted one of that size.

    It was learnt on small pictures, so that a large one is painted as a copy of a few times that size.
    """
    card, network = load_generator(path)
    step = 2 ** int(card.options["levels"]) if card.network == "unet" else STEPS[card.network]

    def paint(image: Tensor) -> Tensor:
        height, width = image.shape[2:]
        rest = -height % step, -width % step
        padded = functional.pad(image, (0, rest[1], 0, rest[0]), mode="replicate")
        made: Tensor = network(padded)
        cut: Tensor = made[..., :height, :width].clamp(0, 1)
        return cut

    return card, paint


def noise_of(seeds: list[int], size: int) -> Tensor:
    """The noise that belongs to each seed, n×`size`: a seed means the same swatch for ever."""
    return torch.stack([torch.randn(size, generator=torch.Generator().manual_seed(seed)) for seed in seeds])


def swatches(path: Path, seeds: list[int]) -> Tensor:
    """What a generator from noise makes of these seeds: n×3×h×w in [0, 1]."""
    made: Tensor = swatches_at(path, [((seed, 1.0),) for seed in seeds])
    return made


def swatches_at(path: Path, places: Sequence[Place]) -> Tensor:
    """The same between seeds: noise is mixed on the sphere on which it lies, so that all is alike likely."""
    card, network = load_generator(path)
    inner = network.network if isinstance(network, Grey) else network
    if not isinstance(inner, SwatchGenerator | DcganGenerator):
        raise UserError(
            f"{card.card.name} makes pictures of pictures, not of numbers. Name a file of swatches."
        )
    noise = torch.stack([_noise_at(place, inner.noise) for place in places])
    with torch.no_grad():
        made: Tensor = network(noise).clamp(0, 1)
    return made


def _noise_at(place: Place, size: int) -> Tensor:
    """A mixture of independent noises by `shares`, with the variance of one of them."""
    shares = torch.tensor([share for _, share in place])
    mixed = (noise_of([seed for seed, _ in place], size) * shares[:, None]).sum(0)
    return mixed / max(float(shares.norm()), 1e-9)
