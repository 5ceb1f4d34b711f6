"""What all trainings from one folder of pictures to another share, without pairs: `cut` and `cycle`."""

from __future__ import annotations

import dataclasses
from abc import abstractmethod
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import torch
from torch import Tensor, nn

from models.checkpoints.generator_card import GeneratorCard
from models.checkpoints.generator_file import save_generator
from models.checkpoints.style_file import StyleCard
from models.data.collections import Collection
from models.data.part import Part
from models.data.pictures import Augmentation, PictureFolder
from models.image import to_rgb8
from models.losses.adversarial.game import Game
from models.networks.discriminators import FeatureDiscriminator
from models.networks.generators import ResnetGenerator
from models.networks.loss_network import LossNetwork
from models.training.alarms import likeness
from models.training.duel import SCHEDULE, Duel
from models.training.gallery import Gallery, Nearest
from models.training.players import described, opponent_of
from models.training.run_folder import RunFolder
from models.training.schedule import Schedule

CROPS = Augmentation(scale=(0.7, 1.0), enlarges=False)
SHOWN, MEASURED = 6, 16
GAME = Game("lsgan", beta1=0.5, beta2=0.999)


@dataclass(frozen=True)
class UnpairedRecipe:
    """`method` "universal", "fastcut" or "cut" (one generator), or "cycle" (there and back); see `METHODS`.

    universal  goes on from the universal network, whose strokes a weak contrast leaves alone; our own
    cut     `contrast` weighs the patches, `identity` the same on pictures that are of the second folder
            already; with `flip` what is flipped must be painted alike
    cycle   `cycle` weighs what comes back, `identity` is a share of that, `pool` are the pictures that are
            remembered

    `width` and `blocks` are of the paper's ResNet; `backbone` and `scales` are explained in `players`. The
    `opponent` judges "patches" (PatchGAN), or "features" of the loss network (Sauer et al. 2021).

    `adversarial` is what fooling weighs beside them: 2, because least squares have the ½ of their paper here,
    which CUT and CycleGAN leave out.
    """

    method: str = "fastcut"
    size_px: int = 64
    batch: int = 2
    width: int = 32
    blocks: int = 6
    backbone: bool = False
    opponent: str = "patches"
    scales: int = 1
    adversarial: float = 2.0
    contrast: float = 10.0
    identity: float = 0.0
    flip: bool = True
    cycle: float = 10.0
    pool: int = 50
    receptive_field_px: int = 34
    augmentation: Augmentation = CROPS
    game: Game = GAME
    schedule: Schedule = SCHEDULE


# A method alone is all that need be chosen. The last three are as their papers have them (Park et al. 2020;
# Zhu et al. 2017).
METHODS = {
    "universal": UnpairedRecipe(
        "universal",
        size_px=96,
        backbone=True,
        opponent="features",
        contrast=0.2,
        game=Game("hinge", spectral=True, augment="translation,cutout,colour"),
    ),
    "fastcut": UnpairedRecipe(),
    "cut": UnpairedRecipe("cut", contrast=1.0, identity=1.0, flip=False),
    "cycle": UnpairedRecipe("cycle", identity=0.5),
}


def published(recipe: UnpairedRecipe) -> ResnetGenerator:
    """The generator of the papers."""
    return ResnetGenerator(width=recipe.width, blocks=recipe.blocks)


def opponent_in(recipe: UnpairedRecipe, eye: LossNetwork) -> nn.Module:
    """What tells works from what is made, through `eye` where it looks at features."""
    if recipe.opponent == "features":
        return FeatureDiscriminator(eye, spectral=recipe.game.spectral)
    return opponent_of(recipe)


class Translation(Duel):
    """Photographs become pictures as those of the second folder."""

    recipe: UnpairedRecipe

    def __init__(
        self,
        photos: Collection,
        works: Collection,
        recipe: UnpairedRecipe,
        opponent: nn.Module,
        eye: nn.Module,
        card: StyleCard,
        target: Path,
        device: torch.device,
    ) -> None:
        super().__init__(recipe.game, opponent, eye, device)
        self.recipe, self.photos, self.works = recipe, photos, works
        self.card, self.target = card, target
        unseen = PictureFolder.of(photos.held_out) if photos.held_out else photos
        self._photos_measured, self._works_measured = self._fixed(unseen), self._fixed(works)
        self.looked_at, self.known = self._photos_measured[:SHOWN], self._works_measured[:SHOWN]
        self.unknown = self._fixed(PictureFolder.of(works.held_out))[:SHOWN] if works.held_out else None

    def _batches(self, rng: torch.Generator, part: Part) -> tuple[Tensor, Tensor]:
        batch, size = self.recipe.batch, self.recipe.size_px
        photo, work = (
            folder.batch(rng, batch, size, self.recipe.augmentation, part)
            for folder in (self.photos, self.works)
        )
        return photo.to(self._where), work.to(self._where)

    @abstractmethod
    def generator_of(self, network: nn.Module) -> nn.Module:
        """What paints, without what it was only learnt by."""

    def known_and_unknown(self) -> tuple[Tensor, Tensor] | None:
        return None if self.unknown is None else (self.known, self.unknown)

    def measures(self, network: nn.Module) -> dict[str, float]:
        made = network(self._photos_measured)
        found = likeness(self._photos_measured, made) | self.compared(made, self._works_measured)
        return found | {"kid_before": self._kid_before}

    @cached_property
    def _kid_before(self) -> float:
        """Of the photographs as they are: what is made of them is to be nearer to the works."""
        return self.kid(self._photos_measured, self._works_measured)["kid"]

    @torch.no_grad()
    def write(self, network: nn.Module, path: Path) -> None:
        card = dataclasses.replace(self.card, measures=self.measures(network))
        self._save(path, self.generator_of(network), card, self.sample(network), self.works.is_grey)

    def _save(
        self, path: Path, generator: nn.Module, card: StyleCard, picture: Tensor, is_grey: bool
    ) -> None:
        options = {"width": self.recipe.width, "blocks": self.recipe.blocks}
        kind, options = described(generator, "resnet", options)
        recipe = {**card.recipe, **asdict(self.recipe)}
        measures = {name: round(value, 4) for name, value in card.measures.items()}
        card = dataclasses.replace(card, recipe=recipe, measures=measures)
        save_generator(path, GeneratorCard(card, kind, options, is_grey), generator, to_rgb8(picture))

    @abstractmethod
    def sample(self, network: nn.Module) -> Tensor:
        """Rows of pictures, with works of the second folder to compare with."""

    @torch.no_grad()
    def nearest(self, network: nn.Module) -> Nearest:
        """The one of the sample that is most like a work, beside that work."""
        return self._gallery.beside(self.generator_of(network)(self.looked_at))

    @cached_property
    def _gallery(self) -> Gallery:
        return Gallery(self.works, self.recipe.size_px, self.recipe.augmentation, self.signature)

    def finish(self, network: nn.Module, run: RunFolder) -> Path:
        self.write(network, self.target)
        return self.target

    def _fixed(self, folder: PictureFolder) -> Tensor:
        rng = torch.Generator().manual_seed(11)
        return folder.batch(rng, MEASURED, self.recipe.size_px, self.recipe.augmentation).to(self._where)
