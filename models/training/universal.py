"""`impasto train universal`: the universal stylizer, from folders of photographs and paintings.

Strength is trained as interpolation between the photo's own code, which must give the photo back, and the
style's. What was tried and measured on the way is in docs/experiments.md.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
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
from models.devices import Device, choose_device
from models.losses.style import total_variation
from models.losses.teachers import SLIM_FILE, SQUEEZENET_FILE, VGG19_FILE, SlimVgg, SqueezeNet, Vgg19Start
from models.networks.stylist import Stylist
from models.networks.universal import UniversalConfig
from models.news import News, Notice, UserError
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

CPU = torch.device("cpu")
HELD_OUT = 60
STYLE_SIDE_PX = 384
JUDGES: dict[str, Callable[[Path], nn.Module]] = {
    "slim": lambda teacher: SlimVgg(teacher / SLIM_FILE),
    "deep": lambda teacher: SlimVgg(teacher / SLIM_FILE, levels=5),
    "squeeze": lambda teacher: SqueezeNet(teacher / SQUEEZENET_FILE),
    "vgg": lambda teacher: Vgg19Start(teacher / VGG19_FILE),
}
OFTEN = 0.2  # how often identity and shift are asked for; they cost a pass of the network each


@dataclass(frozen=True)
class UniversalRecipe:
    """Sizes and balances. `content` grows the photo's say, `style` the style's.

    `judges` names the networks that say what style is, joined by +: slim, deep (slim with its fifth level),
    squeeze, vgg. `bfloat16` halves the time on a GPU; losses are float32 either way.
    """

    width: int = 32
    size_px: int = 112
    late_size_px: int = 144  # for the last 40 % of the training
    batch: int = 4
    judges: str = "slim"
    bfloat16: bool = False
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
        self,
        photos: Path,
        styles: Path,
        teacher: Path,
        loss_weights: Path,
        recipe: UniversalRecipe,
        device: torch.device = CPU,
    ) -> None:
        self.recipe, self.device = recipe, device
        rng = np.random.default_rng(recipe.schedule.seed)
        self.photos, self.styles = PictureFolder(photos), PictureFolder(styles, STYLE_SIDE_PX)
        kept = len(self.styles) - min(HELD_OUT, len(self.styles) // 10)
        self.held_out = self.styles.pictures[kept:]
        self.styles.pictures = self.styles.pictures[:kept]
        textures = [procedural_style(rng, STYLE_SIDE_PX) for _ in range(recipe.textures)]
        self.styles.pictures += [torch.from_numpy(t).permute(2, 0, 1).contiguous() for t in textures]
        self.photos.move_to(device)
        self.styles.move_to(device)
        self.judges = nn.ModuleList(_judges(recipe.judges, teacher)).to(device)
        self.stylist = Stylist(load_loss_network(loss_weights), UniversalConfig(width=recipe.width))
        self.stylist.to(device).to(memory_format=torch.channels_last)
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
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.recipe.bfloat16):
            return self._losses(progress, rng)

    def _losses(self, progress: float, rng: torch.Generator) -> dict[str, Tensor]:
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
                of_photo, of_style = judge(photo), judge(style)
            of_out = judge(out)
            with torch.autocast(self.device.type, enabled=False):  # sums over a picture want their digits
                of_out, of_photo, of_style = _exact(of_out), _exact(of_photo), _exact(of_style)
                styles.append(style_loss(of_out, style_statistics(of_style)))
                contents.append(content_loss(of_out, of_photo))
        return {"style": torch.stack(styles).mean(), "content": torch.stack(contents).mean()}

    def sample(self, network: nn.Module) -> Tensor:
        """Up to six paintings on two photographs, a column each; held-out ones where there are any."""
        assert isinstance(network, Stylist)
        rng = torch.Generator().manual_seed(5)
        size = 256
        photos = self.photos.batch(rng, 2, size, Augmentation(scale=(0.9, 1.0), flip=False))
        columns = []
        paintings = self.held_out or self.styles.pictures
        for picture in paintings[:: max(1, len(paintings) // 5)][:6]:
            side = min(picture.shape[1:])
            square = picture[None, :, :side, :side].to(self.device).float() / 255
            style = F.interpolate(square, (size, size), mode="bilinear", antialias=True)
            code = network.code(style).expand(2, -1)
            columns.append(torch.cat([style, *torch.split(network(photos, code), 1)], 2))
        first = torch.cat([torch.ones_like(photos[:1]), *torch.split(photos, 1)], 2)
        return torch.cat([first, *columns], 3).cpu()

    def finish(self, network: nn.Module, run: RunFolder) -> Path:
        assert isinstance(network, Stylist)
        path = run.path / "universal.safetensors"
        save_file({k: v.half().contiguous().cpu() for k, v in network.state_dict().items()}, path)
        card = {**network.card(), "recipe": asdict(self.recipe)}
        path.with_suffix(".json").write_text(json.dumps(card, indent=1) + "\n")
        return path


def _judges(names: str, teacher: Path) -> list[nn.Module]:
    wrong = [name for name in names.split("+") if name not in JUDGES]
    if wrong:
        raise UserError(f"There is no judge {wrong[0]!r}. Join some of {', '.join(JUDGES)} by +.")
    return [JUDGES[name](teacher) for name in names.split("+")]


def _exact(taps: list[Tensor]) -> list[Tensor]:
    return [tap.float() for tap in taps]


def train_universal(
    photos: Path,
    styles: Path,
    teacher: Path,
    loss_weights: Path,
    run: Path,
    recipe: UniversalRecipe,
    resume: bool = False,
    device: Device | None = None,
) -> Generator[News, None, Path]:
    """Trains; returns the path of the weights, with their configuration in the JSON beside them."""
    device = device or choose_device()
    yield Notice(f"Trains on {device.torch_device.type}: {device.reason}")
    task = UniversalTask(photos, styles, teacher, loss_weights, recipe, device.torch_device)
    return (yield from train(task, recipe.schedule, RunFolder(run), {"recipe": asdict(recipe)}, resume))
