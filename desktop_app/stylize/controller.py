"""What the Stylize room does: it turns wishes into changes of the document and questions to the engine."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QImage

from desktop_app import words
from desktop_app.calls import Calls
from desktop_app.canvas.layer import image_of
from desktop_app.document.document import Document
from desktop_app.document.state import Photo, Project
from desktop_app.resources import Samples
from desktop_app.settings import ExportChoice, SettingsStore
from desktop_app.stylize.activity import Activity
from desktop_app.stylize.close_look import CloseLook
from desktop_app.stylize.easel import Easel
from desktop_app.stylize.exporting import Exporting, Job, export_of
from desktop_app.stylize.glance_store import GlanceStore
from desktop_app.stylize.glances import Glances
from desktop_app.stylize.mask_work import MaskWork
from desktop_app.stylize.opening import Opening
from desktop_app.stylize.pace import preview_px
from desktop_app.stylize.refining import Refining
from desktop_app.stylize.shelf import StyleShelf
from desktop_app.stylize.thumbnails import Thumbnails
from desktop_app.stylize.versioning import Versioning
from desktop_app.widgets.notice_bar import Message
from models.news import Exported, OpenedPicture
from models.requests import Controls, EngineName

if TYPE_CHECKING:
    from desktop_app.stylize.recipes import Recipes

PHOTOS_KEPT = 5  # previews, so that undo shows the photograph before at once


class StylizeController(QObject):
    """Knows no widget. A page shows `photo_image` and `shown_image` and calls the methods."""

    photo_changed = Signal()
    picture_changed = Signal()
    style_brought = Signal(str)  # the first of those that somebody has added
    said = Signal(object)  # Message

    def __init__(
        self,
        document: Document,
        calls: Calls,
        settings: SettingsStore,
        samples: Samples,
        shelf: StyleShelf,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.document, self.settings = document, settings
        self.samples, self.shelf = samples, shelf
        self.opening = Opening(calls, self)
        self.easel = Easel(calls, self)
        self.refining = Refining(calls, self)
        self.exporting = Exporting(calls, self)
        self.versioning = Versioning(document, calls, self)
        self.thumbnails = Thumbnails(self)
        self.close_look = CloseLook(calls, self)
        self.mask_work = MaskWork(document, calls, self)
        self.masking = self.mask_work.masking
        self.activity = Activity(self.opening, self.easel, self.refining, self.exporting, self.masking)
        self.glances = Glances(calls, self.shelf, self.activity, GlanceStore(), self)
        self._photos: OrderedDict[Path, QImage] = OrderedDict()
        self._wants_refined = False
        self._chooses_added = False
        self.versioning.wanted_px = lambda: self._shown_px
        self._connect()

    def _connect(self) -> None:
        self.document.changed.connect(self._on_document_changed)
        self.photo_changed.connect(self._on_photo_changed)
        self.opening.opened.connect(self._on_opened)
        self.shelf.added.connect(self._on_style_added)
        self.easel.painted.connect(self.picture_changed)
        self.picture_changed.connect(self._remember_picture)
        self.refining.changed.connect(self.picture_changed)
        self.exporting.finished.connect(self._on_exported)
        self.exporting.cancelled.connect(self._on_export_cancelled)
        self.easel.failed.connect(self._on_painting_failed)
        self.mask_work.exported.connect(self._on_mask_exported)
        parts = (
            *(self.opening, self.shelf, self.refining, self.exporting, self.mask_work, self.close_look),
            self.versioning,
        )
        for failed in [part.failed for part in parts]:
            failed.connect(self._on_failed)
        for noticed in (self.easel.noticed, self.refining.noticed, self.exporting.noticed):
            noticed.connect(self._on_noticed)

    # -- the photograph -------------------------------------------------------------------------------------

    @property
    def project(self) -> Project:
        return self.document.project

    @property
    def photo_image(self) -> QImage | None:
        return self._photos.get(self.project.photo.path) if self.project.photo else None

    def open_photo(self, path: Path) -> None:
        self.opening.open(path)

    def paste(self, mime: QMimeData) -> None:
        if not self.opening.paste(mime):
            self._say(self.tr("There is no picture on the clipboard. Copy one, then paste it here."))

    def try_sample(self) -> None:
        """A first picture without looking for one."""
        if not self.samples.photos:
            self._say(self.tr("No samples are installed. Any photograph of yours will do."))
            return
        self.open_photo(self.samples.photos[0])
        if not self.project.styles and self.samples.styles:
            self.choose_style(str(self.samples.styles[0]))

    @Slot(object)
    def _on_opened(self, opened: OpenedPicture) -> None:
        photo = Photo(
            opened.path, opened.width_px, opened.height_px, opened.bits, opened.has_alpha, opened.file_format
        )
        self._photos[opened.path] = image_of(opened.rgb_hwc)
        self._photos.move_to_end(opened.path)
        while len(self._photos) > PHOTOS_KEPT:
            self._photos.popitem(last=False)
        self.easel.forget(opened.path)
        if opened.path not in self.samples.photos and not self.opening.is_passing(opened.path):
            self.settings.change(photo_folder=str(opened.path.parent))
        if photo == self.project.photo:
            self.photo_changed.emit()
            self.easel.refresh()
        else:
            self.document.change(replace(self.project, photo=photo), self.tr("Open Photograph"))
            if opened.recipe:
                self.recipes.offer(opened)
                return
        if opened.remarks:
            self._say(" ".join(opened.remarks))

    @cached_property
    def recipes(self) -> Recipes:
        """Made with the first picture that has a recipe."""
        from desktop_app.stylize.recipes import Recipes

        recipes = Recipes(self.document, self.shelf, self)
        recipes.said.connect(self.said)
        return recipes

    @Slot()
    def _on_photo_changed(self) -> None:
        photo = self.project.photo
        self.glances.show_photo(photo.path if photo else None, self.photo_image)

    # -- styles ---------------------------------------------------------------------------------------------

    def add_styles(self, paths: Iterable[Path]) -> None:
        """The first of them is used at once, all stay on the shelf."""
        found = [path.absolute() for path in paths]
        if found:
            self._chooses_added = True
            self.settings.change(style_folder=str(found[0].parent))
            self.shelf.add(found)

    def use_style(self, path: Path) -> None:
        """One that another room has made."""
        self._chooses_added = True
        self.shelf.add([path])

    @Slot(str)
    def _on_style_added(self, source: str) -> None:
        if self._chooses_added:
            self._chooses_added = False
            self.style_brought.emit(source)
            self.choose_style(source)

    def choose_style(self, source: str) -> None:
        """This style alone."""
        self.document.change(self.project.with_only(source), self.tr("Choose Style"))

    def toggle_style(self, source: str) -> None:
        """Into the mix or out of it."""
        self.document.change(self.project.with_toggled(source), self.tr("Mix Styles"))

    def remove_style(self, source: str) -> None:
        """Off the strip; the picture that is painted with it stays."""
        style = self.shelf.find(source)
        if style is not None and style.is_own:
            put_back = self.shelf.remove(source)
            text = self.tr("{name} is off the strip. Its file stays where it is.").format(name=style.name)
            self.said.emit(Message(text, "info", self.tr("Put It Back"), put_back))

    def set_weight(self, source: str, weight: float) -> None:
        after = self.project.with_weights({source: weight})
        self.document.change(after, self.tr("Style Weight"), f"weight {source}")

    def set_weights(self, weights: dict[str, float]) -> None:
        """Of several at once."""
        self.document.change(self.project.with_weights(weights), self.tr("Style Weights"), "weights")

    def exclude(self, source: str | None) -> None:
        """Shows the picture of a style, to leave out parts of it; None goes back to the photograph."""
        style = self.shelf.find(source) if source else None
        if source and (style is None or style.kind != "picture"):
            self._say(self.tr("This style has no picture here, so nothing of it can be left out."))
            return
        if source and not self.project.uses(source):
            self.choose_style(source)
        self.mask_work.exclude(source)

    @Slot()
    def undo(self) -> None:
        self.mask_work.settle()
        self.document.undo()

    @Slot()
    def redo(self) -> None:
        self.mask_work.settle()
        self.document.redo()

    # -- controls -------------------------------------------------------------------------------------------

    def set_control(self, name: str, value: Any, label: str) -> None:
        """`name` is a field of `Controls`."""
        controls = replace(self.project.controls, **{name: value})
        self.document.change(replace(self.project, controls=controls), label, name)

    def reset_controls(self) -> None:
        self.document.change(replace(self.project, controls=Controls()), self.tr("Reset Controls"))

    @Slot()
    def settle(self) -> None:
        """The hand is off the slider: the next change is another step of the history."""
        self.document.seal()

    # -- the picture ----------------------------------------------------------------------------------------

    @property
    def refined_image(self) -> QImage | None:
        return self.refining.image_for(self.project)

    @property
    def is_showing_refined(self) -> bool:
        return self._wants_refined and self.refined_image is not None

    @property
    def shown_image(self) -> QImage | None:
        """What became of the photograph; None while there is nothing to show."""
        return self.refined_image if self.is_showing_refined else self.easel.image

    def set_shown_size(self, shown_px: float) -> None:
        """How long the picture's long side is on the screen, in device pixels."""
        if self.project.photo:
            self.easel.set_wanted_px(preview_px(shown_px, self.project.photo.long_side_px))

    @property
    def _shown_px(self) -> int:
        """The long side of a finished preview."""
        photo = self.project.photo
        return min(self.easel.wanted_px, photo.long_side_px) if photo else self.easel.wanted_px

    def refine(self) -> None:
        if self.project.is_paintable:
            self._wants_refined = True
            self.refining.start(self.project, self._shown_px)

    @Slot()
    def refine_larger(self) -> None:
        """Goes on from the refined picture at the next size up."""
        self._wants_refined = True
        self.refining.enlarge(self.project)

    @Slot(bool)
    def show_refined(self, is_wanted: bool) -> None:
        self._wants_refined = is_wanted
        self.picture_changed.emit()

    @Slot()
    def _remember_picture(self) -> None:
        """What is seen, with the settings that made it, for the history and for comparing."""
        image, is_refined = self.shown_image, self.is_showing_refined
        if image is not None:
            project = self.project if is_refined else self.easel.shown_project
            self.thumbnails.learn(project, image)
            self.versioning.remember(project, image, is_refined=is_refined)

    # -- versions and the history ---------------------------------------------------------------------------

    @Slot()
    def add_version(self) -> None:
        self.mask_work.settle()
        self.versioning.add()

    def choose_version(self, number: int) -> None:
        self.mask_work.settle()
        self.versioning.choose(number)

    def choose_version_beside(self, by: int) -> None:
        self.mask_work.settle()
        self.versioning.choose_beside(by)

    def remove_version(self, number: int) -> None:
        self.mask_work.settle()
        self.versioning.remove(number)

    def go_to_step(self, position: int) -> None:
        """Any step of the history; none of them is lost by it."""
        self.mask_work.settle()
        self.document.go_to(position)

    # -- the document ---------------------------------------------------------------------------------------

    @Slot(object, object)
    def _on_document_changed(self, before: Project, after: Project) -> None:
        if self.refining.is_running and not self.refining.is_running_for(after):
            self.refining.stop()
        if before.photo != after.photo:
            if after.photo and after.photo.path not in self._photos:
                self.opening.open(after.photo.path)  # undone so far back that its preview was given up
            self.photo_changed.emit()
        self.easel.show_project(after)
        self.picture_changed.emit()

    # -- export ---------------------------------------------------------------------------------------------

    def export(
        self,
        path: Path,
        engine: EngineName,
        choice: ExportChoice,
        *,
        spares: bool = False,
        sample: float = 0.0,
        expected_s: float | None = None,
    ) -> None:
        """Joins the line with the project as it is now. With `spares` no other file is written over."""
        photo, dpi, side_px = self.project.photo, None, choice.long_side_px or None
        if photo is None:
            return
        if choice.for_print:
            # Later: the first paint does not wait for it.
            from desktop_app.stylize.print_size import print_size

            paper = print_size(self.settings.current)
            dpi, side_px = paper.dpi, paper.long_side_px(photo)
        export = export_of(choice, path.absolute(), photo, dpi, spares=spares)
        self.settings.change(export=choice, export_folder=str(export.path.parent))
        refined = self.refined_image if engine == "refine" else None
        self.exporting.start(Job(self.project, engine, side_px, export, refined, sample, expected_s))

    @Slot(object)
    def _on_exported(self, exported: Exported) -> None:
        text = self.tr("Saved as {name}, {size} pixels.").format(
            name=exported.path.name, size=words.size_of(exported.width_px, exported.height_px)
        )
        folder = QUrl.fromLocalFile(str(exported.path.parent))
        message = " ".join([text, *exported.notices])
        show = self.tr("Show in Folder")
        self.said.emit(Message(message, "done", show, lambda: QDesktopServices.openUrl(folder)))

    @Slot(object)
    def _on_mask_exported(self, path: Path) -> None:
        self.settings.change(export_folder=str(path.parent))
        self.said.emit(Message(self.tr("The mask is saved as {name}.").format(name=path.name), "done"))

    @Slot()
    def _on_export_cancelled(self) -> None:
        self._say(self.tr("The export was cancelled. Nothing was written."))

    # -- what is said ---------------------------------------------------------------------------------------

    def _say(self, text: str) -> None:
        self.said.emit(Message(text))

    @Slot(str)
    def _on_noticed(self, text: str) -> None:
        self._say(text)

    @Slot(str)
    def _on_failed(self, text: str) -> None:
        self.said.emit(Message(text, "error"))

    @Slot(str)
    def _on_painting_failed(self, text: str) -> None:
        self.said.emit(Message(text, "error", self.tr("Try Again"), self.easel.refresh))
