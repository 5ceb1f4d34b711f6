"""A style from a folder of works: the universal network, fine-tuned on all of them before a discriminator.

DualAST's split (Chen et al. 2021): each painting is held to the colours and strokes of one work by its own
code and statistics, and all of them to the artist's hand by the discriminator. Gram matrices are never
averaged over works, which smooths what makes them different (Sanakoyeu et al. 2018).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor, nn

from models.data.collections import Collection
from models.data.part import WHOLE, Part
from models.data.pictures import Augmentation, PictureFolder
from models.image import resize
from models.losses.adversarial.game import Game
from models.networks.discriminators import FeatureDiscriminator
from models.networks.loss_network import LossNetwork
from models.networks.stylist import Stylist
from models.training.alarms import likeness
from models.training.duel import ENOUGH, Drawn, Duel, sheet
from models.training.gallery import Gallery, Nearest
from models.training.personal import MEASURED, SAMPLE_PX, PersonalStyle, PersonalTask
from models.training.personal_recipe import PersonalRecipe

CROPS = Augmentation(scale=(0.3, 0.75), enlarges=False)  # as large in the work as photographs are painted
LOOKED_AT, COMPARED_PX = 8, 128
WHOLE_WORK = Augmentation(scale=(1.0, 1.0), flip=False)
MOST_SHOWN = 4  # rows of what is painted
CROPS_FOR_KID = 32
GAME = Game("relativistic", r1=0.5, r2=0.5, pace=0.2, augment="translation,cutout,colour")


@dataclass(frozen=True)
class FewShotRecipe(PersonalRecipe):
    """`adversarial` is the discriminator's weight beside style and likeness.

    It looks through the frozen loss network, so all but its heads is kept (FreezeD at its fullest); its rate
    is a fraction of the painter's, which learns by another optimiser. A game wants more than one picture at
    a time, so crops are smaller. A discriminator asks for no likeness, so that counts more than without one.
    All of what is learnt is kept: the figures of the game are of it.
    """

    content: float = 10.0
    way: float = 1.0
    size_px: int = 192
    batch: int = 2
    adversarial: float = 1.0
    augmentation: Augmentation = CROPS
    game: Game = GAME


class FewShotTask(Duel, PersonalTask):
    """A personal style with a discriminator beside it; its result is a style file like any other."""

    recipe: FewShotRecipe

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
        PersonalTask.__init__(self, photos, style, base, judge, recipe, device)
        works.move_to(device)
        self.works = works
        Duel.__init__(self, recipe.game, self._opponent(eye), eye, device)
        self._known = self._fixed(works)
        self._unknown = self._fixed(PictureFolder.of(works.held_out)) if works.held_out else None

    def _opponent(self, eye: LossNetwork) -> FeatureDiscriminator:
        return FeatureDiscriminator(eye, spectral=self.recipe.game.spectral)

    def _against(self, made: Tensor, chosen: Tensor, rng: torch.Generator, part: Part = WHOLE) -> Drawn:
        """Works to set what is made against; `chosen` are the style pictures that the batch is painted by."""
        recipe = self.recipe
        real = self.works.batch(rng, recipe.batch, recipe.size_px, self.recipe.augmentation, part)
        return Drawn(real.to(self.device), made)

    def drawn(self, rng: torch.Generator, part: Part = WHOLE) -> Drawn:
        (large, chosen), size = self._chosen(rng, part), self.recipe.size_px
        made = self.stylist(large[..., :size, :size], self.codes[part.take(chosen).to(self.device)])
        return self._against(made.clamp(0, 1), chosen, rng, part)

    def losses(self, progress: float, rng: torch.Generator, part: Part = WHOLE) -> dict[str, Tensor]:
        losses, painted, chosen = self._painted(rng, part)
        losses["fooling"] = self.fooling(self._against(painted, chosen, rng, part), self._dice(rng, part))
        return losses | {"loss": losses["loss"] + self.recipe.adversarial * losses["fooling"]}

    def known_and_unknown(self) -> tuple[Tensor, Tensor] | None:
        return None if self._unknown is None else (self._known, self._unknown)

    def measures(self, network: nn.Module) -> dict[str, float]:
        codes = self.usual_codes()
        photos = self._probe(max(MEASURED, min(len(codes), LOOKED_AT))).to(self.device)
        made = network(photos, codes[torch.arange(len(photos)) % len(codes)])
        return {**likeness(photos, made), **self.compared(made, self._known)}

    def enough(self, network: nn.Module) -> tuple[Tensor, Tensor]:
        """Photographs, each painted by one of the works as in the game, and crops of works."""
        photos, works = self._for_kid
        drawn = torch.multinomial(
            self.chances, len(photos), True, generator=torch.Generator().manual_seed(11)
        )
        codes = self.codes[drawn.to(self.device)]
        parts = zip(torch.split(photos, LOOKED_AT), torch.split(codes, LOOKED_AT), strict=True)
        return torch.cat([network(photo.to(self.device), code) for photo, code in parts]), works

    @cached_property
    def _for_kid(self) -> tuple[Tensor, Tensor]:
        return self._probe(ENOUGH), self._fixed(self.works, CROPS_FOR_KID).cpu()

    def nearest(self, network: nn.Module) -> Nearest:
        """The one of the sample that is most like a work, beside that work."""
        made = torch.cat(self._painted_by_each(network, self._sample_photos()))
        return self._gallery.beside(resize(made, COMPARED_PX, COMPARED_PX))

    def usual_codes(self) -> Tensor:
        """Those that the result paints by, m×k: here one, the mean of all works."""
        return (self.codes * self.chances[:, None].to(self.codes)).sum(0, keepdim=True)

    def sample(self, network: nn.Module) -> Tensor:
        """Photographs, what becomes of them by each code, and works to compare with."""
        photos = self._sample_photos()
        return sheet([photos, *self._painted_by_each(network, photos), self._works_shown(len(photos))])

    def _painted_by_each(self, network: nn.Module, photos: Tensor) -> list[Tensor]:
        photos = photos.to(self.device)
        codes = torch.split(self.usual_codes()[:MOST_SHOWN], 1)
        return [network(photos, code.expand(len(photos), -1)).cpu() for code in codes]

    def _works_shown(self, count: int) -> Tensor:
        """The first of each label, then the second of each."""
        met: Counter[int] = Counter()
        turns = []
        for index, label in enumerate(self.works.label_of):
            turns.append((met[label], index))
            met[label] += 1
        shown = [self.works.pictures[index] for _, index in sorted(turns)[:count]]
        shown = [shown[n % len(shown)] for n in range(count)]
        rng = torch.Generator().manual_seed(5)
        return torch.cat(
            [PictureFolder.of([one]).batch(rng, 1, SAMPLE_PX, WHOLE_WORK) for one in shown]
        ).cpu()

    @cached_property
    def _gallery(self) -> Gallery:
        return Gallery(self.works, COMPARED_PX, self.recipe.augmentation, self.signature)

    def _fixed(self, works: PictureFolder, count: int = LOOKED_AT) -> Tensor:
        rng = torch.Generator().manual_seed(11)
        return works.batch(rng, count, self.recipe.size_px, self.recipe.augmentation).to(self.device)
