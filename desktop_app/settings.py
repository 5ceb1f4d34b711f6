"""What the program remembers between two starts: one JSON file, read forgivingly, written atomically."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal, get_args

import platformdirs

from models.requests import MetadataPolicy, OutputProfile

# Adding a field needs nothing. Renaming one or changing its meaning needs a higher number and a migration.
VERSION = 1
APPLICATION = "impasto"
PROGRAM = "Impasto"

ThemeChoice = Literal["system", "light", "dark"]
ExportSuffix = Literal[".jpg", ".png", ".tif", ".webp"]
Conflict = Literal["ask", "unique", "overwrite", "skip"]
LengthUnit = Literal["cm", "in"]

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ExportChoice:
    """How the last export was made. `long_side_px` and `bits` 0 are as in the photo; `for_print` as on paper.

    `name` is a template (`stylize.export_names`), `conflict` what becomes of a file of that name.
    """

    suffix: ExportSuffix = ".jpg"
    quality: int = 92
    bits: Literal[0, 8, 16] = 0
    long_side_px: int = 0
    profile: OutputProfile = "srgb"
    metadata: MetadataPolicy = "drop-location"
    for_print: bool = False
    name: str = "{photo}-{style}"
    conflict: Conflict = "unique"
    with_recipe: bool = False


@dataclass(frozen=True)
class Settings:
    """`language` is "system" or the name of a translation; folders are paths as text, styles are sources."""

    version: int = VERSION
    language: str = "system"
    theme: ThemeChoice = "system"
    reduces_motion: bool = False  # else as the system has it
    photo_folder: str = ""
    style_folder: str = ""
    export_folder: str = ""
    project_folder: str = ""
    train_photos: str = ""
    works_folder: str = ""  # of the room Collections
    opened_runs: tuple[str, ...] = ()  # that lie elsewhere than those of the window
    pauses_on_battery: bool = False  # what is trained
    pauses_after_sleep: bool = False
    train_author: str = ""
    train_licence: str = ""
    own_styles: tuple[str, ...] = ()
    hidden_styles: tuple[str, ...] = ()  # from the folder of trained styles, taken off the strip
    favourites: tuple[str, ...] = ()
    style_order: tuple[str, ...] = ()  # as far as it was changed by hand
    style_names: dict[str, str] = field(default_factory=dict)  # given by the artist
    only_favourites: bool = False
    recent_projects: tuple[str, ...] = ()  # the newest first
    export: ExportChoice = field(default_factory=ExportChoice)
    past_exports: tuple[tuple[Any, ...], ...] = ()  # what they took, as `stylize.estimates` writes it
    print_width_cm: float = 30.0
    print_unit: LengthUnit = "cm"
    print_dpi: int = 300
    brush_in_mm: bool = False
    window_geometry: str = ""
    shows_history: bool = False
    shortcuts: dict[str, str] = field(default_factory=dict)  # those that were changed, by the command's name
    shows_strip: bool = True
    shows_side: bool = True
    side_is_left: bool = False
    folded: tuple[str, ...] = ()  # sections that are not as they begin
    live: dict[str, Any] = field(default_factory=dict)  # as `live.choice` writes it


_CHOICES: dict[str, tuple[Any, ...]] = {
    "theme": get_args(ThemeChoice),
    "suffix": get_args(ExportSuffix),
    "bits": (0, 8, 16),
    "profile": get_args(OutputProfile),
    "metadata": get_args(MetadataPolicy),
    "conflict": get_args(Conflict),
    "print_unit": get_args(LengthUnit),
}
_RANGES = {
    "quality": (1, 100),
    "long_side_px": (0, 100_000),
    "print_width_cm": (0.1, 10_000),
    "print_dpi": (1, 10_000),
}


def settings_file() -> Path:
    return Path(platformdirs.user_config_dir(APPLICATION, appauthor=False)) / "settings.json"


def log_folder() -> Path:
    return Path(platformdirs.user_log_dir(APPLICATION, appauthor=False))


class SettingsStore:
    """The settings in force, and the file they come from and go to."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.was_damaged = False
        self.current = self._load()
        self._saved = self.current
        self.when_changed: Callable[[], None] = lambda: None

    def change(self, **values: object) -> None:
        """Takes new values of `Settings`' fields; `when_changed` may then schedule a save."""
        self.current = replace(self.current, **values)  # type: ignore[arg-type] # checked when they are read again
        if self.current != self._saved:
            self.when_changed()

    def save(self) -> bool:
        """Writes what has changed; False, with the reason in the log, where the disk does not let it."""
        wanted = self.current
        if wanted == self._saved:
            return True
        try:
            _write_atomically(self._path, json.dumps(asdict(wanted), indent=1, ensure_ascii=False))
        except OSError as error:
            logger.warning("the settings cannot be saved in %s: %s", self._path, error)
            return False
        self._saved = wanted
        return True

    def _load(self) -> Settings:
        try:
            text = self._path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return Settings()
        except (OSError, UnicodeDecodeError) as error:
            logger.info("settings unreadable: %s", error)
            return self._set_aside()
        try:
            raw = json.loads(text)
        except ValueError as error:
            logger.info("settings damaged: %s", error)
            return self._set_aside()
        return _settings_of(raw) if isinstance(raw, dict) else self._set_aside()

    def _set_aside(self) -> Settings:
        """Keeps a file that cannot be understood beside the new one."""
        self.was_damaged = True
        with contextlib.suppress(OSError):
            self._path.replace(self._path.with_suffix(".damaged.json"))
        return Settings()


def _settings_of(raw: dict[str, Any]) -> Settings:
    """Field by field: what is missing, unknown or of the wrong kind falls back to its default alone."""
    values = _sound(raw, Settings())
    if isinstance(raw.get("export"), dict):
        values["export"] = ExportChoice(**_sound(raw["export"], ExportChoice()))
    for name in (
        *("own_styles", "hidden_styles", "favourites", "style_order", "recent_projects", "folded"),
        "opened_runs",
    ):
        paths = raw.get(name)
        if isinstance(paths, list):
            values[name] = tuple(path for path in paths if isinstance(path, str))
    past = raw.get("past_exports")
    if isinstance(past, list):
        values["past_exports"] = tuple(tuple(one) for one in past if isinstance(one, list))
    for name in ("style_names", "shortcuts"):
        texts = raw.get(name)
        if isinstance(texts, dict):
            values[name] = {key: text for key, text in texts.items() if isinstance(text, str)}
    if isinstance(raw.get("live"), dict):
        values["live"] = raw["live"]
    return Settings(**{**values, "version": VERSION})


def _sound(raw: dict[str, Any], defaults: Settings | ExportChoice) -> dict[str, Any]:
    sound: dict[str, Any] = {}
    for known in fields(defaults):
        value: Any = raw.get(known.name)
        default = getattr(defaults, known.name)
        if type(value) is not type(default) or isinstance(default, tuple | dict | ExportChoice):
            continue
        span = _RANGES.get(known.name)
        if (span is None or span[0] <= value <= span[1]) and value in _CHOICES.get(known.name, (value,)):
            sound[known.name] = value
    return sound


def _write_atomically(path: Path, text: str) -> None:
    """The old file or the new one, whatever happens in between."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=path.stem, suffix=".part", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
