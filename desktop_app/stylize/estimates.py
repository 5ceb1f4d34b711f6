"""What an export will take, from what exports took before. Always "about", and nothing where nobody knows."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from desktop_app.settings import SettingsStore
from desktop_app.stylize.pace import fitted
from models.news import Exported
from models.requests import EngineName, Export

REMEMBERED = 24
OF_A_KIND = 8
# Before the first export: what the engine holds with its networks loaded, and what each megapixel adds.
# Measured with the universal network on a processor, 0.3 to 13.5 megapixels; every export corrects them.
FIRST_BASE_MB, FIRST_MB_PER_MP = 1150.0, 28.0
DEEP_BYTES = 3.0  # of a pixel with 16 bits: its lower bytes are as good as noise, and do not pack
SAMPLE_FORMATS = {".jpg": b"jpeg", ".webp": b"webp", ".png": b"png", ".tif": b"png"}


@dataclass(frozen=True)
class Past:
    """One export. `surprise` is its file's size by what the sample had let expect, 0 without a sample."""

    engine: str
    kind: str  # of file: suffix and bits
    megapixels: float
    seconds: float
    memory_mb: float
    surprise: float


@dataclass(frozen=True)
class Estimate:
    """None is what cannot be told yet."""

    seconds: float | None
    memory_mb: float | None
    size_bytes: float | None


class Estimates:
    """Remembers what exports took, in the settings; the oldest go."""

    def __init__(self, settings: SettingsStore) -> None:
        self._settings = settings
        self._past = [past for given in settings.current.past_exports if (past := _past_of(given))]

    def learn(self, engine: EngineName, export: Export, exported: Exported, sample: float) -> None:
        """`sample` is what `bytes_per_pixel` said, 0 where it was not asked."""
        pixels = exported.width_px * exported.height_px
        expected = _expected_bytes(export, pixels, sample) if sample else 0.0
        surprise = exported.size_bytes / expected if expected else 0.0
        figures = pixels / 1e6, exported.seconds, exported.memory_mb, surprise
        past = _past_of((engine, _kind(export), *figures))
        if past is not None:
            self._past = [*self._past, past][-REMEMBERED:]
            kept = tuple(tuple(vars(one).values()) for one in self._past)
            self._settings.change(past_exports=kept)

    def of(
        self,
        engine: EngineName,
        export: Export,
        pixels: int,
        sample: float,
        expected_s: Callable[[float], float],
    ) -> Estimate:
        """`expected_s` tells what painting a preview of so many megapixels costs."""
        megapixels = pixels / 1e6
        same = [past for past in self._past if past.engine == engine][-OF_A_KIND:]
        if same:
            seconds: float | None = _at([(past.megapixels, past.seconds) for past in same], megapixels)
            memory: float | None = _at([(past.megapixels, past.memory_mb) for past in same], megapixels)
        elif engine == "universal":
            seconds, memory = expected_s(megapixels), FIRST_BASE_MB + FIRST_MB_PER_MP * megapixels
        else:
            seconds, memory = None, None
        size = _expected_bytes(export, pixels, sample) * self._usual_surprise(export) if sample else None
        return Estimate(seconds, memory, size)

    def _usual_surprise(self, export: Export) -> float:
        known = [past.surprise for past in self._past if past.kind == _kind(export) and past.surprise > 0]
        known = known[-OF_A_KIND:]
        return math.exp(sum(map(math.log, known)) / len(known)) if known else 1.0


def bytes_per_pixel(image: QImage, suffix: str, quality: int) -> float:
    """Of what is seen, written in the same format. Takes a moment: for a thread beside the GUI's."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(SAMPLE_FORMATS[suffix]))
    if suffix in (".jpg", ".webp"):
        writer.setQuality(quality)
    pixels = image.width() * image.height()
    return held.size() / pixels if pixels and writer.write(image) else 0.0


def _expected_bytes(export: Export, pixels: int, sample: float) -> float:
    return pixels * (sample + (DEEP_BYTES if export.bits == 16 else 0.0))


def _at(seen: list[tuple[float, float]], megapixels: float) -> float:
    base, rate = fitted(seen)
    return base + rate * megapixels


def _kind(export: Export) -> str:
    return f"{export.path.suffix.lower()} {export.bits}"


def _past_of(given: tuple[object, ...]) -> Past | None:
    """None for what is no such record: the settings may have been written by anybody."""
    if len(given) != 6:
        return None
    engine, kind, *figures = given
    if not isinstance(engine, str) or not isinstance(kind, str):
        return None
    sound = [float(one) for one in figures if isinstance(one, int | float) and 0 <= one < 1e9]
    return Past(engine, kind, *sound) if len(sound) == 4 else None
