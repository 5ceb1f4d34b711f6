"""A kill at any instant of an export leaves the old file or the new one, never a broken one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.models.conftest import MakePicture

ROOT = Path(__file__).parent.parent.parent

# Exports two photos in turn to one file, in a forked process that is killed again and again; forked, because
# importing takes seconds. At strength 0 no network runs, so nearly all the time goes into writing.
KILL_AND_LOOK = """
import json, os, random, signal, sys, time
from pathlib import Path
from PIL import Image
import models.engine, models.stylize
from models.cli import main

old, new, style, out = map(Path, sys.argv[1:5])

def export(photo):
    rest = ["--style", str(style), "--strength", "0", "--on-conflict", "overwrite", "-o", str(out)]
    return main(["stylize", str(photo), *rest])

def look():  # pixels, because profiles carry the second they were made in; a truncated file raises here
    with Image.open(out) as picture:
        return picture.tobytes()

whole = []
for photo in (old, new):
    begun = time.monotonic()
    assert export(photo) == 0
    spent = time.monotonic() - begun
    whole.append(look())
found = []
for _ in range(25):
    child = os.fork()
    if child == 0:
        while True:
            export(old), export(new)
    time.sleep(random.uniform(0, 3 * spent))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    found.append(whole.index(look()))
print(json.dumps({"found": found, "spent": spent}))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.parametrize("suffix", ["png", "jpg", "tif"])
def test_twenty_five_kills_leave_a_whole_file(make_picture: MakePicture, tmp_path: Path, suffix: str) -> None:
    photos = [make_picture(f"{name}.png", 640, 480, seed) for seed, name in enumerate(("old", "new"))]
    out = tmp_path / "finished" / f"out.{suffix}"
    out.parent.mkdir()
    arguments = [*photos, make_picture("style.png"), out]
    done = subprocess.run(
        [sys.executable, "-c", KILL_AND_LOOK, *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])["found"]
    assert len(found) == 25
    assert set(found) == {0, 1}  # kills fell early and late
