"""`impasto train style`: a style of one's own, by fine-tuning the shipped universal network.

Depths, after METHODS of transfer learning: "style" learns the decoder and the modulation's offset and keeps
what reads pictures as it is; "code" learns the offset alone; "full" learns the whole content path. The result
is one file with the code and the changes.
"""

from __future__ import annotations

import copy
from collections.abc import Generator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from models.checkpoints.style_file import StyleCard, StyleFile, save_style
from models.data.pictures import Augmentation, PictureFolder
from models.devices import Device
from models.image import resize, to_image
from models.losses.style import total_variation
from models.networks.stylist import Stylist
from models.news import News, UserError
from models.picture_file import read_picture, read_preview
from models.refine_targets import pack
from models.training.loop import Schedule, train
from models.training.objective import (
    SHIFT_PX,
    Statistics,
    clip_loss,
    content_loss,
    identity_loss,
    shift_loss,
    style_loss,
    style_statistics,
)
from models.training.run_folder import RunFolder
from models.universal import CODE_SCALES, STYLE_PX, Universal

DECODER = ("to_middle", "middle", "to_fine", "fine", "out")
OFFSET = "modulator.layers.4.bias"
PHOTO_CROPS = Augmentation(scale=(0.5, 1.0))
OFTEN = 0.2
THUMBNAIL_PX = 256


@dataclass(frozen=True)
class PersonalRecipe:
    """`style` grows the strokes, `content` the likeness, `shift` the steadiness for live video."""

    depth: str = "style"
    size_px: int = 160
    batch: int = 2
    style: float = 60.0
    content: float = 1.0
    identity: float = 5.0
    shift: float = 30.0
    clip: float = 30.0
    smooth: float = 0.05
    schedule: Schedule = Schedule(
        steps=100_000,
        minutes=10.0,
        optimizer="muon",
        learning_rate=2e-3,
        ema=0.99,
        clip_norm=5.0,
        warmup_steps=20,
    )


@dataclass(frozen=True)
class PersonalStyle:
    """What is learnt from, and what the file will say.

    The card's recipe names the weights that are adapted (`base_sha256`) and the loss network for refine.
    """

    pictures: tuple[Path, ...]
    card: StyleCard
    target: Path
    thumbnail_photo: Path
    loss_network: nn.Module


def learns(name: str, depth: str) -> bool:
    """Whether the parameter `name` of a `Stylist` is trained at this depth."""
    if name == OFFSET:
        return True
    part = name.removeprefix("content.")
    if part == name or depth == "code":
        return False
    return depth == "full" or part.split(".")[0] in DECODER


class PersonalTask:
    """One style, or a handful: each sample paints one of the pictures, with its own code and statistics."""

    def __init__(
        self, photos: Path, style: PersonalStyle, base: Stylist, judge: nn.Module, recipe: PersonalRecipe
    ) -> None:
        if recipe.depth not in ("code", "style", "full"):
            raise UserError(f"There is no depth {recipe.depth!r}. Choose code, style or full.")
        self.recipe, self.style, self.judge = recipe, style, judge.eval().requires_grad_(False)
        self.photos = PictureFolder(photos)
        self.before = {name: value.clone() for name, value in base.state_dict().items()}
        self.stylist = copy.deepcopy(base)
        for name, parameter in self.stylist.named_parameters():
            parameter.requires_grad_(learns(name, recipe.depth))
        self.network: nn.Module = self.stylist
        self.pictures = [read_picture(path).rgb_hwc for path in style.pictures]
        with torch.no_grad():
            images = [_at_style_size(to_image(rgb)) for rgb in self.pictures]
            self.codes = self.stylist.codes(images)
            self.targets = [style_statistics(judge(image)) for image in images]

    def losses(self, progress: float, rng: torch.Generator) -> dict[str, Tensor]:
        recipe, size = self.recipe, self.recipe.size_px
        large = self.photos.batch(rng, recipe.batch, size + SHIFT_PX, PHOTO_CROPS)
        photo = large[..., :size, :size]
        chosen = torch.randint(len(self.codes), (recipe.batch,), generator=rng)
        code = self.codes[chosen]
        out = self.stylist(photo, code)
        with torch.no_grad():
            of_photo = self.judge(photo)
        of_out = self.judge(out)
        losses = {
            "style": style_loss(of_out, _gathered(self.targets, chosen)),
            "content": content_loss(of_out, of_photo),
            "clip": clip_loss(out),
            "smooth": total_variation(out),
        }
        total = recipe.style * losses["style"] + recipe.content * losses["content"]
        total = total + recipe.clip * losses["clip"] + recipe.smooth * losses["smooth"]
        chance = torch.rand(2, generator=rng).tolist()
        if chance[0] < OFTEN:
            losses["identity"] = identity_loss(self.stylist, photo) / OFTEN
            total = total + recipe.identity * losses["identity"]
        if chance[1] < OFTEN:
            losses["shift"] = shift_loss(self.stylist, large, code, out, rng) / OFTEN
            total = total + recipe.shift * losses["shift"]
        return {"loss": total, **losses}

    def sample(self, network: nn.Module) -> Tensor:
        """Three photographs, and what becomes of them."""
        assert isinstance(network, Stylist)
        rng = torch.Generator().manual_seed(5)
        photos = self.photos.batch(rng, 3, 256, Augmentation(scale=(0.9, 1.0), flip=False))
        painted = network(photos, self.codes.mean(0, keepdim=True).expand(3, -1))
        rows = [torch.cat(torch.split(images, 1), 3) for images in (photos, painted)]
        return torch.cat(rows, 2)

    def finish(self, network: nn.Module, run: RunFolder) -> Path:
        """Writes the style file: its code at each scale, and what was changed of the universal network."""
        assert isinstance(network, Stylist)
        painter = Universal(copy.deepcopy(network), Device(torch.device("cpu"), False, "a thumbnail"))
        codes = [
            np.mean([painter.code(rgb, scale) for rgb in self.pictures], axis=0) for scale in CODE_SCALES
        ]
        changes = {
            name: (value - self.before[name]).numpy()
            for name, value in network.state_dict().items()
            if learns(name, self.recipe.depth)
        }
        photo, _ = read_preview(self.style.thumbnail_photo, THUMBNAIL_PX)
        thumbnail = painter.stylize_array(photo, codes[1])
        recipe = {**self.style.card.recipe, **asdict(self.recipe)}
        card = StyleCard(**{**asdict(self.style.card), "parent": "universal", "recipe": recipe})
        grams = pack(self.style.loss_network, [to_image(rgb) for rgb in self.pictures])
        tensors = {"code": np.concatenate(codes).astype(np.float32), **grams, **changes}
        save_style(self.style.target, StyleFile(card, tensors, thumbnail))
        return self.style.target


def train_style(
    photos: Path,
    style: PersonalStyle,
    base: Stylist,
    judge: nn.Module,
    run: Path,
    recipe: PersonalRecipe,
    resume: bool = False,
) -> Generator[News, None, Path]:
    """Trains; returns the path of the style file."""
    task = PersonalTask(photos, style, base, judge, recipe)
    return (yield from train(task, recipe.schedule, RunFolder(run), {"recipe": asdict(recipe)}, resume))


def _at_style_size(image: Tensor) -> Tensor:
    height, width = image.shape[2:]
    factor = min(1.0, STYLE_PX / max(height, width))
    return resize(image, max(16, round(height * factor)), max(16, round(width * factor)))


def _gathered(targets: Sequence[Statistics], chosen: Tensor) -> Statistics:
    """The statistics of the chosen pictures as one batch."""
    levels = range(len(targets[0]))
    picked = [targets[int(index)] for index in chosen]
    return [(torch.cat([t[i][0] for t in picked]), torch.cat([t[i][1] for t in picked])) for i in levels]
