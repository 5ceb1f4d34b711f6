"""Trainings that wait for their turn, in a file, so that closing the program loses none."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from pathlib import Path

from desktop_app.runs.places import runs_folder
from desktop_app.runs.record import AnyTraining
from models.atomic import write_bytes
from models.collection_requests import train_collection_from_plain
from models.training_requests import to_plain, train_style_from_plain

logger = logging.getLogger(__name__)


def queue_path() -> Path:
    return runs_folder() / "queue.json"


def write_queue(queue: Sequence[AnyTraining]) -> None:
    """FileError where the disk refuses."""
    path = queue_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    write_bytes(path, json.dumps([to_plain(request) for request in queue], indent=1).encode())


def read_queue() -> list[AnyTraining]:
    """What cannot be understood is left out; nothing where there is no file."""
    try:
        found = json.loads(queue_path().read_bytes())
    except (OSError, ValueError):
        return []
    requests: list[AnyTraining] = []
    for plain in found if isinstance(found, list) else []:
        try:
            read = train_collection_from_plain if "task" in plain else train_style_from_plain
            requests.append(read(plain))
        except (KeyError, TypeError, AttributeError):
            logger.info("a training in the line could not be read")
    return requests
