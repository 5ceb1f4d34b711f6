"""Where finished pictures go: no file is lost, and no two pictures share a name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from models import picture_file, picture_write
from models.commands import placing
from models.commands.placing import plan_places
from models.news import UserError


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    """Four photos, two of which share a name and one a format that cannot be written."""
    paths = [tmp_path / name for name in ("one/a.jpg", "two/a.JPG", "b.png", "c.heic")]
    for path in paths:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"photo")
    return paths


def test_the_endings_are_those_that_can_be_written() -> None:
    assert set(placing.SUFFIXES) == set(picture_file.SUFFIXES)
    deep = {ending for ending, kind in picture_file.SUFFIXES.items() if kind in picture_write.DEEP}
    assert set(placing.SIXTEEN_BIT_SUFFIXES) == deep


def names(photos: list[Path], out: Path, bits: int = 8, conflict: str = "unique") -> list[str | None]:
    """The planned file names, None for a photo that is skipped."""
    places, _ = plan_places(photos, str(out), bits, conflict)  # type: ignore[arg-type]  # plain text in a test
    return [place.path.name if place.path else None for place in places]


def test_pictures_keep_name_and_format_and_never_meet(photos: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert names(photos, out) == ["a.jpg", "a-2.jpg", "b.png", "c.png"]
    assert names(photos, out, conflict="overwrite") == ["a.jpg", "a-2.jpg", "b.png", "c.png"]
    assert not out.exists()


def test_sixteen_bits_need_a_format_that_has_them(photos: list[Path], tmp_path: Path) -> None:
    assert names(photos, tmp_path / "out", bits=16) == ["a.png", "a-2.png", "b.png", "c.png"]


def test_what_is_there_already_decides_by_the_policy(photos: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name in ("b.png", "b-2.png"):
        (out / name).write_bytes(b"old")
    assert names(photos[2:3], out) == ["b-3.png"]
    assert names(photos[2:3], out, conflict="overwrite") == ["b.png"]
    assert names(photos[2:3], out, conflict="skip") == [None]


def test_photos_are_safe_in_their_own_folder(photos: list[Path], tmp_path: Path) -> None:
    assert names(photos[2:3], tmp_path) == ["b-2.png"]
    with pytest.raises(UserError, match="never writes over"):
        names(photos[2:3], tmp_path, conflict="overwrite")


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_a_link_to_a_photo_is_that_photo(photos: list[Path], tmp_path: Path) -> None:
    link = tmp_path / "link.png"
    link.symlink_to(photos[2])
    with pytest.raises(UserError, match="never writes over"):
        plan_places(photos[2:3], str(link), 8, "overwrite")


def test_one_photo_may_go_to_a_folder_that_is_there_or_is_asked_for(
    photos: list[Path], tmp_path: Path
) -> None:
    (tmp_path / "there").mkdir()
    places, missing = plan_places(photos[:1], str(tmp_path / "there"), 8, "unique")
    assert (places[0].path, missing) == (tmp_path / "there" / "a.jpg", None)
    places, missing = plan_places(photos[:1], f"{tmp_path / 'new'}/", 8, "unique")
    assert (places[0].path, missing) == (tmp_path / "new" / "a.jpg", tmp_path / "new")
