"""Where the masks of the open project lie: files named by what is in them, while the program runs.

A stroke is a file of what it changed, where the mask it was painted on lies here, too (`models.mask_boxes`).
"""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from desktop_app.settings import APPLICATION
from models.atomic import write_bytes

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

LEFT_BEHIND_S = 30 * 24 * 3600  # a crashed session's masks are kept so long, for whoever looks for them


def masks_folder() -> Path:
    return Path(platformdirs.user_cache_dir(APPLICATION, appauthor=False)) / "masks"


class MaskFiles:
    """A file never changes: another mask is another file, so undo only has to remember a path.

    Everything but `forget` may be called from any thread.
    """

    def __init__(self, root: Path | None = None) -> None:
        """`root` is `masks_folder` unless given; nothing is made before there is a mask."""
        self._root = root
        self._session = f"{os.getpid()}-{os.urandom(4).hex()}"

    @property
    def folder(self) -> Path:
        return (self._root or masks_folder()) / self._session

    def keep_image(self, image: QImage, on: tuple[Path, QImage] | None = None) -> Path:
        """`on` is the mask it was painted on, and what that shows: what changed is kept if that is less."""
        from desktop_app.document.mask_picture import packed  # needs numpy: the first paint does not wait

        if on is not None and on[1] == image:
            return on[0]
        return self.keep(*packed(image, on if on and on[0].parent == self.folder else None))

    def keep(self, held: bytes, suffix: str = ".png") -> Path:
        """Returns when the file is on the disk. FileError or OSError where it cannot be written."""
        import hashlib  # takes 3 ms, which the first paint need not wait for

        path = self.folder / f"{hashlib.sha256(held).hexdigest()}{suffix}"
        if not path.exists():
            if not self.folder.exists():
                self.folder.mkdir(parents=True)
                self._sweep()
            write_bytes(path, held)
        return path

    def forget(self) -> None:
        """Removes this session's files; for the end of the program."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _sweep(self) -> None:
        for folder in self.folder.parent.iterdir():
            try:
                if folder != self.folder and time.time() - folder.stat().st_mtime > LEFT_BEHIND_S:
                    shutil.rmtree(folder, ignore_errors=True)
            except OSError:  # somebody else was quicker
                continue
