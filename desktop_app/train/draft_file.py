"""The draft of a style in a file, with its masks."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from pathlib import Path

from desktop_app.runs.kept_draft import write_request
from desktop_app.runs.places import keep_mask, runs_folder
from models.news import FileError
from models.training_requests import StylePicture, TrainStyle, train_style_from_plain

logger = logging.getLogger(__name__)


def draft_path() -> Path:
    return runs_folder() / "draft.json"


def masks_of_draft() -> Path:
    """Apart from those of runs, which stay for good: these are swept when they are read again."""
    return runs_folder() / "draft masks"


def write_draft(request: TrainStyle) -> None:
    """FileError where the disk refuses."""
    kept = replace(request, pictures=tuple(_with_kept_mask(one) for one in request.pictures))
    write_request(draft_path(), kept)


def _with_kept_mask(picture: StylePicture) -> StylePicture:
    try:
        return replace(picture, exclude=keep_mask(picture.exclude, masks_of_draft()))
    except FileError:  # it is gone, which is said when the training begins
        logger.info("a mask of the draft could not be kept")
        return picture


def read_draft() -> TrainStyle | None:
    """None where there is none that can be understood. Masks that it does not name are deleted."""
    try:
        request = train_style_from_plain(json.loads(draft_path().read_bytes()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    named = {picture.exclude for picture in request.pictures}
    for mask in masks_of_draft().glob("*"):
        if mask not in named:
            mask.unlink(missing_ok=True)
    return request
