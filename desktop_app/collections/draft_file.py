"""The draft of a collection in a file."""

from __future__ import annotations

import json
from pathlib import Path

from desktop_app.runs.kept_draft import write_request
from desktop_app.runs.places import runs_folder
from models.collection_requests import TrainCollection, train_collection_from_plain


def draft_path() -> Path:
    return runs_folder() / "collection draft.json"


def write_draft(request: TrainCollection) -> None:
    """FileError where the disk refuses."""
    write_request(draft_path(), request)


def read_draft() -> TrainCollection | None:
    """None where there is none that can be understood."""
    try:
        return train_collection_from_plain(json.loads(draft_path().read_bytes()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
