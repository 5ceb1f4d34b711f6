"""The two networks of a game from picture to picture, as its recipe names them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import torch
from torch import nn

from models.data.pictures import Augmentation, PictureFolder
from models.losses.adversarial.game import Game
from models.networks.backbone import BackboneGenerator, backbone_towards
from models.networks.discriminators import MultiScale, PatchGan
from models.networks.stylist import Stylist

READ = 16  # works by whose mean style a backbone begins


class FromPictures(Protocol):
    """What a recipe says of both. With `backbone` the generator is the universal network, not the paper's.

    The discriminator looks at `scales` sizes of a picture, each half the one before.
    """

    @property
    def size_px(self) -> int: ...
    @property
    def width(self) -> int: ...
    @property
    def backbone(self) -> bool: ...
    @property
    def scales(self) -> int: ...
    @property
    def receptive_field_px(self) -> int: ...
    @property
    def augmentation(self) -> Augmentation: ...
    @property
    def game(self) -> Game: ...


def generator_of(
    recipe: FromPictures, works: PictureFolder, base: Stylist | None, published: Callable[[], nn.Module]
) -> nn.Module:
    """What is to make pictures like those of `works`; `base` is the universal network."""
    if not recipe.backbone:
        return published()
    assert base is not None
    rng = torch.Generator().manual_seed(13)
    return backbone_towards(base, works.batch(rng, READ, recipe.size_px, recipe.augmentation))


def opponent_of(recipe: FromPictures, channels: int = 3) -> PatchGan | MultiScale:
    """PatchGAN, at one size of the picture or at several."""
    px, width, spectral = recipe.receptive_field_px, recipe.width, recipe.game.spectral
    if recipe.scales == 1:
        return PatchGan(px, channels, width, spectral=spectral)
    return MultiScale(recipe.scales, channels, width, px, spectral=spectral)


def described(generator: nn.Module, published: str, options: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """For a generator's card: its kind, and what it is built with."""
    if isinstance(generator, BackboneGenerator):
        return "backbone", generator.options
    return published, options
