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
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from models.data.pictures import Augmentation, PictureFolder
from models.data.procedural import procedural_style
from models.losses.style import content_distance, gram, moments, normalized_distance, total_variation
from models.losses.teachers import SLIM_FILE, SQUEEZENET_FILE, SlimVgg, SqueezeNet
from models.networks.loss_network import LossNetwork
from models.networks.stylist import Stylist
from models.networks.universal import UniversalConfig
from models.news import News
from models.training.loop import Schedule, train
from models.training.run_folder import RunFolder

HELD_OUT = 60
WHITE = 0.99  # what is brighter may be cut when bytes are made
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
    identity: float = 1.0
    shift: float = 4.0
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
        loss_network = LossNetwork()
        loss_network.load_state_dict({k: v.float() for k, v in load_file(loss_weights).items()})
        self.stylist = Stylist(loss_network, UniversalConfig(width=recipe.width))
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
        margin = 8
        large = self.photos.batch(rng, recipe.batch, size + margin, PHOTO_CROPS)
        photo = large[..., :size, :size]
        style = self.styles.batch(rng, recipe.batch, size, STYLE_CROPS)
        code = self.stylist.code(style)
        out = self.stylist(photo, code)
        losses = self._picture_losses(out, photo, style)
        # Not squared: a little beyond white is as lost as much beyond it.
        losses["clip"] = (F.relu(out - WHITE) + F.relu(1 - WHITE - out)).mean()
        losses["smooth"] = total_variation(out)
        total = recipe.style * losses["style"] + recipe.content * losses["content"]
        total = total + recipe.clip * losses["clip"] + recipe.smooth * losses["smooth"]
        chance = torch.rand(3, generator=rng).tolist()
        if chance[0] < OFTEN:  # strength 0: the photo's own code gives the photo back
            same = self.stylist(photo, self.stylist.code(photo))
            identity = (same - photo).abs().mean() / OFTEN  # what is asked one time in five counts five times
            total = total + recipe.identity * identity
            losses["identity"] = identity
        if chance[1] < OFTEN:  # a moved photo gives the moved picture: no grid, no flicker
            dx, dy = (int(v) for v in torch.randint(1, margin, (2,), generator=rng))
            moved = self.stylist(large[..., dy : dy + size, dx : dx + size], code)
            a, b = (
                moved[..., 16 : size - dy - 16, 16 : size - dx - 16],
                out[..., dy + 16 : size - 16, dx + 16 : size - 16],
            )
            shift = (a - b).pow(2).mean() / OFTEN
            total = total + recipe.shift * shift
            losses["shift"] = shift
        if chance[2] < OFTEN / 2:  # strength between: on the line of codes the style grows steadily
            alpha = float(torch.rand((), generator=rng))
            between = self.stylist(photo, torch.lerp(self.stylist.code(photo), code, alpha))
            mixed = self._picture_losses(between, photo, style)
            part = alpha * recipe.style * mixed["style"] + (2 - alpha) * recipe.content * mixed["content"]
            total = total + part
        return {"loss": total, **losses}

    def _picture_losses(self, out: Tensor, photo: Tensor, style: Tensor) -> dict[str, Tensor]:
        """Style and content of a batch of pictures, under each judge."""
        style_losses, content = [], []
        for judge in self.judges:
            with torch.no_grad():
                of_photo, of_style = judge(photo), judge(style)
            of_out = judge(out)
            style_losses += [_style_distance(o, s).mean() for o, s in zip(of_out, of_style, strict=True)]
            content += [
                content_distance(o, p).mean() for o, p in zip(of_out[2:4], of_photo[2:4], strict=True)
            ]
        return {"style": torch.stack(style_losses).mean(), "content": torch.stack(content).mean()}

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


# Shares of the short side. A crop is seen at about half to all of its own resolution: the strokes of a
# painting that is read at 512 px, as the program reads it, must be there in training.
STYLE_SIDE_PX = 384
PHOTO_CROPS = Augmentation(scale=(0.3, 0.75))
STYLE_CROPS = Augmentation(scale=(0.25, 0.6))


def _style_distance(a: Tensor, b: Tensor) -> Tensor:
    """Gram and moments together, per sample.

    The Gram matrix for texture, the moments for an even hold on each channel.
    """
    return normalized_distance(gram(a), gram(b)) + 0.5 * normalized_distance(moments(a), moments(b))


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
