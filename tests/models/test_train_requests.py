"""A personal style by requests, on a small network: what is learnt from, and what becomes of a run."""

from __future__ import annotations

import gc
import json
import shlex
import signal
import weakref
from collections.abc import Generator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from models.checkpoints.style_file import load_style
from models.cli import main, make_parser
from models.commands import train_style
from models.commands.runs import JsonLines
from models.engine import Engine
from models.news import FileError, News, Notice, Progress, Stylized, UserError
from models.requests import StyleChoice, Stylize
from models.style_parts import part_of
from models.training import service
from models.training.personal_recipe import PersonalRecipe
from models.training.prepare import prepared
from models.training.run_folder import RunFolder
from models.training_news import (
    RunHistory,
    Sheet,
    SnapshotSaved,
    StyleSaved,
    Trained,
    TrainingStatus,
)
from models.training_requests import (
    CheckPhotos,
    ListRuns,
    OpenRun,
    Rehearse,
    ResumeTraining,
    ShowCrops,
    Sliders,
    SteerTraining,
    StopWhen,
    StylePicture,
    TrainStyle,
    command_line,
    to_plain,
    train_style_from_plain,
)
from tests.stepping import heard, noticed

QUICK = json.dumps({"size_px": 48, "schedule": {"report_every": 2, "warmup_steps": 1, "style_every_s": 1e9}})


@pytest.fixture
def request_(painting: Path, photos: Path, tmp_path: Path) -> TrainStyle:
    pictures = (StylePicture(painting),)
    folder, style = tmp_path / "runs" / "mine", tmp_path / "mine.safetensors"
    return TrainStyle(
        pictures, photos, folder, style, "code", stop=StopWhen(steps=6), name="Mine", recipe=QUICK
    )


def losses(run: Path) -> list[float]:
    return [row["loss"] for row in RunFolder(run).metrics()]


def test_stylized_while_it_trains_stopped_and_resumed_exactly(
    weights: Path, photos: Path, request_: TrainStyle, tmp_path: Path
) -> None:
    engine, request_ = Engine("cpu"), replace(request_, depth="own", learn=("fine", "answer"))
    whole, news = heard(engine.answer(replace(request_, run=tmp_path / "whole")))
    assert whole == Trained(tmp_path / "whole", request_.style, 6, whole.elapsed_s, "finished")
    assert any("photographs are enough to try" in n.text for n in news if isinstance(n, Notice))

    steps = engine.answer(request_)
    half: StyleSaved | None = None
    for one in steps:
        if isinstance(one, StyleSaved):
            half = one
        if isinstance(one, TrainingStatus) and one.step == 4:
            break
    assert half is not None
    painted, said = heard(
        engine.answer(Stylize(photos / "0.png", (StyleChoice(str(half.path)),), long_side_px=64))
    )
    assert isinstance(painted, Stylized), "by the weights as they are"
    assert not [n for n in said if isinstance(n, Notice)]
    heard(engine.answer(SteerTraining(request_.run, "stop")))
    stopped, _ = heard(steps)
    assert (stopped.ending, stopped.step) == ("stopped", 4)
    assert load_style(request_.style).card.name == "Mine", "a usable style"

    resumed, _ = heard(engine.answer(ResumeTraining(request_.run)))
    assert (resumed.ending, resumed.step) == ("finished", 6)
    assert losses(request_.run) == losses(tmp_path / "whole")
    with pytest.raises(UserError, match="No training runs in mine any more"):
        heard(engine.answer(SteerTraining(request_.run, "pause")))
    with pytest.raises(UserError, match="There is a run in"):
        heard(engine.answer(request_))


def test_a_fork_begins_from_a_snapshot_and_runs_form_a_tree(
    weights: Path, request_: TrainStyle, tmp_path: Path
) -> None:
    engine = Engine("cpu")
    steps, snapshot = engine.answer(request_), None
    for one in steps:
        if isinstance(one, TrainingStatus) and one.step == 3:
            heard(engine.answer(SteerTraining(request_.run, "snapshot")))
        if isinstance(one, SnapshotSaved):
            snapshot = one.path
    assert snapshot is not None
    assert load_style(snapshot / "style.safetensors").card.name == "Mine", "a snapshot can be painted with"
    fork = replace(
        request_, run=tmp_path / "runs" / "stronger", parent=snapshot, sliders=Sliders(0.9), name="Stronger"
    )
    begun = engine.answer(fork)
    for one in begun:
        if isinstance(one, TrainingStatus):
            break
    begun.close()
    kept: dict[str, Any] = torch.load(snapshot / "checkpoint.pt", weights_only=True)
    other: dict[str, Any] = torch.load(fork.run / "checkpoint.pt", weights_only=True)
    moved = max(float((kept["ema"][name] - other["network"][name]).abs().max()) for name in kept["ema"])
    first = max(float((kept["ema"][name] - value).abs().max()) for name, value in kept["network"].items())
    assert 0 < moved < 0.1 + first, "one step away from where the snapshot was"

    (mine, stronger), _ = heard(engine.answer(ListRuns(tmp_path / "runs")))
    assert (mine.name, mine.phase, mine.step, mine.parent, mine.snapshots) == (
        "Mine",
        "finished",
        6,
        None,
        (3,),
    )
    assert (stronger.parent, stronger.parent_step, stronger.phase) == (request_.run, 3, "interrupted")
    opened, _ = heard(engine.answer(OpenRun(request_.run)))
    assert isinstance(opened, RunHistory)
    assert [row["step"] for row in opened.metrics] == [2, 4, 6]
    assert {"loss", "style", "content", "rate", "seconds"} <= set(opened.metrics[0])
    assert [event["kind"] for event in opened.events] == ["photos", "begun", "snapshot", "ended"]
    assert opened.samples[-1][0] == 6
    assert opened.request == request_
    with pytest.raises(FileError, match="no run in"):
        heard(engine.answer(OpenRun(tmp_path)))


def test_a_fork_with_other_parts_keeps_what_was_learnt_before(
    weights: Path, request_: TrainStyle, tmp_path: Path
) -> None:
    engine = Engine("cpu")
    asked = replace(request_, depth="own", learn=("reading",), stop=StopWhen(steps=2))
    heard(engine.answer(asked))
    assert RunFolder(asked.run).read_config()["recipe"]["learn"] == ["reading"]
    first = load_style(asked.style)
    assert first.card.recipe["learn"] == ["reading"]
    fork = replace(asked, run=tmp_path / "fork", parent=asked.run, learn=("fine",))
    heard(engine.answer(fork))
    second = load_style(fork.style)
    names = {name for name in first.tensors if part_of(name)}
    assert {part_of(name) for name in second.tensors} == {"", "reading", "fine"}
    assert all(np.array_equal(first.tensors[name], second.tensors[name]) for name in names), "frozen"
    by_file, by_picture = (
        heard(engine.answer(Stylize(asked.photos / "0.png", (StyleChoice(str(source)),))))[0]
        for source in (fork.style, asked.pictures[0].path)
    )
    assert not np.array_equal(by_file.rgb_hwc, by_picture.rgb_hwc), "it paints with its own network"


def test_what_began_from_nothing_is_kept_whole_in_its_forks(
    weights: Path, request_: TrainStyle, tmp_path: Path
) -> None:
    """Between the shipped weights and others of no common origin there is nothing that paints."""
    engine = Engine("cpu")
    alone = replace(request_, depth="full", fresh=True, stop=StopWhen(steps=2))
    heard(engine.answer(alone))
    ways, parent = [], alone.run
    for name in ("child", "grandchild"):
        fork = replace(request_, run=tmp_path / name, parent=parent, stop=StopWhen(steps=2))
        heard(engine.answer(fork))
        ways.append(RunFolder(fork.run).read_config()["recipe"]["way"])
        parent = fork.run
    assert ways == [1.0, 1.0]
    plain = replace(request_, run=tmp_path / "plain", stop=StopWhen(steps=2))
    heard(engine.answer(plain))
    assert RunFolder(plain.run).read_config()["recipe"]["way"] == PersonalRecipe().way < 1


def test_what_is_asked_becomes_a_command_that_asks_the_same(
    painting: Path, photos: Path, tmp_path: Path
) -> None:
    Image.new("L", (9, 9)).save(tmp_path / "mask.png")
    request = TrainStyle(
        (StylePicture(painting, 2.0, "sea", tmp_path / "mask.png"), StylePicture(photos / "0.png", 1, "sky")),
        photos, tmp_path / "a run", tmp_path / "my style.safetensors", "full",
        Sliders(0.7, 1.5, 0.4, 0.2, 0.3), StopWhen(12.5, 300, "07:30"), "Sea & sky", "Me", "CC0-1.0",
        parent=tmp_path, samples=(photos / "0.png", photos / "1.png"),
        recipe='{"batch": 1}', teacher=photos, seed=5,
    )  # fmt: skip
    for asked in (request, replace(request, depth="own", learn=("trunk", "fine"))):
        words = shlex.split(command_line(asked))
        assert words[:3] == ["impasto", "train", "style"]
        assert train_style._new(make_parser().parse_args(words[1:])) == asked
        plain = json.loads(json.dumps(to_plain(asked)))
        assert train_style_from_plain(plain) == asked


def test_a_folder_of_nothing_is_said_in_words(weights: Path, request_: TrainStyle, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    report, _ = heard(Engine("cpu").answer(CheckPhotos(empty)))
    assert "Choose a folder with at least twenty" in report.advice
    with pytest.raises(FileError, match="no photograph in"):
        heard(Engine("cpu").answer(replace(request_, photos=empty)))
    assert not request_.run.exists()


def test_a_photograph_that_is_gone_for_a_while_and_a_clock_are_kept_by_a_run(
    weights: Path, request_: TrainStyle, tmp_path: Path
) -> None:
    engine, run = Engine("cpu"), RunFolder(request_.run)
    heard(engine.answer(replace(request_, stop=StopWhen(steps=2))))
    first = run.read_config()["photos"]
    (request_.photos / first[0]).rename(tmp_path / "elsewhere.png")
    late = StopWhen(steps=3, until=(datetime.now() - timedelta(minutes=1)).strftime("%H:%M"))
    heard(engine.answer(ResumeTraining(request_.run, late)))
    config = run.read_config()
    assert config["photos"] == first
    assert config["request"]["stop"]["until"] > datetime.now().isoformat(), "a date, not a time of every day"


def test_sheets_before_a_training(weights: Path, photos: Path, painting: Path) -> None:
    engine = Engine("cpu")
    request = Rehearse((StylePicture(painting),), photos / "0.png", (0.2, 0.8), (1.0,), 48, 15)
    sheet, _ = heard(engine.answer(request))
    assert isinstance(sheet, Sheet)
    assert sheet.rgb_hwc.shape == (2 * 39 + 4, 48, 3)
    assert not np.array_equal(sheet.rgb_hwc[:39], sheet.rgb_hwc[43:]), "strength is seen"
    (photos / "torn.png").write_bytes((photos / "0.png").read_bytes()[:60])
    crops, _ = heard(engine.answer(ShowCrops(photos, 2, 3, 40)))
    assert crops.rgb_hwc.shape == (84, 128, 3)
    only = ShowCrops(photos, 2, 3, 40, files=(photos / "1.png",))
    assert not np.array_equal(heard(engine.answer(only))[0].rgb_hwc, crops.rgb_hwc)


def test_a_rehearsal_paints_without_what_was_excluded(weights: Path, photos: Path, painting: Path) -> None:
    engine, mask = Engine("cpu"), painting.with_name("mask.png")
    half = np.zeros((80, 90), np.uint8)
    half[:40] = 255
    Image.fromarray(half).save(mask)
    framed = np.asarray(Image.open(painting)).copy()
    framed[:40] = (10, 10, 250)
    Image.fromarray(framed).save(painting)
    sheets = [
        heard(
            engine.answer(
                Rehearse((StylePicture(painting, exclude=each),), photos / "0.png", (0.5,), (1.0,), 48, 5)
            )
        )[0]
        for each in (None, mask)
    ]
    blue = [sheet.rgb_hwc[..., 2].mean() for sheet in sheets]
    assert blue[1] < blue[0] - 20


def test_a_sheet_from_the_command_line(
    photos: Path,
    painting: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked: list[object] = []

    def answer(self: Engine, request: object) -> Generator[News, None, Sheet]:
        asked.append(request)
        yield Progress(1, 9)
        return Sheet(np.zeros((20, 30, 3), np.uint8), (), ())

    monkeypatch.setattr(Engine, "answer", answer)
    sheet = tmp_path / "sheet.png"
    words = ["train", "rehearse", str(painting), "--photo", str(photos / "0.png"), "-o"]
    assert main([*words, str(sheet), "--tile", "64", "--steps", "4"]) == 0
    assert asked == [Rehearse((StylePicture(painting),), photos / "0.png", tile_px=64, steps=4)]
    with Image.open(sheet) as written:
        assert written.size == (30, 20)
    assert main([*words, str(tmp_path / "sheet.gif")]) == 2
    assert "sheet.png" in capsys.readouterr().err


def test_ctrl_c_pauses_and_another_command_goes_on(
    weights: Path,
    painting: Path,
    photos: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    show = JsonLines.show

    def interrupted(self: JsonLines, news: News) -> None:
        if isinstance(news, TrainingStatus) and news.step == 2:
            signal.raise_signal(signal.SIGINT)
        show(self, news)

    target = tmp_path / "mine.safetensors"
    words = ["train", "style", str(painting), "--photos", str(photos), "--depth", "code", "--recipe", QUICK]
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a worker of the tests may have none
    try:
        with monkeypatch.context() as patched:
            patched.setattr(JsonLines, "show", interrupted)
            assert main([*words, "--steps", "6", "--jsonl", "-o", str(target)]) == 130
    finally:
        signal.signal(signal.SIGINT, before)
    said = capsys.readouterr()
    last = json.loads(said.out.splitlines()[-1])
    assert last == {"news": "done", "path": str(target), "step": 2, "ending": "paused"}
    assert f"--resume {target.with_suffix('.run')}" in said.err
    assert load_style(target).card.name == "mine"
    assert main(["train", "style", "--resume", str(target.with_suffix(".run")), "--jsonl"]) == 0
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last == {"news": "done", "path": str(target), "step": 6, "ending": "finished"}
    assert main(["train", "style", str(painting)]) == 2
    assert "--resume RUN" in capsys.readouterr().err


def test_pausing_lets_go_of_all_that_a_training_held(
    weights: Path, request_: TrainStyle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Networks, optimiser, photographs: nothing in the engine still names them, and no cycle keeps them."""
    made: list[weakref.ref[Any]] = []

    def preparing(*given: Any) -> Generator[News, None, Any]:
        task, said, kept = yield from prepared(*given)
        made.extend(weakref.ref(part) for part in (task, task.stylist, task.judge, task.photos.pictures[0]))
        return task, said, kept

    monkeypatch.setattr(service, "prepared", preparing)
    engine = Engine("cpu")
    steps = engine.answer(replace(request_, stop=StopWhen(steps=1000)))
    assert any(isinstance(one, TrainingStatus) for one in steps)
    heard(engine.answer(SteerTraining(request_.run, "pause")))
    gc.disable()
    try:
        ended, _ = heard(steps)
        assert (ended.ending, ended.step) == ("paused", 1)
        assert made
        assert [part() for part in made] == [None] * 4
    finally:
        gc.enable()


def test_photographs_it_is_watched_on_may_go_away_for_good(
    weights: Path, request_: TrainStyle, photos: Path, tmp_path: Path
) -> None:
    engine, watched = Engine("cpu"), tmp_path / "watched.png"
    watched.write_bytes((photos / "0.png").read_bytes())
    samples = watched, photos / "1.png"
    steps = engine.answer(replace(request_, samples=samples))
    assert any(isinstance(news, TrainingStatus) for news in steps), "a step is taken"
    watched.unlink()
    _, news = heard(steps)
    assert not [n.text for n in news if isinstance(n, Notice) and "sample" in n.text], "all is read already"
    strips = sorted((request_.run / "samples").iterdir())
    trained, said = noticed(engine.answer(ResumeTraining(request_.run, StopWhen(steps=8))))
    assert isinstance(trained, Trained)
    assert trained.ending == "finished"
    assert [words for words in said if "watched.png cannot be read" in words]
    later = sorted((request_.run / "samples").iterdir())[-1]
    assert later not in strips
    with Image.open(strips[0]) as first, Image.open(later) as last:
        assert first.size == last.size


@pytest.mark.parametrize(
    ("words", "stop"),
    [
        ("--depth code", StopWhen(1)),
        ("", StopWhen(10)),
        ("--learn trunk", StopWhen(10)),
        ("--depth full", StopWhen(60)),
        ("--depth full --fresh", StopWhen(240)),
        ("--depth full --steps 5", StopWhen(steps=5)),
        ("""--recipe '{"schedule": {"steps": 5}}'""", StopWhen()),
    ],
)
def test_what_takes_longer_gets_more_time_where_none_is_said(
    painting: Path, photos: Path, tmp_path: Path, words: str, stop: StopWhen
) -> None:
    asked = ["train", "style", str(painting), "--photos", str(photos), "-o", str(tmp_path / "a.safetensors")]
    assert train_style._new(make_parser().parse_args([*asked, *shlex.split(words)])).stop == stop


def test_a_run_that_goes_on_after_its_moment_learns_a_while_longer(
    weights: Path, request_: TrainStyle
) -> None:
    engine, run = Engine("cpu"), RunFolder(request_.run)
    heard(engine.answer(replace(request_, stop=StopWhen(steps=2))))
    config = run.read_config()
    config["request"]["stop"] = {"minutes": None, "steps": None, "until": "2024-01-31T07:30"}
    run.write_config(config)
    steps = engine.answer(ResumeTraining(request_.run))
    said = []
    for news in steps:
        said += [news.text] if isinstance(news, Notice) else []
        if isinstance(news, TrainingStatus) and news.step == 4:
            break
    steps.close()
    assert "The time at which it was to end is over: 10 minutes more." in said
    assert run.read_config()["schedule"]["until"] is None
    assert run.load()["step"] == 4
