"""Where the files that come with the program lie."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
ICONS = RESOURCES / "icons"
TRANSLATIONS = RESOURCES / "translations"
SAMPLES = RESOURCES / "samples"
PRESETS = RESOURCES / "styles"
NETWORK = RESOURCES.parent / "models" / "weights" / "universal.safetensors"


@dataclass(frozen=True)
class Samples:
    """Pictures for those who have none at hand."""

    photos: tuple[Path, ...] = ()
    styles: tuple[Path, ...] = ()


def installed_samples() -> Samples:
    return Samples(
        tuple(sorted(SAMPLES.glob("photo_*.jpg"))),
        tuple(sorted(SAMPLES.glob("style_*.jpg"))),
    )
