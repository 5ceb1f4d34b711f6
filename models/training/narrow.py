"""`impasto train narrow`: the live-width network learns from the universal one (distillation, Hinton 2015).

What is to be painted is known: the universal network paints it at every step, and no teacher is needed beside
the weights that ship. Where a small network cannot put every stroke in its place, the nearest picture by
pixels is one without strokes; so the statistics of its features are to be those of the universal network's
picture, too. Each step one of the three judges sees them, by chance: what pleases one alone is no style.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.checkpoints.judges import training_judge
from models.checkpoints.shipped import load_narrow, load_stylist, save_network
from models.data.pictures import Augmentation, PictureFolder, left_out
from models.devices import Device, choose_device
from models.losses.style import normalized_distance
from models.networks.eight_bits import can_round, round_all, watched
from models.networks.narrow import NarrowConfig, NarrowStylist
from models.news import News, Notice, UserError
from models.training.guide import linearly_unexplained, listening
from models.training.loop import train
from models.training.objective import SHIFT_PX, shift_loss, style_loss, style_statistics
from models.training.run_folder import RunFolder
from models.training.schedule import Schedule

STYLE_SIDE_PX = 384
# Nearly whole, as frames and style pictures are in use: codes of small parts are others than those of wholes.
PHOTO_CROPS = Augmentation(scale=(0.5, 1.0))
STYLE_CROPS = Augmentation(scale=(0.5, 1.0))
CODE_PX = 224  # the crops of paintings that are made codes of
CODES_EACH = 2  # of each painting
HELD_OUT = 20  # paintings, for the samples
LEVELS = 3  # of the universal network's own loss network, at which pictures are compared place by place
SEEN = 0.6  # of a crop's side, where they are compared: features cost more than the painting itself
TOGETHER = 16  # codes made at once
WATCHED = 100  # batches, of which is learnt what ranges eight bits must have


@dataclass(frozen=True)
class NarrowRecipe:
    """Sizes and balances.

    `mixed` and `between` are the shares of codes that are mixed of two, and of strengths below 1. From
    `rounded_from` on (of the training) it learns in eight bits, as it is used where processors have them.
    """

    size_px: int = 192
    batch: int = 3
    mixed: float = 0.25
    between: float = 0.25
    edges: float = 1.0
    features: float = 0.2
    style: float = 1.0
    hint: float = 0.05  # what goes to half size says as much as in the universal network
    shift: float = 30.0
    shift_often: float = 0.15
    rounded_from: float = 0.8
    schedule: Schedule = Schedule(
        steps=60_000, optimizer="muon", learning_rate=3e-3, ema=0.998, clip_norm=5.0
    )


class NarrowTask:
    """The task: the same picture as the universal network's, from the same photograph and code."""

    def __init__(
        self,
        photos: Path,
        styles: Path,
        universal: Path,
        recipe: NarrowRecipe,
        device: torch.device,
        begin_with: Path | None = None,
    ) -> None:
        self.recipe, self.device = recipe, device
        self.photos, self.styles = PictureFolder(photos), PictureFolder(styles, STYLE_SIDE_PX)
        self.photos.move_to(device)
        self.styles.move_to(device)
        self.universal = load_stylist(universal).to(device).to(memory_format=torch.channels_last)
        torch.manual_seed(recipe.schedule.seed)
        self.stylist = NarrowStylist(self.universal.code_size, NarrowConfig())
        self.stylist.to(device).to(memory_format=torch.channels_last)
        self.network: nn.Module = self.stylist
        held = min(HELD_OUT, len(self.styles) // 10)
        self.held_out = self.styles.pictures[len(self.styles) - held :]
        self.styles.pictures = self.styles.pictures[: len(self.styles) - held]
        rng = torch.Generator().manual_seed(recipe.schedule.seed)
        self.judges = training_judge().networks.to(device).requires_grad_(False)
        self.codes = self._read_styles(rng)
        if begin_with is None:
            self.stylist.modulator.calibrate(self.codes)
        else:
            self._begin(load_narrow(begin_with))

    def _begin(self, former: NarrowStylist) -> None:
        """Takes over all but the ranges, which what is learnt now makes others."""
        if former.code_size != self.stylist.code_size:
            raise UserError(
                f"The network to go on from takes codes of {former.code_size} numbers, and the universal one "
                f"gives {self.stylist.code_size}. Begin a new one, or name the universal one it learnt from."
            )
        known = {name: value for name, value in former.state_dict().items() if not name.endswith(".range")}
        self.stylist.load_state_dict(known, strict=False)

    @torch.no_grad()
    def _read_styles(self, rng: torch.Generator) -> Tensor:
        """Codes of parts of all paintings, n×size."""
        rounds = -(-CODES_EACH * len(self.styles) // TOGETHER)
        crops = (self.styles.batch(rng, TOGETHER, CODE_PX, STYLE_CROPS) for _ in range(rounds))
        return torch.cat([self.universal.code(crop) for crop in crops])

    def losses(self, progress: float, rng: torch.Generator) -> dict[str, Tensor]:
        """`edges`, `features` and `style` weigh what a mean of pixels would blur."""
        recipe, size = self.recipe, self.recipe.size_px
        is_rounded = progress > recipe.rounded_from
        if is_rounded and not can_round(self.stylist.content):
            self._learn_ranges(self.stylist)
        round_all(self.stylist, is_rounded)
        large = self.photos.batch(rng, recipe.batch, size + SHIFT_PX, PHOTO_CROPS)
        photo = large[..., :size, :size]
        with torch.no_grad():
            code = self._codes(photo, rng)
            with listening(self.universal.content.to_fine) as taught:
                wanted = self.universal(photo, code).clamp(0, 1)
            features = self._features(wanted)
            judge = self.judges[int(torch.randint(len(self.judges), (), generator=rng))]
            statistics = style_statistics(judge(self._seen(wanted)))
        with listening(self.stylist.content.to_half) as learnt:
            out = self.stylist(photo, code)
        seen = self._features(out)
        losses = {
            "pixels": (out - wanted).abs().mean(),
            "edges": _edges(out, wanted),
            "features": torch.stack(
                [
                    normalized_distance(a.flatten(1), b.flatten(1)).mean()
                    for a, b in zip(seen[:LEVELS], features[:LEVELS], strict=True)
                ]
            ).mean(),
            "style": style_loss(judge(self._seen(out)), statistics),
            "hint": linearly_unexplained(learnt[0], taught[0]),
        }
        total = losses["pixels"] + recipe.edges * losses["edges"] + recipe.features * losses["features"]
        total = total + recipe.style * losses["style"] + recipe.hint * losses["hint"]
        if float(torch.rand((), generator=rng)) < recipe.shift_often:
            losses["shift"] = shift_loss(self.stylist, large, code, out, rng) / recipe.shift_often
            total = total + recipe.shift * losses["shift"]
        return {"loss": total, **losses}

    def _codes(self, photo: Tensor, rng: torch.Generator) -> Tensor:
        """Of a painting, of two mixed, or on the way from the photograph's own: all that sliders ask."""
        count = len(photo)
        picked = torch.randint(len(self.codes), (2, count), generator=rng)
        chance, share = torch.rand(2, count, 1, generator=rng).to(self.device).unbind(0)
        code = self.codes[picked[0].to(self.device)]
        mixed = torch.lerp(code, self.codes[picked[1].to(self.device)], share)
        code = torch.where(chance < self.recipe.mixed, mixed, code)
        lower = (chance > 1 - self.recipe.between)[:, 0]
        if bool(lower.any()):
            code[lower] = torch.lerp(self.universal.code(photo[lower]), code[lower], share[lower])
        return code

    def _seen(self, image: Tensor) -> Tensor:
        side = int(SEEN * self.recipe.size_px)
        return image[..., -side:, -side:]

    def _features(self, image: Tensor) -> list[Tensor]:
        taps: list[Tensor] = self.universal.encoder.loss_network(self._seen(image))
        return taps

    @torch.no_grad()
    def _learn_ranges(self, network: NarrowStylist) -> None:
        rng, recipe = torch.Generator().manual_seed(9), self.recipe
        with watched(network):
            for _ in range(WATCHED):
                photo = self.photos.batch(rng, recipe.batch, recipe.size_px, PHOTO_CROPS)
                network(photo, self._codes(photo, rng))

    @torch.no_grad()
    def sample(self, network: nn.Module) -> Tensor:
        """Held-out paintings on a photograph: the painting, the universal network's picture, this one's."""
        assert isinstance(network, NarrowStylist)
        rng = torch.Generator().manual_seed(5)
        size = 256
        photo = self.photos.batch(rng, 1, size, Augmentation(scale=(0.9, 1.0), flip=False))
        columns = []
        for picture in (self.held_out or self.styles.pictures)[:6]:
            side = min(picture.shape[1:])
            square = picture[None, :, :side, :side].to(self.device).float() / 255
            style = F.interpolate(square, (size, size), mode="bilinear", antialias=True)
            code = self.universal.code(style)
            columns.append(torch.cat([style, self.universal(photo, code), network(photo, code)], 2))
        return torch.cat(columns, 3).cpu()

    def write(self, network: nn.Module, path: Path) -> None:
        """The weights as they are now, usable wherever those that ship are."""
        assert isinstance(network, NarrowStylist)
        save_network(path, network, {**network.card(), "recipe": asdict(self.recipe)})

    def finish(self, network: nn.Module, run: RunFolder) -> Path:
        assert isinstance(network, NarrowStylist)
        self._learn_ranges(network)  # of the averaged weights
        path = run.path / "narrow.safetensors"
        self.write(network, path)
        return path


def _edges(a: Tensor, b: Tensor) -> Tensor:
    """Mean distance of the differences between neighbours."""
    error = a - b
    return error.diff(dim=2).abs().mean() + error.diff(dim=3).abs().mean()


def train_narrow(
    photos: Path,
    styles: Path,
    universal: Path,
    run: Path,
    recipe: NarrowRecipe,
    resume: bool = False,
    device: Device | None = None,
    begin_with: Path | None = None,
) -> Generator[News, None, Path]:
    """Trains; returns the path of the weights, with their configuration in the JSON beside them.

    `begin_with` names weights to go on from; without it a new network learns.
    """
    device = device or choose_device()
    yield Notice(f"Trains on {device.torch_device.type}: {device.reason}")
    task = NarrowTask(photos, styles, universal, recipe, device.torch_device, begin_with)
    yield from left_out(task.photos, task.styles)
    return (yield from train(task, recipe.schedule, RunFolder(run), {"recipe": asdict(recipe)}, resume))
