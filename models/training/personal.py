"""A style of one's own, by fine-tuning the shipped universal network.

What is learnt are parts of it (`models/style_parts.py`), by depth or by choice; the others stay to the last
bit. At depth "full" the content path can begin from nothing. Whatever is learnt, the code of a style stays
as the shipped network reads it. The result is one file with the code and the changes.
"""

from __future__ import annotations

import copy
import platform
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from models.checkpoints.style_file import Choice, StyleCard, StyleFile, save_style
from models.data.part import WHOLE, Part
from models.data.pictures import Augmentation, PictureFolder
from models.devices import Device
from models.image import resize, to_image
from models.losses.style import total_variation
from models.networks.loss_network import CONTENT_LEVELS, Together
from models.networks.stylist import Stylist
from models.networks.universal import UniversalNetwork
from models.news import FileError, UserError
from models.picture_file import read_preview
from models.refine_targets import pack
from models.style_parts import chosen_parts, part_of
from models.training.objective import (
    SHIFT_PX,
    Statistics,
    calm_loss,
    clip_loss,
    content_loss,
    identity_loss,
    shift_loss,
    style_loss,
)
from models.training.personal_recipe import SIZES, PersonalRecipe
from models.training.run_folder import RunFolder
from models.training.style_sources import chances, codes_of, mean_colours, read_sources
from models.training_requests import StylePicture
from models.universal import CODE_SCALES, STYLE_PX, Universal

PHOTO_CROPS = Augmentation(scale=(0.75, 1.0), lean_degrees=8.0, colour=0.12)
OFTEN = 0.2
THUMBNAIL_PX = 256
MOST_MEASURED = 6  # pictures whose Gram matrices a file has for refine: seconds for each, at its first write
SAMPLE_PX, SAMPLES = 256, 3
MEASURED = 4  # crops on which a style's distance is measured
COLOURED = 4, 288  # crops, and their pixels, whose colours a style may be moved to
PULLED = 32, 160  # crops, and their pixels, on which the balance of a style is found
PULLED_AT_ONCE = 4
TIMED_PX = 512  # the side of the square that a style's file says it paints in so many seconds


@dataclass(frozen=True)
class PersonalStyle:
    """What is learnt from, and what the file will say. `samples` are photographs for the filmstrip.

    The card's recipe names the weights that are adapted (`base_sha256`) and the loss network for refine.
    """

    pictures: tuple[StylePicture, ...]
    card: StyleCard
    target: Path
    thumbnail_photo: Path
    loss_network: nn.Module
    samples: tuple[Path, ...] = ()


class PersonalTask:
    """One style, or a handful: each sample paints one of the pictures, with its own code and statistics.

    `unwatched` are the photographs for the filmstrip that cannot be read; some of the folder stand for them.
    """

    def __init__(
        self,
        photos: PictureFolder,
        style: PersonalStyle,
        base: Stylist,
        judge: nn.Module,
        recipe: PersonalRecipe,
        device: torch.device | None = None,
    ) -> None:
        self.parts = chosen_parts(recipe.depth, recipe.learn)
        if not 0 < recipe.way <= 1:
            raise UserError(f"way is {recipe.way:g}; it goes from just above 0 to 1, all that was learnt.")
        if recipe.fresh and recipe.depth != "full":
            raise UserError(
                "Only at depth full can a network begin from nothing. Choose that, or leave fresh out."
            )
        self.recipe, self.style, self.photos = recipe, style, photos
        self.device = device or torch.device("cpu")
        photos.move_to(self.device)
        self.judge = judge.to(self.device).eval().requires_grad_(False)
        self.before = {name: value.cpu().clone() for name, value in base.state_dict().items()}
        self._base = base
        self.stylist = copy.deepcopy(base).to(self.device)
        if recipe.fresh:
            self.stylist.content.load_state_dict(_from_nothing(base, recipe.schedule.seed))
        for name, parameter in self.stylist.named_parameters():
            parameter.requires_grad_(part_of(name) in self.parts)
        self.network: nn.Module = self.stylist
        self.unwatched: list[Path] = []
        self._watched = self._sample_photos()  # once: the files may be elsewhere before the training ends
        self.chances = chances(style.pictures)
        colours = mean_colours(self._probe(*COLOURED))  # of no size that is planned or shrinks later
        self.sources = read_sources(style.pictures, colours, recipe.colour)
        self.codes = codes_of(copy.deepcopy(base).to(self.device), self.sources, self._style_px)
        with torch.no_grad():
            self.targets = [source.statistics(self._judged, self._style_px) for source in self.sources]
        self._grams: dict[str, NDArray[np.float32]] = {}
        self._seconds: float | None = None  # for a square, measured once a sitting

    @property
    def batch(self) -> int:
        """Samples of a whole batch."""
        return self.recipe.batch

    def shrink(self) -> str | None:
        """Takes the next smaller size of crops, in words; None where there is none."""
        sizes = [size_px for size_px, _ in SIZES if size_px < self.recipe.size_px]
        if not sizes:
            return None
        self.recipe = replace(self.recipe, size_px=max(sizes))
        return f"Memory ran out. The training goes on with crops of {max(sizes)} px."

    @property
    def _style_px(self) -> float:
        return STYLE_PX * self.recipe.brush

    def _judged(self, image: Tensor) -> list[Tensor]:
        taps: list[Tensor] = self.judge(image.to(self.device))
        return taps

    def content(self, taps: list[Tensor], photo_taps: list[Tensor]) -> Tensor:
        """The content loss, by every network that judges: what one alone calls alike is not."""
        levels = self.judge.content_levels if isinstance(self.judge, Together) else CONTENT_LEVELS
        return content_loss(taps, photo_taps, levels)

    def _probe(self, count: int = MEASURED, size_px: int | None = None) -> Tensor:
        """Crops that are the same at every call."""
        rng = torch.Generator().manual_seed(3)
        return self.photos.batch(rng, count, size_px or self.recipe.size_px, PHOTO_CROPS)

    def losses(self, progress: float, rng: torch.Generator, part: Part = WHOLE) -> dict[str, Tensor]:
        return self._painted(rng, part)[0]

    def _painted(self, rng: torch.Generator, part: Part) -> tuple[dict[str, Tensor], Tensor, Tensor]:
        """The losses of a part, the pictures they are of, and the style pictures of the whole batch."""
        recipe, size = self.recipe, self.recipe.size_px
        large, of_all = self._chosen(rng, part)
        chosen = part.take(of_all)
        photo, code = large[..., :size, :size], self.codes[chosen.to(self.device)]
        out = self.stylist(photo, code)
        with torch.no_grad():
            of_photo = self.judge(photo)
        of_out = self.judge(out)
        losses = {
            "style": style_loss(of_out, _gathered(self.targets, chosen)),
            "content": self.content(of_out, of_photo),
            "clip": clip_loss(out),
            "smooth": total_variation(out),
            "calm": calm_loss(out, photo),
        }
        total = recipe.style * losses["style"] + recipe.content * losses["content"]
        total = total + recipe.clip * losses["clip"] + recipe.smooth * losses["smooth"]
        total = total + recipe.calm * losses["calm"]
        chance = torch.rand(2, generator=rng).tolist()
        losses |= {"identity": total.new_zeros(()), "shift": total.new_zeros(())}
        if chance[0] < OFTEN:
            losses["identity"] = identity_loss(self.stylist, photo) / OFTEN
            total = total + recipe.identity * losses["identity"]
        if chance[1] < OFTEN:
            losses["shift"] = shift_loss(self.stylist, large, code, out, rng) / OFTEN
            total = total + recipe.shift * losses["shift"]
        return {"loss": total, **losses}, out, of_all

    def _chosen(self, rng: torch.Generator, part: Part = WHOLE) -> tuple[Tensor, Tensor]:
        """Photographs of a part, a little larger than painted, and the style pictures of the whole batch."""
        recipe = self.recipe
        large = self.photos.batch(rng, recipe.batch, recipe.size_px + SHIFT_PX, PHOTO_CROPS, part)
        chosen = torch.multinomial(self.chances, recipe.batch, True, generator=rng)
        return large.to(self.device), chosen

    @cached_property
    def gap(self) -> float:
        """How far plain photographs are from this style, as the style loss measures it."""
        with torch.no_grad():
            return self._style_distance(self._probe())

    def pull(self) -> float:
        """How strongly style pulls at a picture beside likeness, each with weight 1, where training begins.

        The norms of the two gradients at a picture, the one by the other; the geometric mean of several
        pictures, for one differs from another. Tenfold at most: an even crop has no likeness to lose.
        """
        photos = self._probe(*PULLED)
        chance = torch.Generator().manual_seed(3)
        drawn = torch.multinomial(self.chances, len(photos), True, generator=chance)
        # A few at a time: all at once would take more memory than any step does.
        parts = zip(torch.split(photos, PULLED_AT_ONCE), torch.split(drawn, PULLED_AT_ONCE), strict=True)
        ratios = torch.cat([self._pulls(part.to(self.device), which) for part, which in parts])
        middle = ratios.median()
        return float(ratios.clamp(middle / 10, middle * 10).log().mean().exp())

    def _pulls(self, photos: Tensor, drawn: Tensor) -> Tensor:
        """At each picture, with the style picture that is drawn for it."""
        code = (self.codes * self.chances[:, None].to(self.codes)).sum(0, keepdim=True)
        with torch.no_grad():
            painted = self.stylist(photos, code.expand(len(photos), -1))
            of_photos = self._judged(photos)
        painted.requires_grad_(True)
        taps = self._judged(painted)
        style, content = style_loss(taps, _gathered(self.targets, drawn)), self.content(taps, of_photos)
        of_style = torch.autograd.grad(style, painted, retain_graph=True)[0]
        of_content = torch.autograd.grad(content, painted)[0]
        norms = [gradient.flatten(1).norm(dim=1) for gradient in (of_style, of_content)]
        ratios: Tensor = norms[0] / norms[1].clamp_min(1e-12)
        return ratios

    def _style_distance(self, images: Tensor) -> float:
        taps, chance = self._judged(images), self.chances.tolist()
        distances = [
            style_loss(taps, _gathered(self.targets, torch.full((len(images),), index)))
            for index in range(len(chance))
        ]
        return float(sum(float(d) * c for d, c in zip(distances, chance, strict=True)))

    def step_seconds(self, tries: int = 4) -> float:
        """How long a step takes here, measured; nothing is learnt."""
        took_s = []
        for number in range(tries + 1):
            begun = time.perf_counter()
            losses = self.losses(0.0, torch.Generator().manual_seed(number))
            torch.autograd.backward(losses["loss"])
            float(losses["loss"].detach())
            took_s.append(time.perf_counter() - begun)
            self.network.zero_grad(set_to_none=True)
        return sum(took_s[1:]) / tries  # the first one makes plans and takes memory

    def sample(self, network: nn.Module) -> Tensor:
        """Photographs above, and what becomes of them below."""
        rows = [torch.cat(torch.split(images, 1), 3) for images in self._painted_samples(network)]
        return torch.cat(rows, 2)

    def _painted_samples(self, network: nn.Module) -> tuple[Tensor, Tensor]:
        """Photographs, and what becomes of them."""
        network = self._outcome(network)
        photos = self._watched.to(self.device)
        code = (self.codes * self.chances[:, None].to(self.codes)).sum(0, keepdim=True)
        painted: Tensor = network(photos, code.expand(len(photos), -1))
        return photos, painted

    def _sample_photos(self) -> Tensor:
        """Squares of the photographs that were chosen to watch it on, else of some of the folder."""
        squares = []
        for path in self.style.samples:
            try:
                squares.append(_square(read_preview(path, 2 * SAMPLE_PX)[0]))
            except FileError:
                self.unwatched.append(path)
        return torch.cat(
            [*squares, *self._some_of_the_folder((len(self.style.samples) or SAMPLES) - len(squares))]
        )

    def _some_of_the_folder(self, count: int) -> list[Tensor]:
        rng = torch.Generator().manual_seed(5)
        how = Augmentation(scale=(0.9, 1.0), flip=False)
        pictures = self.photos.pictures
        different = [pictures[n * len(pictures) // count] for n in range(count)]
        return [
            PictureFolder.of([one]).batch(rng, 1, SAMPLE_PX, how).to(torch.device("cpu")) for one in different
        ]

    def _outcome(self, network: nn.Module) -> Stylist:
        """A part of the way from the shipped weights to those that were learnt.

        There a stranger sees nearly as much style at more likeness: what a training learns last pleases its
        own judges alone (Wortsman et al. 2022; docs/experiments.md). From nothing there is no way to go.
        """
        assert isinstance(network, Stylist)
        outcome, way = copy.deepcopy(network), self.recipe.way
        if way < 1 and not self.recipe.fresh:
            for name, value in outcome.state_dict().items():
                if value.is_floating_point():
                    value.copy_(torch.lerp(self.before[name].to(value), value, way))
        return outcome

    def finish(self, network: nn.Module, run: RunFolder) -> Path:
        """Writes the style file where it was asked for."""
        self.write(network, self.style.target)
        return self.style.target

    def write(self, network: nn.Module, path: Path) -> None:
        """Writes the style file: its code at each scale, and what was changed of the universal network."""
        alone = self._outcome(network).cpu()
        painter = Universal(alone, Device(torch.device("cpu"), False, "a thumbnail"))
        codes = self._mean_codes(self.chances.numpy())
        changes = {
            name: (value - self.before[name]).numpy()
            for name, value in alone.state_dict().items()
            # What a run that this one began from has learnt is kept, though it is frozen here.
            if part_of(name) in self.parts or not torch.equal(value, self.before[name])
        }
        photo, _ = read_preview(self.style.thumbnail_photo, THUMBNAIL_PX)
        thumbnail = painter.stylize_array(photo, codes[1:2])
        own = asdict(self.style.card)
        recipe = {**self.style.card.recipe, **asdict(self.recipe), "timed_on": _machine()}
        if self._seconds is None:
            self._seconds = _seconds_of(painter, codes[1:2])
        measures = {**self._measures(self._outcome(network)), f"seconds_at_{TIMED_PX}_px": self._seconds}
        made = {"parent": "universal", "recipe": recipe, "measures": measures}
        card = StyleCard(**{**own, **made})
        if not self._grams:  # the pictures stay the same, and this takes longer than all else here
            pictures = [source.rgb_hwc for source in self.sources]
            step = max(1.0, len(pictures) / MOST_MEASURED)
            images = [to_image(pictures[int(i * step)]) for i in range(min(len(pictures), MOST_MEASURED))]
            self._grams = pack(self.style.loss_network, images)
        tensors = {"code": codes, **self._grams, **changes}
        choices = self._choices(painter, photo)
        save_style(path, StyleFile(card, tensors, thumbnail, choices))

    @cached_property
    def _codes_of_works(self) -> NDArray[np.float64]:
        """At each scale the code of each picture, s×n×k, as the shipped network reads them.

        Read once: of sixty works it takes a minute, and a file is written every other minute.
        """
        reader = Universal(copy.deepcopy(self._base), Device(torch.device("cpu"), False, "reading codes"))
        brush = self.recipe.brush
        rows = [
            [reader.code(source.rgb_hwc, scale * brush)[0] for source in self.sources]
            for scale in CODE_SCALES
        ]
        return np.array(rows, np.float64)

    def _mean_codes(self, shares: NDArray[np.float64]) -> NDArray[np.float32]:
        """At each scale, s×k; `shares` are those of the pictures, n."""
        return np.average(self._codes_of_works, 1, shares).astype(np.float32)

    def _choices(self, painter: Universal, photo: NDArray[np.uint8]) -> tuple[Choice, ...]:
        """Styles that can be chosen within the file, where there are several."""
        return ()

    @torch.no_grad()
    def _measures(self, network: Stylist) -> dict[str, float]:
        """On crops of the photographs, under the network that judged the training: no stranger's verdict."""
        photos = self._probe().to(self.device)
        code = (self.codes * self.chances[:, None].to(self.codes)).sum(0, keepdim=True)
        painted = network(photos, code.expand(len(photos), -1))
        content = float(self.content(self._judged(painted), self._judged(photos)))
        distances = {"style_of_photos": self.gap, "style": self._style_distance(painted)}
        return {name: round(value, 5) for name, value in {**distances, "content": content}.items()}


def _seconds_of(painter: Universal, code: NDArray[np.float32]) -> float:
    """For a square of TIMED_PX; the second time, for the first one makes plans."""
    square = np.full((TIMED_PX, TIMED_PX, 3), 128, np.uint8)
    painter.stylize_array(square, code)
    begun = time.perf_counter()
    painter.stylize_array(square, code)
    return round(time.perf_counter() - begun, 3)


def _machine() -> str:
    """What the measured seconds depend on."""
    return f"{platform.system()} {platform.machine()}, {torch.get_num_threads()} threads of torch"


def _from_nothing(base: Stylist, seed: int) -> dict[str, Tensor]:
    """First weights of a content path of the same shape; other chance is left as it was."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return UniversalNetwork(base.content.config).state_dict()


def _square(rgb_hwc: NDArray[np.uint8]) -> Tensor:
    """The middle of a photograph, at the size of a sample."""
    image = to_image(rgb_hwc)
    side = min(image.shape[2:])
    top, left = (image.shape[2] - side) // 2, (image.shape[3] - side) // 2
    middle = image[..., top : top + side, left : left + side]
    return resize(middle, SAMPLE_PX, SAMPLE_PX)


def _gathered(targets: Sequence[Statistics], chosen: Tensor) -> Statistics:
    """The statistics of the chosen pictures as one batch."""
    levels = range(len(targets[0]))
    picked = [targets[int(index)] for index in chosen]
    return [(torch.cat([t[i][0] for t in picked]), torch.cat([t[i][1] for t in picked])) for i in levels]
