"""Every text of the window is translated, and what is compiled is what is written."""

from __future__ import annotations

import re
import runpy
import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication

from desktop_app import languages
from desktop_app.languages import LANGUAGES, Language, system_language
from desktop_app.resources import TRANSLATIONS

ROOT = Path(__file__).resolve().parents[2]
TRANSLATED = [name for name in LANGUAGES if name != "en"]


def messages(path: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """(context, text) → (translation, its state)."""
    found = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            key = (context.findtext("name", ""), message.findtext("source", ""))
            found[key] = (translation.text or "", translation.get("type", ""))
    return found


@pytest.mark.parametrize("name", TRANSLATED)
def test_every_text_in_the_code_is_translated(name: str, tmp_path: Path) -> None:
    """With a fresh look at the code; if this fails: python packaging/translations.py, then translate."""
    fresh = tmp_path / f"impasto_{name}.ts"
    shutil.copy(TRANSLATIONS / fresh.name, fresh)
    extract = runpy.run_path(str(ROOT / "packaging" / "translations.py"))["extract"]
    extract(fresh)
    missing = [
        text for (_, text), (translation, state) in messages(fresh).items() if state or not translation
    ]
    assert not missing
    assert len(messages(fresh)) > 100, "lupdate found the texts"


@pytest.mark.parametrize("name", TRANSLATED)
def test_the_compiled_file_says_what_the_source_says(name: str, qapp: QApplication) -> None:
    translator = QTranslator()
    assert translator.load(f"impasto_{name}", str(TRANSLATIONS))
    for (context, text), (translation, _) in messages(TRANSLATIONS / f"impasto_{name}.ts").items():
        assert translator.translate(context, text) == translation, text


@pytest.mark.parametrize("name", TRANSLATED)
def test_a_translation_keeps_the_places_for_names_and_numbers(name: str) -> None:
    for (_, text), (translation, _) in messages(TRANSLATIONS / f"impasto_{name}.ts").items():
        assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", translation)), text


def test_a_language_is_used_and_left(qapp: QApplication) -> None:
    language = Language()
    language.use("zh_CN")
    try:
        assert QCoreApplication.translate("StatusLine", "Ready") == "就绪"
        assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消", "Qt's own texts too"
    finally:
        language.remove()
    assert QCoreApplication.translate("StatusLine", "Ready") == "Ready"


@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [
        (["zh-Hans-CN", "zh"], "zh_CN"),
        (["zh_CN"], "zh_CN"),
        (["zh-Hant-TW"], "en"),
        (["de-DE", "zh-CN"], "zh_CN"),
        (["en-GB", "zh-CN"], "en"),
        (["fr-FR"], "en"),
    ],
)
def test_the_language_follows_the_system(
    wanted: list[str], spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class FakeLocale:
        @staticmethod
        def system() -> FakeLocale:
            return FakeLocale()

        def uiLanguages(self) -> list[str]:  # noqa: N802 - Qt's name
            return wanted

    monkeypatch.setattr(languages, "QLocale", FakeLocale)
    assert system_language() == spoken
