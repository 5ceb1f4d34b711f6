"""`impasto train universal`: the universal stylizer, from folders of photographs and paintings.

Strength is trained as interpolation between the photo's own code, which must give the photo back, and the
style's. What was tried and measured on the way is in docs/experiments.md.
"""

from __future__ import annotations

import json
from collections.abc import Generator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import Tensor, nn

from models.checkpoints.shipped import load_loss_network
from models.data.pictures import Augmentation, PictureFolder
from models.data.procedural import procedural_style
from models.losses.style import total_variation
from models.losses.teachers import SLIM_FILE, SQUEEZENET_FILE, SlimVgg, SqueezeNet
from models.networks.stylist import Stylist
from models.networks.universal import UniversalConfig
from models.news import News
from models.training.loop import Schedule, train
from models.training.objective import (
    PHOTO_CROPS,
    SHIFT_PX,
    STYLE_CROPS,
    clip_loss,
    content_loss,
    identity_loss,
    shift_loss,
    style_loss,
    style_statistics,
)
from models.training.run_folder import RunFolder

HELD_OUT = 60
STYLE_SIDE_PX = 384
OFTEN = 0.2  # how often identity and shift are asked for; they cost a pass of the network each


@dataclass(frozen=True)
class UniversalRecipe:
    """Sizes and balances. `content` grows the photo's say, `style` the style's."""

    width: int = 32
    size_px: int = 112
    late_size_px: int = 144  # for the last 40 % of the training
    batch: int = 4
    second_judge: bool = False  # SqueezeNet beside the slimmed VGG: half as many steps in the same time
    textures: int = 300
    style: float = 60.0
    content: float = 1.0
    identity: float = 5.0
    shift: float = 30.0
    smooth: float = 0.05
    clip: float = 30.0
    schedule: Schedule = Schedule(
        steps=40_000, optimizer="muon", learning_rate=3e-3, ema=0.998, clip_norm=5.0
    )


class UniversalTask:
    """The task: stylized pictures against style statistics and content features of frozen networks."""

    def __init__(
        self, photos: Path, styles: Path, teacher: Path, loss_weights: Path, recipe: UniversalRecipe
    ) -> None:
        self.recipe = recipe
        rng = np.random.default_rng(recipe.schedule.seed)
        self.photos, self.styles = PictureFolder(photos), PictureFolder(styles, STYLE_SIDE_PX)
        self.held_out = self.styles.pictures[-HELD_OUT:]
        self.styles.pictures = self.styles.pictures[:-HELD_OUT]
        textures = [procedural_style(rng, STYLE_SIDE_PX) for _ in range(recipe.textures)]
        self.styles.pictures += [torch.from_numpy(t).permute(2, 0, 1).contiguous() for t in textures]
        self.judges = nn.ModuleList([SlimVgg(teacher / SLIM_FILE)])
        if recipe.second_judge:
            self.judges.append(SqueezeNet(teacher / SQUEEZENET_FILE))
        self.stylist = Stylist(load_loss_network(loss_weights), UniversalConfig(width=recipe.width))
        self.network: nn.Module = self.stylist
        probe = torch.Generator().manual_seed(1)
        size = recipe.size_px
        with torch.no_grad():
            crops = [
                self.styles.batch(probe, 32, size, STYLE_CROPS),
                self.photos.batch(probe, 16, size, PHOTO_CROPS),
            ]
            self.stylist.modulator.calibrate(torch.cat([self.stylist.code(c) for c in crops]))

    def losses(self, progress: float, rng: torch.Generator) -> dict[str, Tensor]:
        recipe = self.recipe
        size = recipe.size_px if progress < 0.6 else recipe.late_size_px
        large = self.photos.batch(rng, recipe.batch, size + SHIFT_PX, PHOTO_CROPS)
        photo = large[..., :size, :size]
        style = self.styles.batch(rng, recipe.batch, size, STYLE_CROPS)
        code = self.stylist.code(style)
        out = self.stylist(photo, code)
        losses = self._picture_losses(out, photo, style)
        losses["clip"] = clip_loss(out)
        losses["smooth"] = total_variation(out)
        total = recipe.style * losses["style"] + recipe.content * losses["content"]
        total = total + recipe.clip * losses["clip"] + recipe.smooth * losses["smooth"]
        chance = torch.rand(3, generator=rng).tolist()
        if chance[0] < OFTEN:  # what is asked one time in five counts five times
            losses["identity"] = identity_loss(self.stylist, photo) / OFTEN
            total = total + recipe.identity * losses["identity"]
        if chance[1] < OFTEN:
            losses["shift"] = shift_loss(self.stylist, large, code, out, rng) / OFTEN
            total = total + recipe.shift * losses["shift"]
        if chance[2] < OFTEN / 2:  # strength between: on the line of codes the style grows steadily
            alpha = float(torch.rand((), generator=rng))
            between = self.stylist(photo, torch.lerp(self.stylist.code(photo), code, alpha))
            mixed = self._picture_losses(between, photo, style)
            part = alpha * recipe.style * mixed["style"] + (2 - alpha) * recipe.content * mixed["content"]
            total = total + part
        return {"loss": total, **losses}

    def _picture_losses(self, out: Tensor, photo: Tensor, style: Tensor) -> dict[str, Tensor]:
        """Style and content of a batch of pictures, under each judge."""
        styles, contents = [], []
        for judge in self.judges:
            with torch.no_grad():
                of_photo, of_style = judge(photo), style_statistics(judge(style))
            of_out = judge(out)
            styles.append(style_loss(of_out, of_style))
            contents.append(content_loss(of_out, of_photo))
        return {"style": torch.stack(styles).mean(), "content": torch.stack(contents).mean()}

    def sample(self, network: nn.Module) -> Tensor:
        """Four held-out paintings (below) on two photographs: a sheet of 4 columns."""
        assert isinstance(network, Stylist)
        rng = torch.Generator().manual_seed(5)
        size = 256
        photos = self.photos.batch(rng, 2, size, Augmentation(scale=(0.9, 1.0), flip=False))
        columns = []
        for picture in self.held_out[:: len(self.held_out) // 5][:5]:
            side = min(picture.shape[1:])
            style = F.interpolate(
                picture[None, :, :side, :side].float() / 255, (size, size), mode="bilinear", antialias=True
            )
            code = network.code(style).expand(2, -1)
            columns.append(torch.cat([style, *torch.split(network(photos, code), 1)], 2))
        return torch.cat([torch.cat([torch.ones_like(photos[:1]), *torch.split(photos, 1)], 2), *columns], 3)

    def finish(self, network: nn.Module, run: RunFolder) -> Path:
        assert isinstance(network, Stylist)
        path = run.path / "universal.safetensors"
        save_file({k: v.half().contiguous() for k, v in network.state_dict().items()}, path)
        card = {**network.card(), "recipe": asdict(self.recipe)}
        path.with_suffix(".json").write_text(json.dumps(card, indent=1) + "\n")
        return path


def train_universal(
    photos: Path,
    styles: Path,
    teacher: Path,
    loss_weights: Path,
    run: Path,
    recipe: UniversalRecipe,
    resume: bool = False,
) -> Generator[News, None, Path]:
    """Trains; returns the path of the weights, with their configuration in the JSON beside them."""
    task = UniversalTask(photos, styles, teacher, loss_weights, recipe)
    return (yield from train(task, recipe.schedule, RunFolder(run), {"recipe": asdict(recipe)}, resume))
