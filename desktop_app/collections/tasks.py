"""The five things that a folder of works can become, in plain words; the paper's name stands beside."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QCoreApplication

from models.collection_requests import CollectionTask, TrainCollection

translate = QCoreApplication.translate


@dataclass(frozen=True)
class TaskWords:
    """`second` is what else is needed: a folder of photographs, perhaps a second of each pair, or nothing."""

    task: CollectionTask
    title: str
    text: str
    paper: str
    frozen: str
    second: Literal["", "photos", "pairs"]


def all_tasks() -> tuple[TaskWords, ...]:
    """In the language of the moment."""
    return (
        TaskWords(
            "few-shot",
            translate("Tasks", "A style from all of them"),
            translate(
                "Tasks",
                "From five works on. Paints photographs as this hand would; the style goes to your strip.",
            ),
            translate("Tasks", "few-shot fine-tuning, FreezeD, DiffAugment"),
            translate(
                "Tasks",
                "Frozen: how photographs are read, and the eye that judges. Learnt: the brushwork.",
            ),
            "photos",
        ),
        TaskWords(
            "conditional",
            translate("Tasks", "Several styles in one"),
            translate(
                "Tasks",
                "A folder for each manner (ink, comic, cartoon), side by side. Mixed when you use them.",
            ),
            translate("Tasks", "conditional GAN, projection discriminator"),
            translate(
                "Tasks",
                "Frozen: how photographs are read, and the eye that judges. Learnt: the brushwork.",
            ),
            "photos",
        ),
        TaskWords(
            "unpaired",
            translate("Tasks", "From photographs to such pictures"),
            translate(
                "Tasks",
                "Two folders that need not match. A network learns to turn one kind into the other.",
            ),
            translate("Tasks", "CUT from the universal network; FastCUT, CUT or CycleGAN"),
            translate("Tasks", "Frozen: nothing. All of the universal network goes on learning."),
            "photos",
        ),
        TaskWords(
            "paired",
            translate("Tasks", "From a sketch to its picture"),
            translate(
                "Tasks",
                "Pictures that belong together: outlines and paintings, before and after.",
            ),
            translate("Tasks", "pix2pix"),
            translate("Tasks", "Frozen: nothing. All of the network is learnt."),
            "pairs",
        ),
        TaskWords(
            "imagine",
            translate("Tasks", "New swatches from nothing"),
            translate(
                "Tasks",
                "From a hundred works on. A map of textures to wander through; each can be a style.",
            ),
            translate("Tasks", "a small GAN with R3GAN's loss, or DCGAN"),
            translate("Tasks", "Frozen: nothing. All of the network is learnt, from noise."),
            "",
        ),
    )


def words_of(task: str) -> TaskWords:
    """Of one task by its name."""
    return next(words for words in all_tasks() if words.task == task)


def chosen_in(recipe: str) -> dict[str, Any]:
    """The parts of a recipe that were chosen; nothing where what was typed is no JSON yet."""
    try:
        found = json.loads(recipe or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def rows_of_sample(request: TrainCollection) -> str:
    """What the rows of a training's samples show, from above; "" where they are all of one kind."""
    photographs, made, works = (
        translate("Tasks", "photographs"),
        translate("Tasks", "what is made of them"),
        translate("Tasks", "works"),
    )
    again, rows = translate("Tasks", "works painted again"), (photographs, made, works)
    match request.task, chosen_in(request.recipe).get("method"):
        case "imagine", _:
            return ""
        case "paired", _:
            rows = translate("Tasks", "given"), translate("Tasks", "made"), translate("Tasks", "wanted")
        case "unpaired", "cycle":
            return _from_above(photographs, made, translate("Tasks", "that painted back"), works, again)
        case "unpaired", "cut":
            return _from_above(photographs, made, works, again)
        case "conditional", _:
            rows = photographs, translate("Tasks", "what is made of them, a row for each style"), works
    return _from_above(*rows)


def _from_above(*rows: str) -> str:
    return translate("Tasks", "Samples, from above: {rows}").format(rows=translate("Tasks", ", ").join(rows))
