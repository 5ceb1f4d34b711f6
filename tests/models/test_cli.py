"""`impasto VERB`: what is asked of the engine, what is said, and how each command ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from models.cli import main
from models.news import Exported, FileError, News, OpenedStyle, Progress
from models.requests import Controls, Export, RefineSettings, Request, StyleChoice

if TYPE_CHECKING:
    from tests.models.conftest import FakeEngine, MakePicture

ROOT = Path(__file__).parent.parent.parent


def test_every_option_reaches_the_request(
    fake_engine: FakeEngine, make_picture: MakePicture, tmp_path: Path
) -> None:
    photo, style, other, mask = (make_picture(name) for name in ("p.jpg", "s.png", "o.png", "m.png"))
    vgg, out = tmp_path / "vgg.pth", tmp_path / "out.tif"
    vgg.write_bytes(b"weights")
    words = (
        f"stylize {photo} --style {style}:0.25 --style {other} --mask o={mask} --engine refine --strength 0.5"
    )
    words += " --brush 2 --keep-colors 0.75 --color-method luminance --colors-only --long-side 640 --seed 7"
    words += f" --steps 90 --start noise --content-weight 2.5 --loss-network {vgg}"
    words += f" --quality 80 --bits 16 --profile display-p3 --metadata keep --dpi 240 --recipe -o {out}"

    assert main(words.split()) == 0

    request = fake_engine.requests[0]
    assert request.photo == photo
    assert request.styles == (StyleChoice(str(style), 0.25), StyleChoice(str(other), 1.0, mask))
    assert request.controls == Controls(0.5, 2, 0.75, "luminance", True)
    assert request.refine == RefineSettings("noise", 90, 2.5, vgg)
    assert (request.engine, request.long_side_px, request.seed) == ("refine", 640, 7)
    assert request.export == Export(out, 80, 16, "display-p3", "keep", dpi=240, with_recipe=True)


def test_defaults_are_those_of_the_contract(
    fake_engine: FakeEngine, make_picture: MakePicture, tmp_path: Path
) -> None:
    out = tmp_path / "out.png"
    assert (
        main(["stylize", str(make_picture("p.jpg")), "--style", str(make_picture("s.png")), "-o", str(out)])
        == 0
    )
    request = fake_engine.requests[0]
    assert (request.controls, request.refine, request.export) == (Controls(), RefineSettings(), Export(out))


def test_standard_output_holds_the_paths_and_nothing_else(
    fake_engine: FakeEngine, make_picture: MakePicture, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photos = [make_picture("a.jpg"), make_picture("b.png")]
    out = tmp_path / "painted"
    assert main(["stylize", *map(str, photos), "--style", str(make_picture("s.png")), "-o", str(out)]) == 0
    said = capsys.readouterr()
    assert said.out.split() == [str(out / "a__s.jpg"), str(out / "b__s.png")]
    assert "this is only a test" in said.err
    assert "its first frame was taken" in said.err
    assert all((out / name).is_file() for name in ("a__s.jpg", "b__s.png"))


def test_one_bad_photo_does_not_stop_the_others(
    fake_engine: FakeEngine, make_picture: MakePicture, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photos = [make_picture(f"{name}.jpg") for name in ("a", "bad", "c")]
    out = tmp_path / "painted"
    assert main(["stylize", *map(str, photos), "--style", str(make_picture("s.png")), "-o", str(out)]) == 1
    assert sorted(path.name for path in out.iterdir()) == ["a__s.jpg", "c__s.jpg"]
    assert "bad.jpg is no picture" in capsys.readouterr().err


def test_a_folder_made_for_nothing_is_taken_away(
    fake_engine: FakeEngine, make_picture: MakePicture, tmp_path: Path
) -> None:
    out = tmp_path / "painted"
    bad, style = str(make_picture("bad.jpg")), str(make_picture("s.png"))
    assert main(["stylize", bad, "--style", style, "-o", f"{out}/"]) == 3
    assert not out.exists()


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (FileError("p.jpg is no picture."), 3, "p.jpg is no picture."),
        (MemoryError(), 4, "not enough memory"),
        (RuntimeError("CUDA out of memory. Tried to allocate"), 4, "not enough memory"),
        (PermissionError(13, "Permission denied", "/x/out.png"), 3, "/x/out.png"),
        (ZeroDivisionError("division by zero"), 5, "--debug"),
    ],
)
def test_each_kind_of_failure_has_its_exit_code(
    monkeypatch: pytest.MonkeyPatch, make_picture: MakePicture, tmp_path: Path,
    capsys: pytest.CaptureFixture[str], error: Exception, code: int, words: str,
) -> None:  # fmt: skip
    class Failing:
        def answer(self, request: Request) -> Generator[News, None, Any]:
            yield Progress(1, 2)
            raise error

    monkeypatch.setattr("models.commands.stylize.make_engine", lambda _universal: Failing())
    arguments = ["stylize", str(make_picture("p.jpg")), "--style", str(make_picture("s.png")), "-o"]
    assert main([*arguments, str(tmp_path / "out.png")]) == code
    said = capsys.readouterr().err
    assert words in said
    assert "Traceback" not in said


def test_debug_shows_where_an_error_was(
    monkeypatch: pytest.MonkeyPatch,
    make_picture: MakePicture,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def broken(_universal: Path | None) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("models.commands.stylize.make_engine", broken)
    arguments = [
        "stylize",
        str(make_picture("p.jpg")),
        "--style",
        str(make_picture("s.png")),
        "--debug",
        "-o",
    ]
    assert main([*arguments, str(tmp_path / "out.png")]) == 5
    assert "Traceback" in capsys.readouterr().err


SLOW_COMMAND = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # also where the tests run in the background
from models.commands import stylize
from models.cli import main
from models.news import Progress

class Slow:
    def answer(self, request):
        partial = request.export.path.with_suffix(".part")
        try:
            partial.write_bytes(b"half")
            print("working", flush=True)
            for step in range(600):
                time.sleep(0.05)
                yield Progress(step, 600)
        finally:
            partial.unlink()

stylize.make_engine = lambda universal: Slow()
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_closes_the_work_and_leaves_nothing(
    make_picture: MakePicture, tmp_path: Path, number: int, code: int
) -> None:
    out = tmp_path / "out"
    arguments = [
        "stylize",
        str(make_picture("p.jpg")),
        "--style",
        str(make_picture("s.png")),
        "-o",
        f"{out}/",
    ]
    command = [sys.executable, "-c", SLOW_COMMAND, *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "working\n"
        begun = time.monotonic()
        child.send_signal(number)
        assert child.wait(10) == code
    assert time.monotonic() - begun < 3
    assert not out.exists()


LISTING_COMMAND = """
import sys
import numpy as np
from models.commands import styles
from models.cli import main
from models.news import OpenedStyle

def listed():
    yield from ()
    grey = np.zeros((1, 1, 3), np.uint8)
    return [OpenedStyle(f"preset:{i:05}", "Größe 日本", "preset", grey) for i in range(5000)]

styles.list_styles = listed
sys.exit(main(["styles"]))
"""


def test_a_terminal_that_lacks_letters_still_shows_the_names() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-c", LISTING_COMMAND]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    assert "Gr\\xf6\\xdfe" in done.stdout


def test_a_reader_that_has_had_enough_is_no_error() -> None:
    command = [sys.executable, "-c", LISTING_COMMAND]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.readline()
        child.stdout.close()
        assert child.stderr.read() == b""
        assert child.wait() == 0


STYLES = (
    OpenedStyle("preset:ink", "Ink", "preset", np.zeros((1, 1, 3), np.uint8), "CC0", "made by us"),
    OpenedStyle("/mine/rust.safetensors", "Rust", "style", np.zeros((1, 1, 3), np.uint8)),
)


def listed() -> Generator[News, None, tuple[OpenedStyle, ...]]:
    """What the engine answers to `ListStyles`."""
    yield Progress(1, 1)
    return STYLES


def test_styles_lists_what_style_takes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("models.commands.styles.list_styles", listed)
    assert main(["styles"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [s.source for s in STYLES]
    assert main(["styles", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found[0] == {
        "source": "preset:ink", "name": "Ink", "kind": "preset", "licence": "CC0", "origin": "made by us",
    }  # fmt: skip


@pytest.mark.parametrize("entry", ["models.cli", "desktop_app.__main__"])
@pytest.mark.parametrize(
    "arguments", [["--help"], ["stylize", "--help"], ["evaluate", "--help"], ["styles"], ["--version"]]
)
def test_what_needs_no_network_imports_nothing_heavy(arguments: list[str], entry: str) -> None:
    script = (
        f"import sys\nfrom {entry} import main\ncode = main(sys.argv[1:])\n"
        "heavy = {'torch', 'cv2', 'openvino', 'PySide6'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_exit_codes_are_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stylize", "--help"]) == 0
    said = capsys.readouterr().out
    assert all(f"\n  {code}  " in said for code in (0, 1, 2, 3, 4, 5, 130))


def test_importing_openvino_through_models_reports_to_nobody(tmp_path: Path) -> None:
    script = "import models, sys, openvino; from openvino import convert_model; print(openvino.__version__)"
    environment = {**os.environ, "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    environment.pop("CI", None)  # there it would be silent of itself
    subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, check=True, capture_output=True
    )
    assert list(tmp_path.iterdir()) == []


def test_a_result_that_is_no_export_is_an_own_fault(
    monkeypatch: pytest.MonkeyPatch, make_picture: MakePicture, tmp_path: Path
) -> None:
    class Odd:
        def answer(self, request: Request) -> Generator[News, None, Any]:
            yield Progress(1, 1)
            return None if request else Exported(tmp_path, 1, 1, 0.0)

    monkeypatch.setattr("models.commands.stylize.make_engine", lambda _universal: Odd())
    arguments = ["stylize", str(make_picture("p.jpg")), "--style", str(make_picture("s.png")), "-o"]
    assert main([*arguments, str(tmp_path / "out.png")]) == 5
