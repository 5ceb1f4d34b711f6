"""Where runs and the styles that come of them lie, and names that are still free there."""

from __future__ import annotations

import os
import re
from datetime import datetime
from pathlib import Path

from platformdirs import user_data_path

from desktop_app.settings import APPLICATION
from models.news import FileError
from models.training_requests import way_back

STYLE_SUFFIX = ".safetensors"
LONGEST_NAME = 60


def runs_folder() -> Path:
    return user_data_path(APPLICATION, appauthor=False) / "runs"


def is_run(folder: Path) -> bool:
    """Whether a training was begun there, by a window or in a terminal."""
    return (folder / "config.json").is_file()


def run_of(parent: Path) -> Path:
    """The run that a snapshot belongs to; a run itself as it is."""
    return parent.parent.parent if parent.parent.name == "snapshots" else parent


def styles_folder() -> Path:
    """Where the engine looks for the artist's own styles (`models.style_library`, which is not plain)."""
    named = os.environ.get("IMPASTO_STYLES")
    return Path(named) if named else user_data_path(APPLICATION) / "styles"


def keep_mask(mask: Path | None, folder: Path | None = None) -> Path | None:
    """A copy that stays as long as the runs do: a run that is resumed in a year needs it again.

    In `folder` it stays as long as that does. Masks are named by what is in them. For any thread but that of
    the window, which it would keep waiting. FileError where the mask is gone or there is no room.
    """
    if mask is None:
        return None
    from desktop_app.document.mask_picture import picture_of  # later: without a mask nobody waits for numpy
    from models.atomic import in_words, write_bytes
    from models.mask_boxes import SUFFIX

    kept = (folder or runs_folder() / "masks") / (f"{mask.stem}.png" if mask.suffix == SUFFIX else mask.name)
    if mask != kept and not kept.exists():
        try:
            picture = picture_of(mask)
            kept.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileError(in_words(error, mask)) from error
        write_bytes(kept, picture)
    return kept


def place_for_photo() -> Path:
    """Where a photograph that a camera takes now is kept. OSError where there can be no such folder."""
    folder = runs_folder() / "photographs"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"camera {datetime.now():%Y-%m-%d %H.%M.%S}.png"


def free_places(name: str, taken: frozenset[Path] = frozenset()) -> tuple[Path, Path]:
    """A folder for a new run and a file for its style, alike in name and never there yet."""
    stem = re.sub(r'[\x00-\x1f<>:"/\\|?*]', " ", name).strip(" .")[:LONGEST_NAME].strip() or "style"
    number = 1
    while True:
        tried = stem if number == 1 else f"{stem} {number}"
        run, style = runs_folder() / tried, styles_folder() / f"{tried}{STYLE_SUFFIX}"
        is_free = not any(path.exists() for path in (run, style, way_back(style)))
        if is_free and run not in taken:
            return run, style
        number += 1
