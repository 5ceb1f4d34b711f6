"""Measures the loss networks that ship under the teachers that they were distilled from, onto their cards.

    python packaging/accept_loss_networks.py --photos PHOTOS --styles PAINTINGS --teacher TEACHERS

"closed_by_optimising" is what `impasto train loss-network` measures at its end
(models/training/agreement.py): the share of the gap of style that is closed, as the teacher sees it, by
pictures optimised under the student; 1 is as much as under the teacher itself. The works are those that were
held out.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from torch import Tensor

from models.checkpoints.judges import FIRE_NETWORK, LOSS_NETWORKS
from models.checkpoints.shipped import load_fire_network, load_loss_network
from models.commands.console import put
from models.data.pictures import PictureFolder
from models.losses.teachers import SLIM_FILE, SQUEEZENET_FILE, VGG19_FILE, SlimVgg, SqueezeNet, Vgg19Start
from models.training.agreement import Look, closed_by_optimising, spread
from models.training.loss_network import HELD_OUT, LossNetworkRecipe


def main() -> None:
    """Writes the figure onto each card, and prints it."""
    parser = argparse.ArgumentParser(description="Measures the shipped loss networks under their teachers.")
    for name in ("photos", "styles", "teacher"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    arguments = parser.parse_args()
    photos = spread(PictureFolder(arguments.photos).pictures)
    works = spread(PictureFolder(arguments.styles).pictures[-HELD_OUT:])
    deep, first = LOSS_NETWORKS
    students: dict[Path, tuple[Look, Look]] = {
        deep: (load_loss_network(deep), five_levels(SlimVgg(arguments.teacher / SLIM_FILE, levels=5))),
        first: (load_loss_network(first), two_teachers(arguments.teacher)),
        FIRE_NETWORK: (load_fire_network(FIRE_NETWORK), SqueezeNet(arguments.teacher / SQUEEZENET_FILE).walk),
    }
    steps = LossNetworkRecipe().accepted_after
    for path, (student, teacher) in students.items():
        closed = closed_by_optimising(student, teacher, photos, works, steps, torch.device("cpu"))
        card_file = path.with_suffix(".json")
        card = json.loads(card_file.read_text(encoding="utf-8"))
        card["measures"]["closed_by_optimising"] = closed
        card_file.write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        put(f"{path.stem}: {closed:.3f}")


def five_levels(teacher: SlimVgg) -> Look:
    """The taps of all its levels."""

    def look(image: Tensor) -> list[Tensor]:
        return [level[0] for level in teacher.walk(image)]

    return look


def two_teachers(folder: Path) -> Look:
    """VGG-19 for three levels, the slimmed one for the fourth: as the first loss network was taught."""
    start, slim = Vgg19Start(folder / VGG19_FILE), SlimVgg(folder / SLIM_FILE)

    def look(image: Tensor) -> list[Tensor]:
        return [*start(image)[:3], slim(image)[3]]

    return look


if __name__ == "__main__":
    main()
