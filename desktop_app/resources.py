"""Where the files that come with the program lie."""

from __future__ import annotations

from pathlib import Path

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
ICONS = RESOURCES / "icons"
TRANSLATIONS = RESOURCES / "translations"
SAMPLES = RESOURCES / "samples"


def sample_photos() -> list[Path]:
    return sorted(SAMPLES.glob("photo_*.jpg"))


def sample_styles() -> list[Path]:
    return sorted(SAMPLES.glob("style_*.jpg"))
