"""From the pictures of one folder to those of another without pairs: CUT and FastCUT (Park et al. 2020).

What is made must look like the second folder to a discriminator, and each patch of it must be told from the
others by what the same place held before.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.checkpoints.style_file import StyleCard
from models.data.collections import Collection
from models.data.part import WHOLE, Part
from models.losses.contrastive import patch_nce
from models.networks.backbone import BackboneGenerator
from models.networks.generators import ResnetGenerator
from models.networks.loss_network import LossNetwork
from models.networks.stylist import Stylist
from models.training.duel import Drawn, sheet
from models.training.players import generator_of
from models.training.translation import Translation, UnpairedRecipe, opponent_in, published

PATCHES = 256
HEAD = 256


Encoding = ResnetGenerator | BackboneGenerator  # generators that show what their encoders see


class Translator(nn.Module):
    """The generator, and the heads by which its encoder's patches are compared; those are left behind."""

    def __init__(self, generator: Encoding, channels: list[int]) -> None:
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
            # Picked before they are turned: of one picture alone, the instance norm of torch 2.15 on
            # processors misreads a gradient whose channels come last.
            F.normalize(head(features.flatten(2)[:, :, where].transpose(1, 2)), dim=2)
            for head, features, where in zip(self.heads, self.generator.features(image), places, strict=True)
        ]


class CutTask(Translation):
    """Photographs become pictures as those of the second folder; places stay what they were."""

    def __init__(
        self,
        photos: Collection,
        works: Collection,
        recipe: UnpairedRecipe,
        eye: LossNetwork,
        card: StyleCard,
        target: Path,
        device: torch.device,
        base: Stylist | None = None,
    ) -> None:
        generator = generator_of(recipe, works, base, partial(published, recipe))
        assert isinstance(generator, Encoding)
        with torch.no_grad():
            depths = generator.features(torch.zeros(1, 3, recipe.size_px, recipe.size_px))
        self._spots = [features[0, 0].numel() for features in depths]
        self.translator = Translator(generator, [features.shape[1] for features in depths])
        self.network = self.translator.to(device)
        super().__init__(photos, works, recipe, opponent_in(recipe, eye), eye, card, target, device)

    def drawn(self, rng: torch.Generator, part: Part = WHOLE) -> Drawn:
        photo, work = self._batches(rng, part)
        return Drawn(work, self.network(photo))

    def losses(self, progress: float, rng: torch.Generator, part: Part = WHOLE) -> dict[str, Tensor]:
        recipe = self.recipe
        photo, work = self._batches(rng, part)
        if recipe.flip and float(torch.rand((), generator=rng)) < 0.5:
            made = self.network(photo.flip(3)).flip(3)
        else:
            made = self.network(photo)
        losses = {
            "fooling": self.fooling(Drawn(work, made), self._dice(rng, part)),
            "contrast": self._contrast(photo, made, rng),
        }
        total = recipe.adversarial * losses["fooling"] + recipe.contrast * losses["contrast"]
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

    @torch.no_grad()
    def sample(self, network: nn.Module) -> Tensor:
        """Photographs, what becomes of them, and works; where works are to stay, with what they stay as."""
        rows = [self.looked_at, network(self.looked_at), self.known]
        return sheet([*rows, network(self.known)] if self.recipe.identity else rows)

    def generator_of(self, network: nn.Module) -> nn.Module:
        assert isinstance(network, Translator)
        return network.generator
