"""From one kind of picture to another, by pairs: pix2pix (Isola et al. 2017)."""

from __future__ import annotations

import dataclasses
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from models.checkpoints.generator_card import GeneratorCard
from models.checkpoints.generator_file import save_generator
from models.checkpoints.style_file import StyleCard
from models.data.collections import Collection
from models.data.part import WHOLE, Part
from models.data.pictures import Augmentation, PictureFolder
from models.image import to_rgb8
from models.losses.adversarial.game import Game
from models.networks.generators import UnetGenerator
from models.networks.stylist import Stylist
from models.news import UserError
from models.training.alarms import diversity
from models.training.duel import ENOUGH, SCHEDULE, Drawn, Duel, apart, sheet
from models.training.gallery import Gallery, Nearest
from models.training.players import described, generator_of, opponent_of
from models.training.run_folder import RunFolder
from models.training.schedule import Schedule

CROPS = Augmentation(scale=(0.9, 1.0), enlarges=False)
SHOWN, MEASURED = 6, 32
GAME = Game("non-saturating", beta1=0.5, beta2=0.999)


@dataclass(frozen=True)
class PairedRecipe:
    """`likeness` is the weight of L1 beside the discriminator's; `reverse` learns from second to first.

    `width` is that of the paper's U-Net; `backbone` and `scales` are explained in `players`.
    """

    size_px: int = 64
    batch: int = 4
    width: int = 32
    likeness: float = 100.0
    reverse: bool = False
    backbone: bool = False
    scales: int = 1
    receptive_field_px: int = 34
    augmentation: Augmentation = CROPS
    game: Game = GAME
    schedule: Schedule = SCHEDULE


class PairedTask(Duel):
    """A U-Net against a PatchGAN that sees what was given and what was made of it, one over the other."""

    recipe: PairedRecipe

    def __init__(
        self,
        pairs: Collection,
        recipe: PairedRecipe,
        eye: nn.Module,
        card: StyleCard,
        target: Path,
        device: torch.device,
        base: Stylist | None = None,
    ) -> None:
        levels = recipe.size_px.bit_length() - 1
        if recipe.size_px != 2**levels or recipe.size_px < 32:
            raise UserError(f"size_px is {recipe.size_px}; pairs are learnt at 32, 64, 128, 256 or 512 px.")
        self.recipe, self.pairs, self.card, self.target = recipe, pairs, card, target
        self._published: dict[str, Any] = {"width": recipe.width, "levels": min(levels, 8)}
        generator = generator_of(recipe, self._works, base, lambda: UnetGenerator(**self._published))
        self.network = generator.to(device)
        super().__init__(recipe.game, opponent_of(recipe, 6), eye, device)
        self._known = self._fixed(pairs)
        held_out = PictureFolder.of(pairs.held_out) if pairs.held_out else None
        self._unknown = self._fixed(held_out) if held_out else None

    def _given(
        self, pairs: PictureFolder, rng: torch.Generator, count: int, part: Part = WHOLE
    ) -> tuple[Tensor, Tensor]:
        both = pairs.batch(rng, count, self.recipe.size_px, self.recipe.augmentation, part).to(self._where)
        first, second = both.chunk(2, 1)
        return (second, first) if self.recipe.reverse else (first, second)

    def drawn(self, rng: torch.Generator, part: Part = WHOLE) -> Drawn:
        given, wanted = self._given(self.pairs, rng, self.recipe.batch, part)
        is_noisy = isinstance(self.network, UnetGenerator)
        made = self.network(given, self._dice(rng, part).uniform) if is_noisy else self.network(given)
        return Drawn(torch.cat([given, wanted], 1), torch.cat([given, made], 1))

    def losses(self, progress: float, rng: torch.Generator, part: Part = WHOLE) -> dict[str, Tensor]:
        drawn = self.drawn(rng, part)
        fooling = self.fooling(drawn, self._dice(rng, part))
        distance = apart(drawn.real[:, 3:], drawn.fake[:, 3:])
        return {"loss": fooling + self.recipe.likeness * distance, "fooling": fooling, "distance": distance}

    def known_and_unknown(self) -> tuple[Tensor, Tensor] | None:
        if self._unknown is None:
            return None
        return torch.cat(self._known, 1), torch.cat(self._unknown, 1)

    def measures(self, network: nn.Module) -> dict[str, float]:
        """Of pairs that are never learnt from, where there are any: the others are to be made again."""
        if self._unknown is None:
            return {}
        given, wanted = self._unknown
        made = network(given)
        figures = self.compared(made, self._known[1])
        # Beside what is wanted of the same: held-out pairs may be crops of one picture.
        figures["diversity"] = diversity(self.signature(made), self.signature(wanted))
        return {"distance_held_out": float((made - wanted).abs().mean()), **figures}

    def enough(self, network: nn.Module) -> tuple[Tensor, Tensor] | None:
        """Of held-out pairs, where there are so many: crops of a few would be alike."""
        if len(self.pairs.held_out) < ENOUGH:
            return None
        given, works = self._for_kid
        return torch.cat([network(part) for part in torch.split(given, SHOWN)]), works

    @cached_property
    def _for_kid(self) -> tuple[Tensor, Tensor]:
        given, _ = self._fixed(PictureFolder.of(self.pairs.held_out), MEASURED)
        return given, self._fixed(self.pairs, MEASURED)[1]

    @torch.no_grad()
    def sample(self, network: nn.Module) -> Tensor:
        """Given, made, wanted; of held-out pairs where there are any."""
        given, wanted = self._unknown or self._known
        return sheet([given, network(given), wanted])

    @torch.no_grad()
    def nearest(self, network: nn.Module) -> Nearest | None:
        """Of what is made of held-out pairs the one that is most like a work, beside that work.

        None without such pairs: what is learnt from is to be made again.
        """
        return self._gallery.beside(network(self._unknown[0])) if self._unknown else None

    @cached_property
    def _gallery(self) -> Gallery:
        return Gallery(self._works, self.recipe.size_px, self.recipe.augmentation, self.signature)

    @cached_property
    def _works(self) -> PictureFolder:
        """What is to be made, without what it is made of."""
        return PictureFolder.of([pair[self._wanted] for pair in self.pairs.pictures], self.pairs.names)

    @property
    def _wanted(self) -> slice:
        """Which channels of a stack are to be made."""
        return slice(0, 3) if self.recipe.reverse else slice(3, 6)

    @torch.no_grad()
    def write(self, network: nn.Module, path: Path) -> None:
        recipe = {**self.card.recipe, **asdict(self.recipe)}
        measures = {name: round(value, 4) for name, value in self.measures(network).items()}
        card = dataclasses.replace(self.card, recipe=recipe, measures=measures)
        kind, options = described(network, "unet", self._published)
        made = GeneratorCard(card, kind, options, self._works.is_grey)
        save_generator(path, made, network, to_rgb8(self.sample(network)))

    def finish(self, network: nn.Module, run: RunFolder) -> Path:
        self.write(network, self.target)
        return self.target

    def _fixed(self, pairs: PictureFolder, count: int = SHOWN) -> tuple[Tensor, Tensor]:
        return self._given(pairs, torch.Generator().manual_seed(11), count)
