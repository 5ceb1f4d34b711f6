"""Several styles in one network, chosen and mixed when it is used: folders of works with a name each.

As few-shot, of all folders at once; but the discriminator is told whose work it is shown (projection, Miyato
& Koyama 2018), so that ink is not taken for comic. What tells the styles apart when it is used is their code.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from models.checkpoints.style_file import Choice
from models.data.collections import Collection
from models.data.part import WHOLE, Part
from models.data.pictures import PictureFolder
from models.networks.discriminators import FeatureDiscriminator
from models.networks.loss_network import LossNetwork
from models.networks.stylist import Stylist
from models.news import UserError
from models.training.duel import Drawn
from models.training.few_shot import LOOKED_AT, FewShotRecipe, FewShotTask
from models.training.personal import PersonalStyle
from models.universal import Universal


class ConditionalTask(FewShotTask):
    """Its result is a style file with a choice for each folder."""

    def __init__(
        self,
        photos: PictureFolder,
        works: Collection,
        style: PersonalStyle,
        base: Stylist,
        judge: nn.Module,
        eye: LossNetwork,
        recipe: FewShotRecipe,
        device: torch.device,
    ) -> None:
        self.labels = tuple(sorted({picture.label for picture in style.pictures}))
        if len(self.labels) < 2 or set(works.labels) != set(self.labels):
            raise UserError(
                "Several styles in one need a folder of their own each, side by side in the one you choose, "
                "with works in each."
            )
        self._label_of = torch.tensor([self.labels.index(picture.label) for picture in style.pictures])
        super().__init__(photos, works, style, base, judge, eye, recipe, device)
        self._know_labels()

    def _know_labels(self) -> None:
        """What the discriminator is watched by, with labels that it can be asked by."""
        rng, recipe = torch.Generator().manual_seed(11), self.recipe
        known = [n % len(self.labels) for n in range(LOOKED_AT)]
        self._known = self.works.batch_of(known, rng, recipe.size_px, recipe.augmentation).to(self.device)
        unknown: list[int] = []
        if self.works.held_out:
            crops, unknown = self.works.unseen(rng, LOOKED_AT, recipe.size_px, recipe.augmentation)
            self._unknown = crops.to(self.device)
        self._labels_shown = tuple(torch.tensor(labels, device=self.device) for labels in (known, unknown))

    def labels_shown(self) -> tuple[Tensor | None, Tensor | None]:
        known, unknown = self._labels_shown
        return known, unknown

    def _opponent(self, eye: LossNetwork) -> FeatureDiscriminator:
        return FeatureDiscriminator(eye, labels=len(self.labels), spectral=self.recipe.game.spectral)

    def _against(self, made: Tensor, chosen: Tensor, rng: torch.Generator, part: Part = WHOLE) -> Drawn:
        """Works of the very labels that are painted."""
        labels = self._label_of[chosen]
        wanted = [self.works.labels.index(self.labels[int(label)]) for label in labels]
        real = self.works.batch_of(wanted, rng, self.recipe.size_px, self.recipe.augmentation, part)
        return Drawn(real.to(self.device), made, part.take(labels).to(self.device))

    def usual_codes(self) -> Tensor:
        """One for each label: nobody chooses their mixture."""
        shares = torch.stack([self.chances * (self._label_of == n) for n in range(len(self.labels))])
        return (shares / shares.sum(1, keepdim=True)).to(self.codes) @ self.codes

    def _choices(self, painter: Universal, photo: NDArray[np.uint8]) -> tuple[Choice, ...]:
        made = []
        for number, name in enumerate(self.labels):
            shares = self.chances.numpy() * (self._label_of == number).numpy()
            code = self._mean_codes(shares)
            made.append(Choice(name or "others", code, painter.stylize_array(photo, code[1:2])))
        return tuple(made)
