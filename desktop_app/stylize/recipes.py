"""What an exported picture was painted with, brought back when the picture is opened and somebody agrees."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop_app.document.background import Background
from desktop_app.document.document import Document
from desktop_app.document.recipe import Restored, read_recipe
from desktop_app.document.references import HashMemory
from desktop_app.stylize.shelf import StyleShelf
from desktop_app.widgets.notice_bar import Message
from models.news import FileError, OpenedPicture


class Recipes(QObject):
    """Nothing of a recipe is looked at before somebody wants it; then it is one step that can be undone."""

    said = Signal(object)  # Message

    def __init__(self, document: Document, shelf: StyleShelf, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._shelf = document, shelf
        self._background = Background(self)
        self._memory = HashMemory()  # of the background's thread alone

    def offer(self, opened: OpenedPicture) -> None:
        text = self.tr("{name} was painted with Impasto and brought its recipe along.")
        said = " ".join([*opened.remarks, text.format(name=opened.path.name)])
        restore = partial(self.restore, opened.path, opened.recipe)
        self.said.emit(Message(said, "info", self.tr("Restore Recipe"), restore, stays=True))

    def restore(self, picture: Path, recipe: str) -> None:
        """Returns at once."""
        self._background.run(
            partial(read_recipe, recipe, picture, self._memory), partial(self._on_read, self._document.number)
        )

    def _on_read(self, number: int, result: Restored | FileError) -> None:
        if isinstance(result, FileError):
            self.said.emit(Message(str(result), "error"))
            return
        if number != self._document.number:  # another project is open by now
            return
        files = [
            Path(style.source)
            for style in result.project.styles
            if style.source not in result.lost_styles and Path(style.source).is_absolute()
        ]
        if files:
            self._shelf.add(files)
        project = result.project
        if project.photo is None:
            project = replace(project, photo=self._document.project.photo)
        self._document.change(project, self.tr("Restore Recipe"))
        self.said.emit(self._message(result))

    def _message(self, result: Restored) -> Message:
        said = [*result.remarks]
        if result.lost_photo:
            said.append(
                self.tr("The recipe is laid on the picture that is open; open the photograph itself.")
            )
        if result.lost_styles:
            said.append(
                self.tr("Put what is missing back there or beside the picture, or choose another style.")
            )
        if result.is_refined:
            said.append(self.tr("It was refined: choose Refine to paint it so again."))
        if result.is_masked:
            said.append(self.tr("Masks do not travel in a picture: masked styles paint everywhere now."))
        if said:
            return Message(" ".join(said), "warning", stays=True)
        return Message(
            self.tr("The recipe is restored: photograph, styles and settings are as they were."), "done"
        )
