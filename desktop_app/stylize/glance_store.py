"""The photograph in each style, as thumbnails on disk: known at the next visit, the oldest forgotten."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Sequence
from pathlib import Path

import platformdirs
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageWriter

from desktop_app.resources import NETWORK, PRESETS
from desktop_app.settings import APPLICATION
from models.atomic import write_bytes

CAP_BYTES = 64_000_000
SWEEP_EVERY = 40  # thumbnails kept: looking through the folder each time would be waste
# What the engine is given in place of the photograph: decoding twenty megapixels takes longer than painting.
COPY_PX = 256
# Networks made by others are loaded anew for each picture; the usual ones have 2 to 9 MB.
FOREIGN_LIMIT_BYTES = 32_000_000
PRESET = "preset:"
NUMBERED = re.compile(r"#\d+$")


def glances_folder() -> Path:
    return Path(platformdirs.user_cache_dir(APPLICATION, appauthor=False)) / "glances"


class GlanceStore:
    """Everything here reads or writes the disk: for one thread that is not the GUI's.

    A file is named by what it was made of, so nothing is ever out of date; what nobody asks for gets old.
    """

    def __init__(self, root: Path | None = None, cap_bytes: int = CAP_BYTES) -> None:
        """`root` is `glances_folder` unless given."""
        self._root, self._cap_bytes = root, cap_bytes
        self._kept = 0

    @property
    def folder(self) -> Path:
        return self._root or glances_folder()

    def key(self, photo: Path, source: str) -> str | None:
        """The name of this photograph's thumbnail in this style; None where one of the files is gone."""
        try:
            facts = [_facts(photo), source, _facts(_file_of(source)), _facts(NETWORK)]
        except OSError:
            return None
        return _name_of(facts)

    def is_cheap(self, source: str) -> bool:
        """A network made by others that is small enough to be loaded for a thumbnail."""
        try:
            return _file_of(source).stat().st_size <= FOREIGN_LIMIT_BYTES
        except OSError:
            return False

    def load(self, key: str) -> QImage | None:
        path = self._path(key)
        image = QImage(str(path)) if path.exists() else QImage()
        if image.isNull():
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # what is looked at is young
        return image.convertToFormat(QImage.Format.Format_RGB32)

    def keep(self, key: str, image: QImage) -> Path:
        """Returns when the file is on the disk. FileError or OSError where it cannot be written."""
        path = self._path(key)
        self.folder.mkdir(parents=True, exist_ok=True)
        write_bytes(path, _png(image))
        if self._kept % SWEEP_EVERY == 0:
            self.sweep()
        self._kept += 1
        return path

    def keep_photo(self, photo: Path, image: QImage) -> Path:
        """A small copy of the photograph, for the engine to paint on."""
        key = f"photo-{_name_of([_facts(photo)])}"
        if self.load(key) is not None:
            return self._path(key)
        if max(image.width(), image.height()) > COPY_PX:
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            image = image.scaled(COPY_PX, COPY_PX, keep, smooth)
        return self.keep(key, image)

    def sweep(self) -> None:
        """Forgets the oldest until the rest is no larger than the cap."""
        found = []
        for path in self.folder.glob("*.png"):
            with contextlib.suppress(OSError):
                facts = path.stat()
                found.append((facts.st_mtime_ns, facts.st_size, path))
        left = sum(size for _, size, _ in found)
        for _, size, path in sorted(found):
            if left <= self._cap_bytes:
                break
            with contextlib.suppress(OSError):
                path.unlink()
                left -= size

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.png"


def _file_of(source: str) -> Path:
    if source.startswith(PRESET):
        return PRESETS / f"{source.removeprefix(PRESET)}.safetensors"
    numbered = Path(NUMBERED.sub("", source))  # one of the styles of a network
    return numbered if not Path(source).exists() else Path(source)


def _facts(path: Path) -> str:
    stat = path.stat()
    return f"{path}|{stat.st_size}|{stat.st_mtime_ns}"


def _name_of(facts: Sequence[str]) -> str:
    import hashlib  # takes 3 ms, which the first paint need not wait for

    return hashlib.sha256("\0".join(facts).encode("utf-8", "surrogatepass")).hexdigest()[:40]


def _png(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image)
    return bytes(data.data())
