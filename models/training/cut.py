"""From the pictures of one folder to those of another without pairs: CUT and FastCUT (Park et al. 2020).

What is made must look like the second folder to a discriminator, and each patch of it must be told from the
others by what the same place held before.
"""

from __future__ import annotations

import dataclasses
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.checkpoints.generator_file import GeneratorCard, save_generator
from models.checkpoints.style_file import StyleCard
from models.data.collections import Collection
from models.data.pictures import Augmentation, PictureFolder
from models.image import to_rgb8
from models.losses.adversarial.game import Game
from models.losses.contrastive import patch_nce
from models.networks.discriminators import PatchGan
from models.networks.generators import ResnetGenerator
from models.training.alarms import likeness_of_light
from models.training.duel import Duel, sheet
from models.training.loop import Schedule
from models.training.run_folder import RunFolder

CROPS = Augmentation(scale=(0.7, 1.0))
SHOWN = 6
PATCHES = 256
HEAD = 256
GAME = Game("lsgan")


@dataclass(frozen=True)
class UnpairedRecipe:
    """`contrast` weighs the patches, `identity` the same on pictures that are of the second folder already.

    As they are, FastCUT: contrast 10, no identity, flips. CUT: contrast 1, identity 1, no flips.
    """

    size_px: int = 64
    batch: int = 2
    width: int = 32
    blocks: int = 6
    contrast: float = 10.0
    identity: float = 0.0
    flip: bool = True
    receptive_field_px: int = 34
    game: Game = GAME
    schedule: Schedule = Schedule(
        steps=100_000,
        minutes=60.0,
        optimizer="adam",
        learning_rate=2e-4,
        final_rate=2e-5,
        clip_norm=1e3,
        ema=0.99,
    )


class Translator(nn.Module):
    """The generator, and the heads by which its encoder's patches are compared; those are left behind."""

    def __init__(self, generator: ResnetGenerator, channels: list[int]) -> None:
        super().__init__()
        self.generator = generator
        self.heads = nn.ModuleList(
            nn.Sequential(nn.Linear(c, HEAD), nn.ReLU(), nn.Linear(HEAD, HEAD)) for c in channels
        )

    def forward(self, image: Tensor) -> Tensor:
        made: Tensor = self.generator(image)
        return made

    def patches(self, image: Tensor, places: list[Tensor]) -> list[Tensor]:
        """At each depth what is at its `places`, n×p×`HEAD` of unit length."""
        return [
            F.normalize(head(features.flatten(2).transpose(1, 2)[:, where]), dim=2)
            for head, features, where in zip(self.heads, self.generator.features(image), places, strict=True)
        ]


class UnpairedTask(Duel):
    """Photographs become pictures as those of the second folder; places stay what they were."""

    def __init__(
        self,
        photos: Collection,
        works: Collection,
        recipe: UnpairedRecipe,
        eye: nn.Module,
        card: StyleCard,
        target: Path,
        device: torch.device,
    ) -> None:
        self.recipe, self.photos, self.works = recipe, photos, works
        self.card, self.target = card, target
        generator = ResnetGenerator(width=recipe.width, blocks=recipe.blocks)
        with torch.no_grad():
            depths = generator.features(torch.zeros(1, 3, recipe.size_px, recipe.size_px))
        self._spots = [features[0, 0].numel() for features in depths]
        self.translator = Translator(generator, [features.shape[1] for features in depths])
        self.network = self.translator.to(device)
        opponent = PatchGan(recipe.receptive_field_px, width=recipe.width, spectral=recipe.game.spectral)
        super().__init__(recipe.game, opponent, eye, device)
        self._looked_at = self._fixed(PictureFolder.of(photos.held_out) if photos.held_out else photos)
        self._known = self._fixed(works)
        self._unknown = self._fixed(PictureFolder.of(works.held_out)) if works.held_out else None

    def _drawn(self, rng: torch.Generator) -> tuple[Tensor, Tensor]:
        batch, size = self.recipe.batch, self.recipe.size_px
        photo, work = (folder.batch(rng, batch, size, CROPS) for folder in (self.photos, self.works))
        return photo.to(self._where), work.to(self._where)

    def drawn(self, rng: torch.Generator) -> tuple[Tensor, Tensor]:
        photo, work = self._drawn(rng)
        return work, self.network(photo)

    def losses(self, progress: float, rng: torch.Generator) -> dict[str, Tensor]:
        recipe = self.recipe
        photo, work = self._drawn(rng)
        if recipe.flip and float(torch.rand((), generator=rng)) < 0.5:
            made = self.network(photo.flip(3)).flip(3)
        else:
            made = self.network(photo)
        losses = {"fooling": self.fooling(work, made, rng), "contrast": self._contrast(photo, made, rng)}
        total = losses["fooling"] + recipe.contrast * losses["contrast"]
        if recipe.identity:
            losses["identity"] = self._contrast(work, self.network(work), rng)
            total = total + recipe.identity * losses["identity"]
        return {"loss": total, **losses}

    def _contrast(self, before: Tensor, after: Tensor, rng: torch.Generator) -> Tensor:
        places = [torch.randperm(spots, generator=rng)[:PATCHES].to(self._where) for spots in self._spots]
        with torch.no_grad():
            keys = self.translator.patches(before, places)
        queries = self.translator.patches(after, places)
        return torch.stack([patch_nce(q, k) for q, k in zip(queries, keys, strict=True)]).mean()

    def known_and_unknown(self) -> tuple[Tensor, Tensor] | None:
        return None if self._unknown is None else (self._known, self._unknown)

    def measures(self, network: nn.Module) -> dict[str, float]:
        return {"light": likeness_of_light(self._looked_at, network(self._looked_at))}

    @torch.no_grad()
    def sample(self, network: nn.Module) -> Tensor:
        """Photographs, what becomes of them, and works of the second folder to compare with."""
        return sheet([self._looked_at, network(self._looked_at), self._known])

    @torch.no_grad()
    def write(self, network: nn.Module, path: Path) -> None:
        assert isinstance(network, Translator)
        options = {"width": self.recipe.width, "blocks": self.recipe.blocks}
        recipe = {**self.card.recipe, **asdict(self.recipe)}
        measures = {name: round(value, 4) for name, value in self.measures(network).items()}
        card = dataclasses.replace(self.card, recipe=recipe, measures=measures)
        made = GeneratorCard(card, "resnet", options)
        save_generator(path, made, network.generator, to_rgb8(self.sample(network)))

    def finish(self, network: nn.Module, run: RunFolder) -> Path:
        self.write(network, self.target)
        return self.target

    def _fixed(self, folder: PictureFolder) -> Tensor:
        rng = torch.Generator().manual_seed(11)
        return folder.batch(rng, SHOWN, self.recipe.size_px, CROPS).to(self._where)
