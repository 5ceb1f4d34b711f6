"""Both looks can be read."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from desktop_app import resources
from desktop_app.theme import DARK, LIGHT, Colors, Theme, palette_of, stylesheet_of

GROUNDS = ("window", "panel", "field", "raised", "hover")


def luminance(color: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    rgb = QColor(color)
    return 0.2126 * linear(rgb.redF()) + 0.7152 * linear(rgb.greenF()) + 0.0722 * linear(rgb.blueF())


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_itself() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colors", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_texts_stand_out_from_their_ground(colors: Colors, ground: str) -> None:
    for text in ("text", "dim"):
        assert contrast(getattr(colors, text), getattr(colors, ground)) >= 4.5, text


@pytest.mark.parametrize("colors", [DARK, LIGHT], ids=["dark", "light"])
def test_signals_stand_out(colors: Colors) -> None:
    assert contrast(colors.on_accent, colors.accent) >= 4.5
    assert contrast(colors.on_accent, colors.accent_hover) >= 4.5
    for name in ("good", "warning", "error", "accent_text"):
        for ground in ("window", "panel", "raised"):
            assert contrast(getattr(colors, name), getattr(colors, ground)) >= 4.5, (name, ground)
    assert contrast(colors.accent_text, colors.field) >= 4.5  # the room on the rail that is seen
    for ground in ("panel", "field"):  # edges of what has the focus, and the knob of the mix
        assert contrast(colors.accent, getattr(colors, ground)) >= 3


@pytest.mark.parametrize("colors", [DARK, LIGHT], ids=["dark", "light"])
def test_the_stylesheet_names_only_colours_and_files_that_exist(colors: Colors) -> None:
    text = stylesheet_of(colors, resources.ICONS)
    assert "$" not in text
    for part in text.split("url(")[1:]:
        from pathlib import Path

        assert Path(part.partition(")")[0]).is_file()


def test_choosing_a_theme_changes_the_palette_and_says_so(qapp: QApplication) -> None:
    before, sheet = qapp.palette(), qapp.styleSheet()
    theme = Theme(resources.ICONS)
    said: list[str] = []
    theme.changed.connect(lambda: said.append(theme.colors.window))
    try:
        for choice, colors in (("dark", DARK), ("light", LIGHT)):
            theme.use(choice)  # type: ignore[arg-type] # mypy widens the tuple
            assert qapp.palette().window().color() == QColor(colors.window)
        assert said == [DARK.window, LIGHT.window]
        assert palette_of(DARK) != palette_of(LIGHT)
    finally:
        qapp.setStyleSheet(sheet)
        qapp.setPalette(before)
        theme.deleteLater()
