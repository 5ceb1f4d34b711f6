"""What the engine says, in the language of the window.

The engine knows no Qt and speaks English sentences with names and numbers in them. A table for each language
holds such sentences with {} in the places of names; what no table knows is shown as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop_app.resources import TRANSLATIONS


@dataclass(frozen=True)
class Sentence:
    """A sentence with places for names, and how it is said."""

    pattern: re.Pattern[str]
    translation: str

    def say(self, text: str, name: Callable[[str], str] = str) -> str | None:
        """None where `text` is another sentence; `name` says what stands in its places."""
        match = self.pattern.fullmatch(text)
        return self.translation.format(*map(name, match.groups())) if match else None


def sentence_of(template: str, translation: str) -> Sentence:
    """`template` has {} for each name; `translation` has {} in the same order, or {0}, {1}… in its own."""
    parts = (re.escape(part) for part in template.split("{}"))
    return Sentence(re.compile("(.+?)".join(parts), re.DOTALL), translation)


def table_file(language: str) -> Path:
    return TRANSLATIONS / f"engine_{language}.json"


class EngineTexts:
    """The sentences of one language."""

    def __init__(self, language: str) -> None:
        path = table_file(language)
        table: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        # The most words first: a sentence of few words and many places would match others, too.
        templates = sorted(table, key=lambda template: -len(template.replace("{}", "")))
        self._sentences = [sentence_of(template, table[template]) for template in templates]

    def translate(self, text: str) -> str:
        said = (sentence.say(text, self._within) for sentence in self._sentences)
        return next((words for words in said if words is not None), text)

    def _within(self, text: str) -> str:
        """What stands in a place may be a sentence itself, as an advice is; anything else is a name."""
        return self.translate(text) if text.endswith(".") and " " in text else text
