"""`impasto live` from the command line, on a clip, with the engine it really has but for the weights."""

from __future__ import annotations

import json
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import av
import pytest

from models.cli import main, make_parser
from models.commands import outcomes
from models.commands.live import line_of, read_settings
from models.evaluation import live_bench, steadiness
from models.evaluation.live_play import play, write_film
from models.live.capture import Shot
from models.live.looks import Looks
from models.live.session import Session
from models.live_requests import FrameSize, Framing, LiveFigures, LiveSettings, SoundDrive
from models.news import News
from models.requests import Controls
from tests.models.conftest import MakePicture
from tests.models.live.clips import write_clip
from tests.models.live.conftest import SmallEngine


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A network of random weights in place of the shipped one."""

    class Small(SmallEngine):
        @property
        def looks(self) -> Looks:
            return Looks(self)  # type: ignore[arg-type]

    monkeypatch.setattr("models.engine.Engine", Small)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return write_clip(tmp_path / "clip.mp4")


@pytest.mark.usefixtures("small")
def test_it_paints_records_and_tells_its_figures(
    clip: Path, make_picture: MakePicture, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    style, film = str(make_picture("style.png", 64, 48)), tmp_path / "film.mp4"
    asked = ["live", "--source", str(clip), "--style", style, "--fps", "60", "--frames", "6"]
    assert main([*asked, "--record", str(film), "--json"]) == outcomes.DONE
    told = capsys.readouterr()
    figures = json.loads(told.out)
    assert figures["frames"] == 6
    assert 0 < figures["latency_ms"] <= figures["latency_p95_ms"]
    assert set(figures["dropped"]) >= {"capture", "rate", "recording"}
    assert (figures["working_width_px"], figures["working_height_px"]) == (64, 48)
    assert figures["recorded_s"] > 0
    assert "fps at 64×48" in told.err
    with av.open(str(film)) as video:
        assert sum(1 for _ in video.decode(video=0)) == 6
    assert main([*asked, "--record", str(film)]) == outcomes.BAD_FILE
    assert "there already" in capsys.readouterr().err
    other = tmp_path / "other.mp4"
    held = ["--mirror", "--rotate", "90", "--out-size", "192x108"]
    assert main([*asked, "--record", str(other), *held]) == outcomes.DONE
    assert capsys.readouterr().out == f"{other}\n"
    with av.open(str(other)) as video:
        assert (video.streams.video[0].width, video.streams.video[0].height) == (192, 108)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["--source", "nothing.mp4"], outcomes.BAD_ARGUMENTS, "no camera, video file or folder"),
        (["--source", "{damaged}"], outcomes.BAD_FILE, "no video that can be read"),
        (["--source", "{clip}", "--camera-format", "large"], outcomes.BAD_ARGUMENTS, "1280x720@30"),
        (["--source", "{clip}", "--out-size", "1279x720"], outcomes.BAD_ARGUMENTS, "even sides"),
        (["--source", "{clip}", "--crop", "0.5,0,0.2,1"], outcomes.BAD_ARGUMENTS, "not four numbers"),
        (["--source", "{clip}", "--record", "film.avi"], outcomes.BAD_ARGUMENTS, "MP4"),
        (["--source", "{clip}", "--calm", "2"], outcomes.BAD_ARGUMENTS, "0 to 1"),
    ],
)
def test_what_cannot_be_done_is_said(
    options: list[str],
    code: int,
    words: str,
    clip: Path,
    make_picture: MakePicture,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    damaged = tmp_path / "damaged.mp4"
    damaged.write_bytes(b"no video")
    places = {"clip": str(clip), "damaged": str(damaged)}
    style = str(make_picture("style.png", 64, 48))
    assert main(["live", "--style", style, *(o.format(**places) for o in options)]) == code
    assert words in capsys.readouterr().err


@pytest.mark.usefixtures("small")
def test_ctrl_c_ends_it_with_a_whole_film(
    clip: Path,
    make_picture: MakePicture,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    now_and_then = Session._now_and_then

    def interrupt(self: Session, shot: Shot | None) -> Generator[News, None, None]:
        if self.figures().frames >= 4:
            raise KeyboardInterrupt
        return now_and_then(self, shot)

    monkeypatch.setattr(Session, "_now_and_then", interrupt)
    style, film = str(make_picture("style.png", 64, 48)), tmp_path / "film.mp4"
    asked = ["live", "--source", str(clip), "--style", style, "--record", str(film)]
    assert main(asked) == outcomes.INTERRUPTED
    assert capsys.readouterr().out == f"{film}\n"
    with av.open(str(film)) as video:
        assert sum(1 for _ in video.decode(video=0)) == 4


def test_ctrl_c_while_it_loads_is_no_error(
    clip: Path,
    make_picture: MakePicture,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Interrupted:
        @property
        def looks(self) -> Looks:
            raise KeyboardInterrupt

    monkeypatch.setattr("models.engine.Engine", Interrupted)
    style, film = str(make_picture("style.png", 64, 48)), str(tmp_path / "film.mp4")
    asked = ["live", "--source", str(clip), "--style", style, "--record", film, "--json"]
    assert main(asked) == outcomes.INTERRUPTED
    told = capsys.readouterr()
    assert json.loads(told.out)["frames"] == 0
    assert f"{film} was not recorded" in told.err


def test_a_film_with_sound_hears_the_microphone_unless_told_otherwise() -> None:
    asked = ["live", "--source", "0", "--style", "preset:mosaic", "--record-sound"]
    assert read_settings(make_parser().parse_args(asked)).sound == "microphone"
    assert read_settings(make_parser().parse_args([*asked, "--sound", "song.mp3"])).sound == "song.mp3"
    assert read_settings(make_parser().parse_args(asked[:-1])).sound == ""


def test_how_colours_are_kept_is_told_as_to_stylize() -> None:
    asked = ["live", "--source", "0", "--style", "preset:mosaic", "--keep-colors", "0.5"]
    told = read_settings(make_parser().parse_args([*asked, "--color-method", "luminance", "--colors-only"]))
    assert told.controls == Controls(keep_colors=0.5, color_method="luminance", colors_only=True)
    assert read_settings(make_parser().parse_args(asked)).controls == Controls(keep_colors=0.5)


def test_what_the_window_sets_can_be_told() -> None:
    asked = "live --source 0 --style preset:mosaic:2 --style preset:icon:1 --calm 0.8 --mirror"
    asked += " --sound song.mp3 --drive brush=low --drive-amount 0.4 --drive-smooth 0.1"
    asked += " --rotate 90 --crop 0.25,0,0.75,1"
    told = read_settings(make_parser().parse_args([*asked.split(), "--out-size", "1920x1080"]))
    assert told.drive == SoundDrive(brush="low", amount=0.4, smooth_s=0.1)
    assert [choice.weight for choice in told.styles] == [2, 1]
    assert told.framing == Framing(True, 90, (0.25, 0.0, 0.75, 1.0))
    assert (told.calm, told.out_size) == (0.8, FrameSize(1920, 1080))


def test_the_line_says_what_costs_most() -> None:
    figures = LiveFigures(
        9, 24.8, 30.0, 41.2, 60.0, "network", {"network": 31.0}, {"capture": 3, "rate": 1}, 320, 176
    )
    assert line_of(figures) == ("24.8 fps at 320×176, latency 41 ms (95 %: 60), network 31 ms, dropped 4")


@pytest.mark.usefixtures("small")
def test_steadiness_is_measured_by_clip_and_calm(
    clip: Path, make_picture: MakePicture, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(steadiness, "SIDE_PX", 64)
    monkeypatch.setattr(steadiness, "CLIP_FRAMES", 4)
    monkeypatch.setattr(steadiness, "STILL_FRAMES", 4)
    style = str(make_picture("style.png", 64, 48))
    assert main(["bench", "--steadiness", str(clip), "--style", style, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["flicker"]
    still = rows["still, noise of 3"]
    assert still["calm 1"] < still["calm 0.5"] < still["calm 0"]
    assert rows["clip.mp4"]["the scene itself"] >= 0


@pytest.mark.parametrize("what", [["--live"], ["--steadiness", "{clip}"]])
def test_weights_of_microast_that_are_not_there_are_said(
    what: list[str], clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["bench", *(part.format(clip=clip) for part in what), "--microast", str(tmp_path / "none")]
    assert main(asked) == outcomes.BAD_FILE
    assert "There is no file of MicroAST's weights" in capsys.readouterr().err


def test_a_film_is_played_and_counted(looks: Looks, settings: LiveSettings, tmp_path: Path) -> None:
    write_film(tmp_path / "film.mp4", 128, 72)
    played = play(looks, replace(settings, source=str(tmp_path / "film.mp4")), 0.5, 0.5)
    assert played.first_s > 0
    assert played.working_px == (128, 72)


def test_the_way_to_the_window_is_measured() -> None:
    figures = live_bench.measure_seam(64, 48)
    assert figures["ring_ms"] > 0
    assert figures["pipe_ms"] > 0
