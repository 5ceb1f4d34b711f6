"""Reading runs: what there is to draw of one, and which there are in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from models.collection_requests import TrainCollection, train_collection_from_plain
from models.news import FileError
from models.training.run_folder import RunFolder
from models.training_news import RunHistory, RunSummary
from models.training_requests import TrainStyle, train_style_from_plain


def history(path: Path) -> RunHistory:
    """All there is to draw of a run; FileError where there is none."""
    run = RunFolder(path)
    request = _request(run.read_config())
    samples = sorted((path / "samples").glob("*.jpg"))
    return RunHistory(
        summary(path),
        tuple(run.metrics()),
        tuple(run.events()),
        tuple((int(sample.stem), sample) for sample in samples if sample.stem.isdigit()),
        request,
        request.command if request is not None else "",
    )


def summaries(folder: Path) -> tuple[RunSummary, ...]:
    """The runs in a folder by name; what cannot be read is no run."""
    found = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        try:
            if (path / "config.json").is_file():
                found.append(summary(path))
        except (FileError, OSError):
            continue
    return tuple(found)


def summary(path: Path) -> RunSummary:
    """One run of the tree."""
    run = RunFolder(path)
    config, state = run.read_config(), run.read_state()
    request = _request(config)
    parent, parent_step = _parent(request)
    return RunSummary(
        path,
        request.name or request.result.stem if request else path.name,
        str(state["phase"]),
        int(state["step"]),
        float(state["spent_s"]),
        request.depth if isinstance(request, TrainStyle) else "",
        parent,
        parent_step,
        tuple(sorted(int(kept.parent.name) for kept in path.glob("snapshots/[0-9]*/checkpoint.pt"))),
        tuple(picture.path for picture in request.pictures) if isinstance(request, TrainStyle) else (),
        request.task if isinstance(request, TrainCollection) else "",
    )


def _request(config: dict[str, Any]) -> TrainStyle | TrainCollection | None:
    """None for the run of another task: the networks that ship are trained in such folders too."""
    try:
        if "collection" in config:
            return train_collection_from_plain(config["collection"])
        return train_style_from_plain(config["request"])
    except (KeyError, TypeError):
        return None


def _parent(request: TrainStyle | TrainCollection | None) -> tuple[Path | None, int]:
    """The run and the step that a run began from; a snapshot lies in snapshots/STEP of its run."""
    if request is None or request.parent is None:
        return None, 0
    folder = request.parent
    if folder.parent.name == "snapshots" and folder.name.isdigit():
        return folder.parent.parent, int(folder.name)
    return folder, int(RunFolder(folder).read_state()["step"]) if folder.is_dir() else 0
