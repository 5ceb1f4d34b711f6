"""Trainings that wait for their turn, in a file, so that closing the program loses none."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from pathlib import Path

from desktop_app.train.places import runs_folder
from models.atomic import write_bytes
from models.training_requests import TrainStyle, to_plain, train_style_from_plain

logger = logging.getLogger(__name__)


def queue_path() -> Path:
    return runs_folder() / "queue.json"


def write_queue(queue: Sequence[TrainStyle]) -> None:
    """FileError where the disk refuses."""
    path = queue_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    write_bytes(path, json.dumps([to_plain(request) for request in queue], indent=1).encode())


def read_queue() -> list[TrainStyle]:
    """What cannot be understood is left out; nothing where there is no file."""
    try:
        found = json.loads(queue_path().read_bytes())
    except (OSError, ValueError):
        return []
    requests = []
    for plain in found if isinstance(found, list) else []:
        try:
            requests.append(train_style_from_plain(plain))
        except (KeyError, TypeError, AttributeError):
            logger.info("a training in the line could not be read")
    return requests
