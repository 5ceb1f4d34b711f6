"""Wrong arguments, masks and styles: each ends with its exit code and a useful sentence, nothing is left."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from models.cli import main

if TYPE_CHECKING:
    from tests.models.conftest import FakeEngine, MakePicture

P, S, OUT = "photo.jpg", "--style style.png", "-o out.png"
TWO = "--style style.png --style other.png"
TRAIN = "train universal --photos . --styles . --teacher ."
OVER = "--on-conflict overwrite"

# what is typed; the exit code; what must be in the message
BAD = {
    "no verb": ("", 2, "VERB"),
    "unknown verb": ("paint photo.jpg", 2, "invalid choice"),
    "unknown option": (f"stylize {P} {S} {OUT} --stength 1", 2, "--stength"),
    "no photo": (f"stylize {S} {OUT}", 2, "PHOTO"),
    "no style": (f"stylize {P} {OUT}", 2, "--style"),
    "no output": (f"stylize {P} {S}", 2, "--out"),
    "strength above all": (f"stylize {P} {S} {OUT} --strength 1.5", 2, "from 0 to 1.2"),
    "strength below 0": (f"stylize {P} {S} {OUT} --strength -0.1", 2, "from 0 to 1"),
    "strength in words": (f"stylize {P} {S} {OUT} --strength half", 2, "from 0 to 1"),
    "strength nan": (f"stylize {P} {S} {OUT} --strength nan", 2, "from 0 to 1"),
    "strength with a comma": (f"stylize {P} {S} {OUT} --strength 0,5", 2, "after a point"),
    "brush too small": (f"stylize {P} {S} {OUT} --brush 0.1", 2, "from 0.25 to 4"),
    "brush infinite": (f"stylize {P} {S} {OUT} --brush inf", 2, "from 0.25 to 4"),
    "keep-colors above 1": (f"stylize {P} {S} {OUT} --keep-colors 2", 2, "from 0 to 1"),
    "unknown color method": (f"stylize {P} {S} {OUT} --color-method hsv", 2, "luminance"),
    "long side tiny": (f"stylize {P} {S} {OUT} --long-side 3", 2, "from 16 to"),
    "long side broken": (f"stylize {P} {S} {OUT} --long-side 100.5", 2, "whole number"),
    "long side with a unit": (f"stylize {P} {S} {OUT} --long-side 800px", 2, "whole number"),
    "long side endless": (f"stylize {P} {S} {OUT} --long-side {'9' * 5000}", 2, "whole number"),
    "seed negative": (f"stylize {P} {S} {OUT} --seed -1", 2, "whole number"),
    "unknown engine": (f"stylize {P} {S} {OUT} --engine gan", 2, "refine"),
    "quality 0": (f"stylize {P} {S} {OUT} --quality 0", 2, "from 1 to 100"),
    "12 bits": (f"stylize {P} {S} {OUT} --bits 12", 2, "16"),
    "unknown profile": (f"stylize {P} {S} {OUT} --profile adobe", 2, "srgb"),
    "unknown metadata policy": (f"stylize {P} {S} {OUT} --metadata some", 2, "drop-location"),
    "unknown conflict policy": (f"stylize {P} {S} {OUT} --on-conflict ask", 2, "overwrite"),
    "steps without refine": (f"stylize {P} {S} {OUT} --steps 10", 2, "--engine refine"),
    "no steps at all": (f"stylize {P} {S} {OUT} --engine refine --steps 0", 2, "from 1 to"),
    "loss network missing": (f"stylize {P} {S} {OUT} --engine refine --loss-network no.pth", 3, "no.pth"),
    "photo missing": (f"stylize nowhere.jpg {S} {OUT}", 3, "nowhere.jpg"),
    "photo is a folder": (f"stylize folder {S} {OUT}", 3, "is a folder"),
    "photo with an endless name": (f"stylize {'x' * 5000}.jpg {S} {OUT}", 3, "There is no photo"),
    "style missing": (f"stylize {P} --style nowhere.png {OUT}", 3, "nowhere.png"),
    "style is a folder": (f"stylize {P} --style ./folder {OUT}", 3, "is a folder"),
    "style empty": (f"stylize {P} --style= {OUT}", 2, "names nothing"),
    "unknown preset": (f"stylize {P} --style preset:nobody {OUT}", 2, "nobody"),
    "unknown name": (f"stylize {P} --style nobody {OUT}", 2, "nobody"),
    "style 7 of a network that is not there": (f"stylize {P} --style net.pth#7 {OUT}", 3, "net.pth"),
    "preset without a name": (f"stylize {P} --style preset: {OUT}", 2, "names nothing"),
    "weight 0": (f"stylize {P} --style style.png:0 {OUT}", 2, "above 0"),
    "weight negative": (f"stylize {P} --style style.png:-2 {OUT}", 2, "above 0"),
    "weight infinite": (f"stylize {P} --style style.png:inf {OUT}", 2, "above 0"),
    "weight nan": (f"stylize {P} --style style.png:nan {OUT}", 2, "above 0"),
    "weight with a comma": (f"stylize {P} --style style.png:0,5 {OUT}", 2, "0.5"),
    "weight in words": (f"stylize {P} --style style.png:much {OUT}", 2, "style.png:much"),
    "mask without =": (f"stylize {P} {S} {OUT} --mask mask.png", 2, "STYLE=MASK.png"),
    "mask of a stranger": (f"stylize {P} {S} {OUT} --mask cat.png=mask.png", 2, "names no style"),
    "mask of style 0": (f"stylize {P} {S} {OUT} --mask 0=mask.png", 2, "names no style"),
    "mask of style 2 of 1": (f"stylize {P} {S} {OUT} --mask 2=mask.png", 2, "names no style"),
    "mask missing": (f"stylize {P} {S} {OUT} --mask style=nowhere.png", 3, "nowhere.png"),
    "mask without a file": (f"stylize {P} {S} {OUT} --mask style=", 2, "names no file"),
    "mask is a folder": (f"stylize {P} {S} {OUT} --mask style=folder", 3, "is a folder"),
    "two masks for one style": (
        f"stylize {P} {TWO} {OUT} --mask 1=mask.png --mask style=mask.png",
        2,
        "two masks",
    ),
    "mask for either of two": (f"stylize {P} {S} {S} {OUT} --mask style=mask.png", 2, "by its number"),
    "output without an ending": (f"stylize {P} {S} -o out", 2, ".png"),
    "output of another kind": (f"stylize {P} {S} -o out.gif", 2, "'.gif'"),
    "output in no folder": (f"stylize {P} {S} -o nowhere/out.png", 3, "nowhere"),
    "16 bit JPEG": (f"stylize {P} {S} -o out.jpg --bits 16", 2, "16 bits"),
    "over the photo": (f"stylize {P} {S} -o photo.jpg {OVER}", 2, "never writes over"),
    "over the style": (f"stylize {P} {S} -o ./folder/../style.png {OVER}", 2, "never writes over"),
    "over the mask": (f"stylize {P} {S} --mask 1=mask.png -o mask.png {OVER}", 2, "never writes over"),
    "over a file that must stay": (f"stylize {P} {S} -o other.png --on-conflict fail", 3, "already there"),
    "several photos into a file": (f"stylize {P} other.png {S} -o style.png", 2, "must name a folder"),
    "train nothing": ("train", 2, "WHAT"),
    "train the unknown": ("train dragon --photos . --styles . --teacher . --run r", 2, "invalid choice"),
    "weights that are not there": (f"stylize {P} {S} {OUT} --universal none.pt", 3, "none.pt"),
    "speed of other weights": ("bench --universal style.png", 2, "--quality"),
    "train both ways": (f"{TRAIN} --run a --resume b", 2, "not allowed"),
    "train on no photos": ("train universal --photos no --styles . --teacher . --run r", 3, "photos"),
    "train without a teacher": ("train universal --photos . --styles . --teacher no --run r", 3, "teacher"),
    "resume nothing": (f"{TRAIN} --resume folder", 3, "no run in"),
    "train 0 minutes": (f"{TRAIN} --run r --minutes 0", 2, "number from"),
    "no configuration": (f"{TRAIN} --run r --config no.json", 3, "no.json"),
    "broken configuration": (f"{TRAIN} --run r --config photo.jpg", 3, "not JSON"),
    "bench of nothing": ("bench --sizes 0", 2, "from 64"),
    "bench without turns": ("bench --rounds 0", 2, "from 1"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_command_says_what_is_wrong_and_leaves_nothing(
    case: str,
    fake_engine: FakeEngine,
    make_picture: MakePicture,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("photo.jpg", "style.png", "other.png", "mask.png"):
        make_picture(name)
    (tmp_path / "folder").mkdir()
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    typed, code, words = BAD[case]

    assert main(typed.split()) == code

    said = capsys.readouterr()
    assert words in said.err
    assert said.out == ""
    assert "Traceback" not in said.err
    assert fake_engine.requests == []
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["folder"]


def test_there_are_enough_of_them() -> None:
    assert len(BAD) >= 70
