"""Which mask is painted, with what, and how a stroke becomes a step of the history."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot
from PySide6.QtGui import QImage

from desktop_app.calls import Calls
from desktop_app.canvas.tool_names import ToolName
from desktop_app.document.mask_files import MaskFiles
from desktop_app.document.state import Photo
from desktop_app.masks.holder import MaskHolder
from models.atomic import write_bytes
from models.news import Done, Failed, FileError, GreyPicture, Outcome
from models.requests import OpenMask, SelectRegion

if TYPE_CHECKING:  # numpy is not waited for before somebody paints a mask
    from desktop_app.canvas.mask_tools import MaskTools

KEPT = 12  # masks in memory, so that undo shows the one before at once
PATIENCE_MS = 2000  # a mask is on the disk in a twentieth of a second


@dataclass(frozen=True)
class _Made:
    """A mask that is on the disk; `path` is None where it could not be written."""

    source: str
    label: str
    gesture: str
    path: Path | None
    image: QImage
    feathered: tuple[Path, float] | None = None


class Masking(QObject):
    """One mask for each style. `source` is the style whose mask is worked on, None where none is.

    A change is computed and written on a thread of its own, in order, and then goes to who holds the masks:
    until then only the tools show it. Knows no widget.
    """

    changed = Signal()  # the style, the tool, or whether there is a mask
    failed = Signal(str)
    exported = Signal(object)  # Path
    busy_changed = Signal(str)
    _made = Signal()
    _copied = Signal(object, str)

    def __init__(
        self, holder: MaskHolder, calls: Calls, files: MaskFiles, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.holder, self._calls, self._files = holder, calls, files
        self.source: str | None = None
        self.tool: ToolName = "move"
        self._images: OrderedDict[Path, QImage] = OrderedDict()
        self._feathered: dict[Path, tuple[Path, float]] = {}  # made of which mask, by how much
        self._finished: deque[_Made] = deque()  # filled by the thread
        self._wanted_feather: float | None = None
        self._feathering = False
        self._seals_feather = False
        self._is_taking = False
        self._seen: tuple[Photo | None, Path | None] = (None, None)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._made.connect(self._take_finished)
        self._copied.connect(self._on_copied)
        holder.changed.connect(self._on_held_changed)

    @cached_property
    def tools(self) -> MaskTools:
        """Made when the first mask is painted."""
        return self._make_tools()

    def _make_tools(self) -> MaskTools:
        from desktop_app.canvas.mask_tools import MaskTools

        tools = MaskTools(self)
        tools.finished.connect(self._on_stroke)
        tools.region_wanted.connect(self._on_region_wanted)
        tools.left.connect(self._on_left)
        return tools

    # -- which style, which tool ----------------------------------------------------------------------------

    @property
    def is_painting(self) -> bool:
        """A tool has the canvas."""
        return self.source is not None and self.tool != "move"

    @property
    def path(self) -> Path | None:
        """The mask of the chosen style."""
        return self.holder.mask_of(self.source) if self.source is not None else None

    @property
    def subject(self) -> Photo | None:
        """The picture over which the mask lies."""
        return self.holder.subject

    def choose(self, source: str | None) -> None:
        """Works on the mask of this style, with the brush at first; None is none."""
        self.source = source if source is not None and self.holder.has(source) else None
        self._wanted_feather = None
        if self.source is not None and self.tool == "move":
            self.tool = "brush"
        elif self.source is None:
            self.tool = "move"
        self._show()

    def use(self, tool: ToolName) -> None:
        """For the style that joined last, where none is chosen yet."""
        if self.source is None and tool != "move":
            self.source = self.holder.usual
        if self.source is None:
            return
        self.tool = tool
        self._show()

    @Slot()
    def _on_left(self) -> None:
        self.use("move")

    def _show(self) -> None:
        """The tools have the mask that the document has."""
        photo = self.subject
        self._seen = (photo, self.path)
        if self.source is not None and photo is not None:
            image = self._image_of(self.path)
            self.tools.open(image, photo.width_px, photo.height_px)
            self.tools.use(self.tool)
        self.changed.emit()

    def _image_of(self, path: Path | None) -> QImage | None:
        if path is None:
            return None
        if path not in self._images:
            self._remember(path, self._read(path))
        self._images.move_to_end(path)
        image = self._images[path]
        return None if image.isNull() else image

    def _read(self, path: Path) -> QImage:
        """One that was given up long ago, in 15 to 40 ms; null where it is gone, and that is said."""
        from desktop_app.document.mask_picture import image_of  # with the tools: the first paint has no mask

        try:
            return image_of(path)
        except FileError as error:
            self.failed.emit(self._calls.translate(str(error)))
            return QImage()

    def _remember(self, path: Path, image: QImage) -> None:
        self._images[path] = image
        while len(self._images) > KEPT:
            self._images.popitem(last=False)

    @Slot()
    def _on_held_changed(self) -> None:
        if self.source is None:
            return
        before, self._seen = self._seen, (self.subject, self.path)
        if not self.holder.has(self.source):
            self.choose(None)
        elif self._is_taking:
            self.changed.emit()
        elif before != self._seen:
            self._show()

    # -- changes of the mask --------------------------------------------------------------------------------

    @Slot(str)
    def _on_stroke(self, tool: str) -> None:
        labels = {
            "eraser": self.tr("Erase Mask"),
            "gradient": self.tr("Mask Gradient"),
            "select": self.tr("Select Region"),
        }
        self._keep_painted(labels.get(tool, self.tr("Paint Mask")))

    def invert(self) -> None:
        if self.source is not None and self.tools.mask is not None:
            self.tools.invert()
            self._keep_painted(self.tr("Invert Mask"))

    def clear(self) -> None:
        """The style paints everywhere again."""
        self.settle()
        if self.source is not None and self.path is not None:
            self._set(self.source, None, self.tr("Clear Mask"))

    @property
    def feather(self) -> float:
        """How much the mask as it is was feathered, in parts of its long side."""
        return self._feathered[self.path][1] if self.path in self._feathered else 0.0

    def set_feather(self, share: float) -> None:
        """Always of the mask as it was painted: less feathering brings its edges back."""
        self._wanted_feather = share
        if not self._feathering:
            self._start_feather()

    def settle_feather(self) -> None:
        """The hand is off the slider; what it last asked for still belongs to the same step."""
        if self._feathering or self._wanted_feather is not None:
            self._seals_feather = True
        else:
            self.holder.seal()

    def _start_feather(self) -> None:
        share, self._wanted_feather = self._wanted_feather, None
        path = self.path
        if self.source is None or path is None or share is None:
            return
        base = self._feathered[path][0] if path in self._feathered else path
        image = self._image_of(base)
        if image is None:
            return
        if share == 0:
            self._set(self.source, base, self.tr("Feather Mask"), f"feather {self.source}")
            return
        from desktop_app.canvas.blur import feathered
        from desktop_app.canvas.mask import Mask

        def make() -> QImage:
            mask = Mask(image)
            return Mask.of_pixels(feathered(mask.pixels, share * max(mask.pixels.shape))).image

        self._feathering = True
        self._start(make, self.tr("Feather Mask"), f"feather {self.source}", (base, share))

    def _keep_painted(self, label: str) -> None:
        if self.tools.mask is not None:
            image, path = self.tools.mask.copied(), self.path
            before = self._image_of(path)
            on = (path, before) if path is not None and before is not None else None
            self._start(lambda: image, label, on=on)

    def _start(
        self,
        make: Callable[[], QImage],
        label: str,
        gesture: str = "",
        feathered: tuple[Path, float] | None = None,
        on: tuple[Path, QImage] | None = None,
    ) -> None:
        """`on`: the mask as the document has it, of which not much has changed."""
        assert self.source is not None
        job = partial(self._make, make, self.source, label, gesture, feathered, on)
        self._pool.start(_Making(self, job))

    def _make(
        self,
        make: Callable[[], QImage],
        source: str,
        label: str,
        gesture: str,
        feathered: tuple[Path, float] | None,
        on: tuple[Path, QImage] | None,
    ) -> None:
        """On the thread."""
        image = make()
        path = None
        try:
            path = self._files.keep_image(image, on)
        except (OSError, FileError, ValueError):
            path = None
        self._finished.append(_Made(source, label, gesture, path, image, feathered))
        self._made.emit()

    @Slot()
    def _take_finished(self) -> None:
        while self._finished:
            made = self._finished.popleft()
            self._feathering = self._feathering and made.feathered is None
            if made.path is None:
                self.failed.emit(self.tr("The mask cannot be kept. Is the disk full?"))
                self._show()
                continue
            self._remember(made.path, made.image)
            if made.feathered is not None and made.feathered[0] != made.path:
                self._feathered[made.path] = made.feathered
            self._set(made.source, made.path, made.label, made.gesture, is_shown=made.feathered is None)
        if self._wanted_feather is not None and not self._feathering:
            self._start_feather()
        if self._seals_feather and not self._feathering:
            self._seals_feather = False
            self.holder.seal()

    def _set(
        self, source: str, path: Path | None, label: str, gesture: str = "", *, is_shown: bool = False
    ) -> None:
        """`is_shown`: the tools are as far already, or further."""
        self._is_taking = is_shown
        self.set_mask(source, path, label, gesture)
        self._is_taking = False

    def set_mask(self, source: str, path: Path | None, label: str, gesture: str = "") -> None:
        """This style paints where the mask is white, or everywhere."""
        self.holder.set_mask(source, path, label, gesture)

    def settle(self) -> None:
        """Waits for what is being written, a moment at most, so that undo has it before it."""
        self._pool.waitForDone(PATIENCE_MS)
        self._take_finished()

    # -- files and clicks -----------------------------------------------------------------------------------

    def import_mask(self, path: Path) -> None:
        """Any picture: its transparency where it has one, else its grey."""
        source, photo = self.source, self.subject
        if source is not None and photo is not None:
            size = self.tools.working_size
            request = OpenMask(path.absolute(), size.width(), size.height())
            self._calls.ask(request, partial(self._on_imported, source, photo), lane="mask")

    def _on_imported(self, source: str, photo: Photo, outcome: Outcome) -> None:
        grey = self._grey_of(source, photo, outcome)
        if grey is not None:
            from desktop_app.canvas.mask import Mask

            mask = Mask.of_pixels(grey.grey_hw)
            self.tools.open(mask.image, photo.width_px, photo.height_px)
            self._keep_painted(self.tr("Import Mask"))

    @Slot(float, float, bool)
    def _on_region_wanted(self, x: float, y: float, removes: bool) -> None:
        source, photo = self.source, self.subject
        if source is not None and photo is not None:
            size = self.tools.working_size
            self.busy_changed.emit(self.tr("Selecting…"))
            request = SelectRegion(photo.path, x, y, size.width(), size.height())
            self._calls.ask(request, partial(self._on_selected, source, photo, removes), lane="mask")

    def _on_selected(self, source: str, photo: Photo, removes: bool, outcome: Outcome) -> None:
        self.busy_changed.emit("")
        grey = self._grey_of(source, photo, outcome)
        if grey is not None:
            self.tools.add_region(grey.grey_hw, removes=removes)

    def _grey_of(self, source: str, photo: Photo, outcome: Outcome) -> GreyPicture | None:
        """None where it failed, or somebody has gone on to another style or photograph meanwhile."""
        if isinstance(outcome, Failed):
            self.failed.emit(outcome.message)
        is_wanted = self.source == source and self.subject == photo
        if is_wanted and isinstance(outcome, Done) and isinstance(outcome.result, GreyPicture):
            return outcome.result
        return None

    def export_mask(self, path: Path) -> None:
        """Written as PNG, as it is, on the thread."""
        mask = self.path
        if mask is not None:
            self._pool.start(_Making(self, partial(self._copy, mask, path.absolute())))

    def _copy(self, mask: Path, path: Path) -> None:
        """On the thread."""
        try:
            from desktop_app.document.mask_picture import picture_of  # with the first mask, as above

            write_bytes(path, picture_of(mask))
        except (FileError, OSError) as error:
            self._copied.emit(None, str(error))
        else:
            self._copied.emit(path, "")

    @Slot(object, str)
    def _on_copied(self, path: Path | None, trouble: str) -> None:
        if path is None:
            self.failed.emit(self._calls.translate(trouble))
        else:
            self.exported.emit(path)

    def forget(self) -> None:
        """Removes the files; for the end of the program."""
        self._pool.waitForDone(PATIENCE_MS)
        self._files.forget()


class _Making(QRunnable):
    def __init__(self, masking: Masking, work: Callable[[], None]) -> None:
        super().__init__()
        self._masking, self._work = masking, work

    def run(self) -> None:
        self._work()
