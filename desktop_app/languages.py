"""Which language the window speaks."""

from __future__ import annotations

import logging

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from desktop_app.engine_texts import EngineTexts
from desktop_app.resources import TRANSLATIONS

# What there is a translation for, in the words of those who speak it; English is in the code.
LANGUAGES = {"en": "English", "zh_CN": "简体中文"}

logger = logging.getLogger(__name__)


def system_language() -> str:
    """The first language of the user's list that the program speaks; English where it speaks none."""
    for name in QLocale.system().uiLanguages():
        parts = name.replace("_", "-").split("-")
        if parts[0] == "en":
            return "en"
        if parts[0] == "zh" and not {"TW", "HK", "MO", "Hant"} & set(parts):
            return "zh_CN"
    return "en"


class Language:
    """The translators that are installed in the application."""

    def __init__(self) -> None:
        self._installed: list[QTranslator] = []
        self._engine_texts: EngineTexts | None = None
        self.name = "en"

    def use(self, choice: str) -> None:
        """`choice`: "system" or one of `LANGUAGES`. Texts that are shown already stay as they are."""
        self.remove()
        self.name = choice if choice in LANGUAGES else system_language()
        if self.name == "en":
            return
        self._engine_texts = EngineTexts(self.name)
        qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        for file, folder in ((f"qtbase_{self.name}", qt_folder), (f"impasto_{self.name}", str(TRANSLATIONS))):
            translator = QTranslator()
            if translator.load(file, folder):
                QCoreApplication.installTranslator(translator)
                self._installed.append(translator)
            else:
                logger.warning("no translation %s in %s", file, folder)

    def engine_text(self, text: str) -> str:
        """A sentence of the engine in this language, or as it is."""
        return self._engine_texts.translate(text) if self._engine_texts else text

    def remove(self) -> None:
        self._engine_texts = None
        for translator in self._installed:
            QCoreApplication.removeTranslator(translator)
        self._installed.clear()
