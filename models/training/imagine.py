"""New swatches from noise: a generator that learns crops of works, and makes others like them."""

from __future__ import annotations

import dataclasses
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import torch
from torch import Tensor, nn

from models.checkpoints.generator_card import GeneratorCard
from models.checkpoints.generator_file import noise_of, save_generator
from models.checkpoints.style_file import StyleCard
from models.data.collections import Collection
from models.data.part import WHOLE, Part
from models.data.pictures import Augmentation, PictureFolder
from models.image import to_rgb8
from models.losses.adversarial.game import Game
from models.networks.discriminators import DcganDiscriminator, PatchGan
from models.networks.generators import DcganGenerator, SwatchGenerator
from models.news import UserError
from models.training.duel import LOOKED_AT, SCHEDULE, Drawn, Duel, sheet
from models.training.gallery import Gallery, Nearest
from models.training.run_folder import RunFolder
from models.training.schedule import Schedule

CROPS = Augmentation(scale=(0.2, 0.4), enlarges=False)  # of a work: strokes and stuff, no scenes
SHOWN = 24

# Gamma as in R3GAN at 64 px (2), over 4: our pictures go from 0 to 1 and theirs from −1 to 1.
GAME = Game("relativistic", r1=0.5, r2=0.5, augment="translation,cutout")
# The textbook's (Radford et al. 2016). Its batch norm mixes pictures: no penalty on the slope at one of them.
DCGAN_GAME = Game("non-saturating", beta1=0.5, beta2=0.999)
ACROSS = 6  # swatches in a row of a sample


@dataclass(frozen=True)
class ImagineRecipe:
    """`generator`: "swatch", or the book's "dcgan" (`DCGAN`). `tileable` ones go on at their other edge.

    `width` is that of both players (for the generator see there).
    """

    generator: str = "swatch"
    size_px: int = 64
    batch: int = 16
    width: int = 16
    tileable: bool = False
    augmentation: Augmentation = CROPS
    game: Game = GAME
    schedule: Schedule = dataclasses.replace(SCHEDULE, learning_rate=4e-4, final_rate=5e-5, ema=0.995)


DCGAN = ImagineRecipe(
    "dcgan",
    width=32,
    game=DCGAN_GAME,
    schedule=dataclasses.replace(ImagineRecipe.schedule, learning_rate=2e-4),
)


class ImagineTask(Duel):
    """Noise against crops of the works."""

    recipe: ImagineRecipe

    def __init__(
        self,
        works: Collection,
        recipe: ImagineRecipe,
        eye: nn.Module,
        card: StyleCard,
        target: Path,
        device: torch.device,
    ) -> None:
        self.recipe, self.works, self.card, self.target = recipe, works, card, target
        works.move_to(device)
        self.options: dict[str, object] = {"size_px": recipe.size_px}
        spectral = recipe.game.spectral
        opponent: nn.Module
        match recipe.generator:
            case "swatch":
                self.options |= {"width": recipe.width, "is_tileable": recipe.tileable}
                self.generator: SwatchGenerator | DcganGenerator = SwatchGenerator(
                    recipe.size_px, width=recipe.width, is_tileable=recipe.tileable
                )
                opponent = PatchGan(70 if recipe.size_px >= 64 else 16, width=recipe.width, spectral=spectral)
            case "dcgan":
                self.options["width"] = recipe.width
                self.generator = DcganGenerator(recipe.size_px, width=recipe.width)
                opponent = DcganDiscriminator(recipe.size_px, width=recipe.width, spectral=spectral)
            case _:
                raise UserError(f"There is no generator {recipe.generator!r}. Choose swatch or dcgan.")
        self.network = self.generator.to(device)
        super().__init__(recipe.game, opponent, eye, device)
        self._crops = self._fixed(works)
        unknown = PictureFolder.of(works.held_out) if works.held_out else None
        self._shown_works = (self._crops, self._fixed(unknown)) if unknown else None

    def drawn(self, rng: torch.Generator, part: Part = WHOLE) -> Drawn:
        recipe = self.recipe
        real = self.works.batch(rng, recipe.batch, recipe.size_px, self.recipe.augmentation, part)
        noise = self._dice(rng, part).normal(self.generator.noise)
        fake: Tensor = self.network(noise.to(self._where))
        if recipe.tileable:  # so that the seam comes before the discriminator's eyes
            shift = torch.randint(recipe.size_px, (2,), generator=rng).tolist()
            fake = fake.roll(shift, (2, 3))
        return Drawn(real, fake)

    def losses(self, progress: float, rng: torch.Generator, part: Part = WHOLE) -> dict[str, Tensor]:
        return {"loss": self.fooling(self.drawn(rng, part), self._dice(rng, part))}

    def known_and_unknown(self) -> tuple[Tensor, Tensor] | None:
        return self._shown_works

    def measures(self, network: nn.Module) -> dict[str, float]:
        return self.compared(self._made(network, LOOKED_AT), self._crops)

    def sample(self, network: nn.Module) -> Tensor:
        """Swatches of the first seeds, tileable ones twice each way; and crops of works to compare with."""
        made, works = self._made(network, SHOWN), self._crops[:ACROSS]
        if self.recipe.tileable:
            made, works = made[:ACROSS].repeat(1, 1, 2, 2), self._crops[: 2 * ACROSS]
        return sheet([*torch.split(made, ACROSS), works])

    def nearest(self, network: nn.Module) -> Nearest:
        """The one of the sample that is most like a work, beside that work."""
        return self._gallery.beside(self._made(network, SHOWN))

    @cached_property
    def _gallery(self) -> Gallery:
        return Gallery(self.works, self.recipe.size_px, self.recipe.augmentation, self.signature)

    def write(self, network: nn.Module, path: Path) -> None:
        """Writes the generator, with swatches of four seeds as its picture."""
        thumbnail = to_rgb8(sheet(list(torch.split(self._made(network, 4), 2))))
        recipe = {**self.card.recipe, **asdict(self.recipe)}
        measures = {name: round(value, 4) for name, value in self.measures(network).items()}
        card = dataclasses.replace(self.card, recipe=recipe, measures=measures)
        made = GeneratorCard(card, self.recipe.generator, self.options, self.works.is_grey)
        save_generator(path, made, network, thumbnail)

    def finish(self, network: nn.Module, run: RunFolder) -> Path:
        self.write(network, self.target)
        return self.target

    @torch.no_grad()
    def _made(self, network: nn.Module, count: int) -> Tensor:
        made: Tensor = network(noise_of(list(range(count)), self.generator.noise).to(self._where))
        return made

    def _fixed(self, works: PictureFolder) -> Tensor:
        rng = torch.Generator().manual_seed(11)
        return works.batch(rng, LOOKED_AT, self.recipe.size_px, self.recipe.augmentation).to(self._where)
