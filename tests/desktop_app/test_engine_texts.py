"""What the engine really says is said in the window's language."""

from __future__ import annotations

import ast
import json
import re
import string
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

import models
from desktop_app.engine_texts import EngineTexts, sentence_of, table_file
from desktop_app.languages import LANGUAGES
from desktop_app.resources import installed_samples
from desktop_app.stylize.shelf import in_words
from models import serve
from models.data.coach import LEARNT
from models.data.marks import PLACES
from models.losses.vgg19 import WANTED
from models.news import UserError
from models.picture_file import read_picture
from models.style_library import list_styles, open_style

TRANSLATED = [name for name in LANGUAGES if name != "en"]


def places(text: str) -> int:
    return sum(1 for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def test_names_and_numbers_come_through_also_in_another_order() -> None:
    sentence = sentence_of("{} is too large for {}.", "{1} 容不下 {0}。")
    assert sentence.say("a.b (1).jpg is too large for the disk.") == "the disk 容不下 a.b (1).jpg。"
    assert sentence.say("Something else.") is None


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_translation_has_as_many_places_as_its_sentence(language: str) -> None:
    table = json.loads(table_file(language).read_text(encoding="utf-8"))
    assert len(table) > 80
    wrong = [text for text, translation in table.items() if places(text) != places(translation)]
    assert not wrong


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_sentence_is_taken_for_another(language: str) -> None:
    """Each, with names in its places, gives its own translation."""
    table = json.loads(table_file(language).read_text(encoding="utf-8"))
    texts = EngineTexts(language)
    for template, translation in table.items():
        names = [f"name{number}.jpg" for number in range(places(template))]
        assert texts.translate(template.format(*names)) == translation.format(*names), template


def test_what_nobody_translated_is_shown_as_it_is() -> None:
    assert EngineTexts("zh_CN").translate("A sentence of tomorrow.") == "A sentence of tomorrow."
    assert EngineTexts("xx").translate("Anything.") == "Anything."


def make_cut(path: Path) -> None:
    Image.effect_noise((99, 99), 90).save(path)
    path.write_bytes(path.read_bytes()[:900])


BAD_FILES: dict[str, Callable[[Path], object]] = {
    "empty.jpg": lambda path: path.write_bytes(b""),
    "text.png": lambda path: path.write_text("not a picture at all"),
    "animation.gif": lambda path: Image.new("RGB", (8, 8)).save(path),
    "archive.jpg": lambda path: path.write_bytes(b"PK\x03\x04" + bytes(100)),
    "page.jpg": lambda path: path.write_text("<!doctype html><html><body>hello</body></html>"),
    "zeros.jpg": lambda path: path.write_bytes(bytes(5000)),
    "cut.png": lambda path: make_cut(path),
    "folder.jpg": lambda path: path.mkdir(),
    "missing.jpg": lambda path: None,
}


@pytest.mark.parametrize("name", BAD_FILES)
@pytest.mark.parametrize("language", TRANSLATED)
def test_errors_of_opening_are_translated(name: str, language: str, tmp_path: Path) -> None:
    BAD_FILES[name](tmp_path / name)
    with pytest.raises(UserError) as error:
        read_picture(tmp_path / name)
    said = EngineTexts(language).translate(str(error.value))
    assert said != str(error.value)
    assert name in said
    assert not re.search(r"\b(is|the|not)\b", said), said


@pytest.mark.parametrize("language", TRANSLATED)
def test_all_that_is_said_of_what_comes_with_the_program_is_translated(language: str) -> None:
    """Names on the strip, and origin and licence in its tooltips."""
    texts = EngineTexts(language)
    presets = [style for style in list_styles(16) if style.kind == "preset"]
    said = {in_words(style.name) for style in presets} | {style.origin for style in presets}
    said |= {style.licence for style in presets} - {"Apache-2.0"}
    said |= {in_words(path.stem.removeprefix("style_")) for path in installed_samples().styles}
    assert len(said) > 40
    assert not [text for text in said if text and texts.translate(text) == text]


@pytest.mark.parametrize("language", TRANSLATED)
def test_errors_of_style_files_are_translated(language: str, tmp_path: Path) -> None:
    text, folder = tmp_path / "style.png", tmp_path / "folder.jpg"
    text.write_text("no picture at all")
    folder.mkdir()
    for source in (text, folder, tmp_path / "missing.safetensors"):
        with pytest.raises(UserError) as error:
            open_style(str(source), 64)
        assert EngineTexts(language).translate(str(error.value)) != str(error.value)


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_words_of_a_failing_engine_are_translated(language: str) -> None:
    texts = EngineTexts(language)
    for text in (
        serve.UNEXPECTED,
        serve.OUT_OF_MEMORY,
        serve.BROKEN_DEVICE,
        serve.NOT_LOADED.format(reason="x"),
    ):
        assert texts.translate(text) != text


# Said at a terminal alone: the command line itself, and how the networks that ship are made and measured.
AT_A_TERMINAL = (
    *("cli.py", "commands", "evaluation/bench.py", "losses/teachers.py", "networks/microast.py"),
    *("training/universal.py", "training/narrow.py", "training/loss_network.py"),
)
# Joined of parts that have words, which stand in the table with them.
JOINED = {"7 7", "7: 7", "7 7, which is no format that can be written. Choose one of 7."}


def said_in(file: Path) -> set[str]:
    """Sentences that a file says: of errors, events, stages; names in them are X."""
    found: set[str] = set()
    for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call):
            continue
        word = getattr(call.func, "id", getattr(call.func, "attr", ""))
        if word not in ("UserError", "FileError", "Notice", "Progress", "_event", "append"):
            continue
        for text in call.args:
            if isinstance(text, ast.JoinedStr):
                parts = text.values
                found.add("".join(str(p.value) if isinstance(p, ast.Constant) else "7" for p in parts))
            elif isinstance(text, ast.Constant) and isinstance(text.value, str) and " " in text.value:
                found.add(text.value)
    return {text for text in found if len(text) > 8 and not text.startswith("step ")}


@pytest.mark.parametrize("language", TRANSLATED)
def test_all_that_the_engine_says_is_translated(language: str) -> None:
    texts, folder = EngineTexts(language), Path(models.__file__).parent
    files = [
        file
        for file in sorted(folder.rglob("*.py"))
        if not file.relative_to(folder).as_posix().startswith(AT_A_TERMINAL)
    ]
    said = {text for file in files for text in said_in(file)}
    assert len(said) > 250
    assert not sorted(text for text in said - JOINED if texts.translate(text) == text)


@pytest.mark.parametrize("language", TRANSLATED)
def test_an_advice_within_a_sentence_is_translated_and_a_name_is_not(language: str) -> None:
    texts = EngineTexts(language)
    said = texts.translate(f"vgg 16 by me is a VGG-16. {WANTED}")
    assert said.endswith(texts.translate(WANTED))
    assert texts.translate(WANTED) != WANTED
    assert "vgg 16 by me" in said


@pytest.mark.parametrize("language", TRANSLATED)
def test_wherever_a_mark_is_it_is_told_in_the_windows_words(language: str) -> None:
    texts = EngineTexts(language)
    for place in PLACES:
        said = f"12 works seem to bear the same mark {place}, as a.png and b.png. {LEARNT}"
        assert "a.png" in texts.translate(said)
        assert not re.search(r"\b(the|in|at)\b", texts.translate(said))
