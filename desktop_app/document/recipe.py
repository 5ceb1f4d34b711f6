"""The recipe in an exported picture, read as a project is: nothing in it is trusted.

The engine writes and finds it (`models.recipe`); its pictures are looked for here. Reads whole files, so it
belongs on a thread beside the GUI.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from PySide6.QtCore import QCoreApplication

from desktop_app.document.project_file import Search
from desktop_app.document.project_json import Given, NewerError, parse, versions_of
from desktop_app.document.references import HashMemory, Reference
from desktop_app.document.state import Project
from models.news import FileError

MOST_STYLES = 100
NETWORK = ("\\\\", "//")  # of Windows
HOME = "~/"  # how `models.recipe` writes the folder that bears somebody's name

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Restored:
    """The project; without a photograph where `lost_photo` names one that is gone.

    `lost_styles` are sources whose files are gone. `is_masked` where masks stayed behind.
    """

    project: Project
    remarks: tuple[str, ...] = ()
    lost_photo: str = ""
    lost_styles: tuple[str, ...] = ()
    is_masked: bool = False
    is_refined: bool = False


def read_recipe(text: str, picture: Path, memory: HashMemory) -> Restored:
    """`picture` is where it was found: what it names is looked for there too. FileError in words."""
    search = Search(picture.parent, memory)

    def locate(reference: Reference) -> Path:
        if reference.path.startswith(NETWORK):
            raise ValueError(reference.path)  # looking there would already tell somebody who we are
        if reference.path.startswith(HOME):
            reference = replace(reference, path=str(Path.home() / reference.path.removeprefix(HOME)))
        return search.locate(replace(reference, relative="", member=""))

    try:
        data = parse(text.encode())
        project = versions_of(data, locate, _no_masks).project
        _check_sources(project)
        given = Given(data)
        is_masked = any(map(_is_masked, cast("list[object]", given.value("styles"))))
        is_refined = given.text("engine", "universal") == "refine"
    except NewerError as error:
        text = translate(
            "Recipe", "The recipe in {name} was made by a newer Impasto. Update Impasto to use it."
        )
        raise FileError(text.format(name=picture.name)) from error
    except (ValueError, KeyError, OverflowError, RuntimeError, OSError) as error:
        text = translate(
            "Recipe", "The recipe in {name} is damaged. The picture itself is opened all the same."
        )
        raise FileError(text.format(name=picture.name)) from error
    if not project.styles:
        text = translate(
            "Recipe", "The recipe in {name} names no style. The picture itself is opened all the same."
        )
        raise FileError(text.format(name=picture.name))
    lost = search.gone.get(project.photo.path) if project.photo else None
    return Restored(
        replace(project, photo=None) if lost else project,
        tuple(search.remarks(hint=False)),
        lost.name if lost else "",
        tuple(style.source for style in project.styles if search.has_lost(style.source)),
        is_masked,
        is_refined,
    )


def _check_sources(project: Project) -> None:
    """A style is a preset, or a file with a whole path; and there are not more than anybody mixes."""
    for style in project.styles:
        if not (style.source.startswith("preset:") or Path(style.source).is_absolute()):
            raise ValueError(style.source)
    if len(project.styles) > MOST_STYLES:
        raise ValueError("too many styles")


def _is_masked(style: object) -> bool:
    return isinstance(style, dict) and style.get("is_masked") is True


def _no_masks(name: str) -> Path:
    raise ValueError(name)  # a recipe holds none
