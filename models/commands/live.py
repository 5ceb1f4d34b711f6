"""`impasto live`: a camera, a video file or a folder of pictures, painted as it plays."""

from __future__ import annotations

import argparse
import json
import sys
import time
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO, get_args

from models.commands import outcomes
from models.commands.arguments import Verbs, add_verb, number_between, whole_number_between
from models.commands.console import put, say
from models.commands.stylize import read_styles
from models.live_requests import (
    MICROPHONE,
    Band,
    CameraFormat,
    FrameSize,
    Framing,
    LiveFigures,
    LiveFrame,
    LiveSettings,
    SoundDrive,
    camera_format,
    frame_size,
)
from models.news import News, Notice, Saved, UserError
from models.requests import MOST_STRENGTH, ColorMethod, Controls

EXAMPLES = """examples:
  impasto live --source 0 --style monet.jpg
  impasto live --source clip.mp4 --style preset:NAME --record painted.mp4 --frames 300
  impasto live --source frames/ --style ink.png:2 --style rust.jpg:1 --calm 0.8 --json

The source plays at its own rate and round and round; the newest frame is painted, and what comes too fast is
dropped and counted. Ctrl-C ends it; a recording is whole at any moment. With --json standard output holds the
figures, else the path of the recording.

"""

LINE_EVERY_S = 5.0
BANDS = tuple(band for band in get_args(Band) if band)


def add_to(verbs: Verbs) -> None:
    """Adds the verb and its options."""
    summary = "paint a camera or a video as it plays"
    parser = add_verb(verbs, "live", run, summary, "Paints a moving picture without a window.", EXAMPLES)
    add = parser.add_argument
    source = "a camera by number or name, a video file, or a folder of pictures"
    add("--source", required=True, metavar="0|NAME|FILE|FOLDER", help=source)
    asked = "what the camera is asked for, e.g. 1280x720@30 (default: about 1280x720)"
    add("--camera-format", type=_camera_format, metavar="WIDTHxHEIGHT@FPS", help=asked)
    style = "a picture, a preset, or a style file; repeat it to mix, with weights relative to each other"
    add("--style", action="append", required=True, metavar="STYLE[:WEIGHT]", dest="styles", help=style)
    add("--record", type=Path, metavar="OUT.mp4", help="record what is painted, to a new file")
    camera = "send it to the system's virtual camera (needs impasto[virtual-camera])"
    add("--virtual-camera", action="store_true", help=camera)
    size = (
        "size of what is recorded and sent, whole with black beside it, e.g. 1920x1080 (default: as painted)"
    )
    add("--out-size", type=_frame_size, metavar="WIDTHxHEIGHT", help=size)
    sound = "what is heard: microphone, microphone:NAME, or a file that stands in for it"
    add("--sound", default="", metavar="microphone|FILE", help=sound)
    with_sound = "the recording has the sound, too (without --sound: of the microphone)"
    add("--record-sound", action="store_true", help=with_sound)
    driven = f"strength, brush or mix, and the part of the sound that moves it: {', '.join(BANDS)}"
    add("--drive", action="append", type=_drive, default=[], metavar="WHAT=BAND", help=driven)
    drive = SoundDrive()
    amount = f"how far it is moved, 0 (not at all) to 1 (over the whole range; default: {drive.amount:g})"
    add("--drive-amount", type=number_between(0, 1), default=drive.amount, metavar="A", help=amount)
    smooth = f"how long what is moved takes to fall, 0 to 2 (default: {drive.smooth_s:g})"
    add("--drive-smooth", type=number_between(0, 2), default=drive.smooth_s, metavar="SECONDS", help=smooth)
    frames = whole_number_between(1, 10**9)
    add("--frames", type=frames, metavar="N", help="end after so many painted frames")
    add("--json", action="store_true", help="the figures at the end, as JSON on standard output")
    _add_painting(parser)


def _add_painting(parser: argparse.ArgumentParser) -> None:
    add, unit = parser.add_argument_group("how it is painted").add_argument, number_between(0, 1)
    default = LiveSettings("", ())
    strength = f"0 (the source) to 1 (the full style; default), and up to {MOST_STRENGTH:g} beyond it"
    add("--strength", type=number_between(0, MOST_STRENGTH), default=1.0, metavar="S", help=strength)
    brush = "size of the strokes, 0.5 to 2 (default: 1)"
    add("--brush", type=number_between(0.5, 2), default=1.0, metavar="B", help=brush)
    keep = "0 (the style's colours; default) to 1 (the source's)"
    add("--keep-colors", type=unit, default=0.0, metavar="K", help=keep)
    method = "how the source's colours are kept: by matching the palette (default), or each spot's hue"
    add("--color-method", choices=get_args(ColorMethod), default="match", help=method)
    only = "take only the style's colours; every line of the source stays"
    add("--colors-only", action="store_true", help=only)
    calm = f"0 (each frame for itself) to 1 (as still as can be; default: {default.calm:g})"
    add("--fine", action="store_true", help="paint with the universal network: finer, and slower")
    add("--calm", type=unit, default=default.calm, metavar="C", help=calm)
    rates = (15, 24, 30, 60)
    fps = f"frames a second to hold by the size that is painted (default: {default.target_fps})"
    add("--fps", type=int, choices=rates, default=default.target_fps, help=fps)
    side = whole_number_between(128, 1920)
    floor, ceiling = "least long side that is painted", "greatest long side that is painted"
    add("--floor", type=side, default=default.floor_px, metavar="PX", help=f"{floor} (default: 192)")
    add("--ceiling", type=side, default=default.ceiling_px, metavar="PX", help=f"{ceiling} (default: 960)")
    output = f"greatest long side of what is recorded and sent (default: {default.output_px})"
    add("--output-px", type=side, default=default.output_px, metavar="PX", help=output)
    exposure = "of the camera, where it can be set (default: the camera decides)"
    add("--exposure", type=number_between(0.0001, 1), metavar="SECONDS", help=exposure)
    add("--mirror", action="store_true", help="as in a mirror")
    add("--rotate", type=int, choices=(0, 90, 180, 270), default=0, help="clockwise")
    crop = "parts of its width and height that are left in: 0.25,0,0.75,1"
    add("--crop", type=_crop, default=(0.0, 0.0, 1.0, 1.0), metavar="LEFT,TOP,RIGHT,BOTTOM", help=crop)


def _drive(text: str) -> tuple[str, str]:
    what, _, band = text.partition("=")
    if what not in ("strength", "brush", "mix") or band not in BANDS:
        raise argparse.ArgumentTypeError(f"{text!r} is not strength, brush or mix = {', '.join(BANDS)}")
    return what, band


def _camera_format(text: str) -> CameraFormat:
    found = camera_format(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a size and a rate such as 1280x720@30")
    return found


def _frame_size(text: str) -> FrameSize:
    found = frame_size(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a size with even sides such as 1280x720")
    return found


def _crop(text: str) -> tuple[float, ...]:
    try:
        left, top, right, bottom = (float(part) for part in text.split(","))
    except ValueError:
        left = top = right = bottom = -1.0
    if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
        raise argparse.ArgumentTypeError(f"{text!r} is not four numbers such as 0.25,0,0.75,1")
    return left, top, right, bottom


def run(arguments: argparse.Namespace) -> int:
    """Runs until the frames are painted, or until Ctrl-C."""
    settings = read_settings(arguments)
    from models.engine import Engine
    from models.live.session import Session
    from models.live.sources import check_source

    check_source(settings.source)
    engine = Engine()
    session = Session(lambda: engine.looks, settings)
    watch = LiveLine(sys.stderr)
    code = outcomes.DONE
    try:
        follow_live(session.run(), watch, arguments.frames)
    except KeyboardInterrupt:
        code = outcomes.INTERRUPTED
    finally:
        watch.end()
    for news in session.last_words():
        watch.show(news)
    figures = session.figures()
    recorded = settings.record is not None and settings.record.exists()
    if arguments.json:
        put(json.dumps(as_data(figures), indent=1))
    elif recorded:
        put(str(settings.record))
    say(f"live: {figures.frames} frames. {line_of(figures)}")
    if settings.record is not None and not recorded:
        words = f"{settings.record} was not recorded: no frame came from {settings.source}."
        if code == outcomes.DONE:
            raise UserError(words)
        say(f"live: {words}")
    return code


def read_settings(arguments: argparse.Namespace) -> LiveSettings:
    """The settings that the options describe."""
    a = arguments
    return LiveSettings(
        source=a.source,
        styles=read_styles(a.styles, [], []),
        controls=Controls(a.strength, a.brush, a.keep_colors, a.color_method, a.colors_only),
        calm=a.calm,
        is_fine=a.fine,
        target_fps=a.fps,
        floor_px=min(a.floor, a.ceiling),
        ceiling_px=max(a.floor, a.ceiling),
        output_px=a.output_px,
        framing=Framing(a.mirror, a.rotate, a.crop),
        record=a.record,
        out_size=a.out_size,
        virtual_camera=a.virtual_camera,
        exposure_s=a.exposure,
        sound=a.sound or (MICROPHONE if a.record_sound else ""),
        records_sound=a.record_sound,
        drive=SoundDrive(**dict(a.drive), amount=a.drive_amount, smooth_s=a.drive_smooth),
        camera=a.camera_format,
    )


def follow_live(work: Any, watch: LiveLine, frames: int | None) -> None:
    """Steps the session until so many frames are painted."""
    with closing(work):
        for news in work:
            watch.show(news)
            if isinstance(news, LiveFrame) and news.number == frames:
                return


def as_data(figures: LiveFigures) -> dict[str, Any]:
    return asdict(figures)


def line_of(figures: LiveFigures) -> str:
    """The figures in a line: "24.8 fps at 320×176, latency 41 ms (95 %: 60), network 31 ms, dropped 3"."""
    costly = figures.stages_ms.get(figures.costliest, 0.0)
    stage = f", {figures.costliest} {costly:.0f} ms" if figures.costliest else ""
    recorded = "" if figures.recorded_s is None else f", recorded {figures.recorded_s:.0f} s"
    return (
        f"{figures.fps:.1f} fps at {figures.working_width_px}×{figures.working_height_px}, "
        f"latency {figures.latency_ms:.0f} ms (95 %: {figures.latency_p95_ms:.0f}){stage}, "
        f"dropped {sum(figures.dropped.values())}{recorded}"
    )


class LiveLine:
    """One line that is written over and over at a terminal, and now and then a line elsewhere."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._is_terminal = stream, stream.isatty()
        self._told_s, self._width = -LINE_EVERY_S, 0

    def show(self, news: News) -> None:
        match news:
            case Notice(text):
                self._line(f"live: {text}")
            case Saved(path):
                self._line(f"live: saved {path}")
            case LiveFigures() if news.frames and self._is_terminal:
                self._over(line_of(news))
            case LiveFigures() if news.frames and time.monotonic() - self._told_s >= LINE_EVERY_S:
                self._told_s = time.monotonic()
                self._line(f"live: {line_of(news)}")
            case _:
                pass

    def end(self) -> None:
        """Leaves the terminal with an empty line to write on."""
        if self._width:
            self._over("")
            self._stream.write("\r")

    def _line(self, text: str) -> None:
        self.end()
        self._stream.write(text + "\n")
        self._stream.flush()

    def _over(self, text: str) -> None:
        self._stream.write("\r" + text.ljust(self._width))
        self._stream.flush()
        self._width = len(text)
