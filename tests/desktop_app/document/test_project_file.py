"""A project that was saved is there again, wherever its files went; no other file is taken for one."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from desktop_app import resources
from desktop_app.document import project_file, references
from desktop_app.document.project_file import Opened, read, read_thumbnail, write
from desktop_app.document.project_json import SCHEMA_VERSION, data_of
from desktop_app.document.references import HashMemory
from desktop_app.document.state import Photo, Project
from desktop_app.document.versions import Version, Versions
from models.news import FileError
from models.requests import Controls, StyleChoice


def picture(path: Path, tone: int = 9) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("L", (30, 20), tone).save(path)
    return path


def saved(path: Path, project: Project) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path, Versions.of(project), HashMemory())
    return path


def opened(path: Path) -> Opened:
    return read(path, path.parent / "extracted masks", HashMemory())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "мои 照片"


@pytest.fixture
def project(folder: Path) -> Project:
    """A photograph, a style picture, a preset and the third style of a network of others."""
    network = folder / "network.pth"
    picture(folder / "styles" / "sea.png", 1)
    network.write_bytes(b"weights")
    return Project(
        Photo(picture(folder / "фото.png"), 30, 20, 16, True, "PNG"),
        (
            StyleChoice(
                str(folder / "styles" / "sea.png"),
                0.3,
                picture(folder / "mask.png", 200),
                picture(folder / "frame.png", 150),
            ),
            StyleChoice("preset:ink"),
            StyleChoice(f"{network}#3", 2),
        ),
        Controls(0.5, 2, 0.25, "luminance", True),
        7,
    )


def without_masks(project: Project) -> Project:
    return replace(project, styles=tuple(replace(style, mask=None, exclude=None) for style in project.styles))


def test_everything_comes_back(project: Project, folder: Path) -> None:
    found = opened(saved(folder / "a.impasto", project))
    assert without_masks(found.project) == without_masks(project)
    assert (found.remarks, found.lost_photo) == ((), "")
    mask = found.project.styles[0].mask
    assert mask is not None
    assert mask.read_bytes() == (folder / "mask.png").read_bytes()
    assert mask.stem == hashlib.sha256(mask.read_bytes()).hexdigest()
    exclude = found.project.styles[0].exclude
    assert exclude is not None
    assert exclude.read_bytes() == (folder / "frame.png").read_bytes()
    assert found.project.styles[1].exclude is None


def test_a_project_from_before_there_was_anything_to_leave_out_is_read(
    project: Project, folder: Path
) -> None:
    path = saved(folder / "a.impasto", project)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    data = json.loads(members["project.json"])
    for style in data["versions"][0]["styles"]:
        del style["exclude"]
    with zipfile.ZipFile(path, "w") as archive:
        for name, held in {**members, "project.json": json.dumps(data).encode()}.items():
            archive.writestr(name, held)
    assert [style.exclude for style in opened(path).project.styles] == [None] * 3


def test_an_empty_project_comes_back(folder: Path) -> None:
    assert opened(saved(folder / "a.impasto", Project())) == Opened(Versions())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    photo=st.one_of(
        st.none(),
        st.builds(
            lambda *facts: facts,
            st.integers(1, 300_000),
            st.integers(1, 300_000),
            st.sampled_from([8, 16, 32]),
            st.booleans(),
            st.text(max_size=8).filter(lambda text: "\0" not in text),
        ),
    ),
    styles=st.lists(
        st.builds(
            StyleChoice, st.sampled_from(["preset:ink", "Ember", "preset:水墨"]), st.floats(0, 1000, width=64)
        ),
        max_size=5,
    ),
    controls=st.builds(
        Controls,
        st.floats(0, 1),
        st.floats(0.25, 4),
        st.floats(0, 1),
        st.sampled_from(["match", "luminance"]),
        st.booleans(),
    ),
    seed=st.integers(0, 2**63 - 1),
)
def test_any_project_comes_back_exactly(
    tmp_path: Path, photo: tuple[Any, ...] | None, styles: list[StyleChoice], controls: Controls, seed: int
) -> None:
    taken = None if photo is None else Photo(picture(tmp_path / "p.png"), *photo)
    project = Project(taken, tuple(styles), controls, seed)
    assert opened(saved(tmp_path / "a.impasto", project)).project == project


def test_all_versions_come_back_with_their_names_numbers_and_masks(project: Project, folder: Path) -> None:
    """Each with a mask of its own, and the one that was worked on is chosen."""
    ember = StyleChoice("preset:ember", mask=picture(folder / "ember.png", 77))
    versions = Versions((Version(4, project, "mine"), Version(2, replace(project, styles=(ember,)))), 2)
    write(folder / "a.impasto", versions, HashMemory())
    found = opened(folder / "a.impasto").versions
    plain = [replace(one, project=without_masks(one.project)) for one in versions.each]
    assert [replace(one, project=without_masks(one.project)) for one in found.each] == plain
    assert found.number == 2
    mask = found.project.styles[0].mask
    assert mask is not None
    assert mask.read_bytes() == (folder / "ember.png").read_bytes()


def test_how_versions_looked_is_kept_and_may_be_missing(folder: Path) -> None:
    folder.mkdir()
    versions = Versions().with_copy()
    write(folder / "a.impasto", versions, HashMemory(), looks={2: b"\x89PNG small"})
    assert opened(folder / "a.impasto").looks == {2: b"\x89PNG small"}
    write(folder / "a.impasto", versions, HashMemory(), looks={2: bytes(project_file.MOST_LOOK_BYTES + 1)})
    with pytest.raises(FileError, match="is damaged"):
        opened(folder / "a.impasto")


def test_a_photograph_that_is_gone_is_gone_for_all_versions(project: Project, folder: Path) -> None:
    versions = Versions.of(without_masks(project)).with_copy()
    write(folder / "a.impasto", versions, HashMemory())
    (folder / "фото.png").unlink()
    found = opened(folder / "a.impasto")
    assert found.lost_photo == "фото.png"
    assert [version.project.photo for version in found.versions.each] == [None, None]


def test_a_file_of_the_first_schema_is_one_version(project: Project, folder: Path) -> None:
    """As the program wrote it when it knew of one version only."""
    data = json.loads(card(without_masks(project)))
    first = data.pop("versions")[0]
    del data["version"], first["number"], first["name"]
    data |= {**first, "schema_version": 1}
    (folder / "old.impasto").write_bytes(zipped({"project.json": json.dumps(data).encode()}))
    assert opened(folder / "old.impasto").versions == Versions.of(without_masks(project))


def test_the_same_mask_is_kept_once_and_two_are_told_apart(folder: Path) -> None:
    masks = [picture(folder / f"{name}.png", tone) for name, tone in (("a", 1), ("b", 1), ("c", 2))]
    project = Project(styles=tuple(StyleChoice(f"preset:{mask.stem}", mask=mask) for mask in masks))
    path = saved(folder / "a.impasto", project)
    with zipfile.ZipFile(path) as archive:
        assert sum(name.startswith("masks/") for name in archive.namelist()) == 2
    shutil.rmtree(folder / "extracted masks", ignore_errors=True)
    for mask in masks:
        mask.unlink()
    found = [style.mask.read_bytes() for style in opened(path).project.styles if style.mask]
    assert found[0] == found[1] != found[2]


def test_the_thumbnail_can_be_read_alone(folder: Path) -> None:
    folder.mkdir()
    write(folder / "a.impasto", Versions(), HashMemory(), b"\x89PNG small")
    assert read_thumbnail(folder / "a.impasto") == b"\x89PNG small"
    assert opened(folder / "a.impasto").project == Project()
    assert read_thumbnail(saved(folder / "b.impasto", Project())) == b""
    assert read_thumbnail(folder / "nothing") == b""


# -- files that moved ----------------------------------------------------------------------------------------


def test_a_whole_folder_that_moved_is_found_by_its_inner_ways(project: Project, folder: Path) -> None:
    saved(folder / "work" / "a.impasto", project)
    new = folder.rename(folder.with_name("elsewhere"))
    found = opened(new / "work" / "a.impasto")
    assert found.remarks == ()
    assert found.project.photo is not None
    assert found.project.photo.path == new / "фото.png"
    assert [style.source for style in found.project.styles] == [
        str(new / "styles" / "sea.png"),
        "preset:ink",
        f"{new / 'network.pth'}#3",
    ]


def test_files_are_found_beside_the_project_by_name_and_content(project: Project, folder: Path) -> None:
    path = saved(folder / "work" / "a.impasto", project)
    assert project.photo is not None
    shutil.move(project.photo.path, folder / "work" / "фото.png")
    found = opened(path)
    assert found.project.photo is not None
    assert found.project.photo.path == folder / "work" / "фото.png"
    assert found.remarks == ()


def test_a_stranger_of_the_same_name_is_not_taken(project: Project, folder: Path) -> None:
    path = saved(folder / "work" / "a.impasto", project)
    assert project.photo is not None
    project.photo.path.unlink()
    picture(folder / "work" / "фото.png", 77)
    found = opened(path)
    assert found.project.photo is None
    assert found.lost_photo == "фото.png"
    assert found.remarks[0] == f"фото.png is no longer in {folder}."
    assert without_masks(replace(found.project, photo=project.photo)) == without_masks(project)


def test_the_file_that_holds_the_same_wins_over_one_that_took_its_place(
    project: Project, folder: Path
) -> None:
    path = saved(folder / "work" / "a.impasto", project)
    assert project.photo is not None
    shutil.move(project.photo.path, folder / "work" / "фото.png")
    picture(project.photo.path, 77)
    found = opened(path)
    assert found.project.photo is not None
    assert found.project.photo.path == folder / "work" / "фото.png"


def test_a_picture_that_was_worked_on_is_used_and_it_is_said(project: Project, folder: Path) -> None:
    path = saved(folder / "a.impasto", project)
    picture(folder / "фото.png", 77)
    found = opened(path)
    assert found.project.photo == project.photo
    assert found.remarks == ("фото.png has changed since the project was saved.",)


def test_a_lost_style_is_named_and_stays_in_the_mix(project: Project, folder: Path) -> None:
    path = saved(folder / "a.impasto", project)
    (folder / "styles" / "sea.png").unlink()
    found = opened(path)
    assert found.project.photo == project.photo
    assert without_masks(found.project) == without_masks(project)
    assert found.remarks[0].startswith("sea.png is no longer in")


def test_a_style_that_comes_with_the_program_is_found_in_the_next_release(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = folder / "0.1" / "resources", folder / "0.2" / "resources"
    picture(old / "samples" / "style_sea.png")
    monkeypatch.setattr(references, "RESOURCES", old)
    path = saved(
        folder / "a" / "b" / "c.impasto",
        Project(styles=(StyleChoice(str(old / "samples" / "style_sea.png")),)),
    )
    new.parent.mkdir()
    old.rename(new)
    monkeypatch.setattr(references, "RESOURCES", new)
    found = opened(path)
    assert found.project.styles[0].source == str(new / "samples" / "style_sea.png")
    assert found.remarks == ()


def test_the_samples_are_within_the_resources() -> None:
    samples = resources.installed_samples()
    assert samples.photos
    assert all(path.is_relative_to(resources.RESOURCES) for path in (*samples.photos, *samples.styles))


def test_saving_again_while_a_style_is_gone_keeps_what_was_known_of_it(
    project: Project, folder: Path
) -> None:
    memory = HashMemory()
    path = saved(folder / "a.impasto", project)
    shutil.move(folder / "styles" / "sea.png", folder / "sea.png.away")
    found = read(path, folder / "masks", memory)
    write(path, found.versions, memory)
    shutil.move(folder / "sea.png.away", folder / "sea.png")
    assert opened(path).project.styles[0].source == str(folder / "sea.png")


def test_a_file_is_hashed_once_until_it_changes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[Path] = []
    real = references._sha256_of

    def count(path: Path) -> str:
        hashed.append(path)
        return real(path)

    monkeypatch.setattr(references, "_sha256_of", count)
    memory, path = HashMemory(), picture(folder / "a.png")
    first = memory.facts_of(path)
    assert memory.facts_of(path) == first
    picture(path, 200)
    os.utime(path, ns=(1, 1))
    assert memory.facts_of(path) != first
    assert len(hashed) == 2


# -- files that are no projects ------------------------------------------------------------------------------


def card(project: Project, change: Callable[[dict[str, Any]], object] | None = None) -> bytes:
    versions = Versions.of(project).with_copy()
    data = data_of(versions, lambda path: references.refer(path, None, HashMemory()), {})
    if change:
        change(data)
    return json.dumps(data).encode()


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, held in members.items():
            archive.writestr(name, held)
    return buffer.getvalue()


def setting(way: str, value: object) -> Callable[[dict[str, Any]], object]:
    """Puts `value` at "styles.0.weight"."""

    def change(data: dict[str, Any]) -> None:
        part: Any = data
        *before, last = [int(name) if name.isdigit() else name for name in way.split(".")]
        for name in before:
            part = part[name]
        part[last] = value

    return change


WRONG_VALUES: dict[str, tuple[str, object]] = {
    "version is a text": ("schema_version", "1"),
    "version is zero": ("schema_version", 0),
    "version is true": ("schema_version", True),
    "there are no versions": ("versions", []),
    "two versions have one number": ("versions.1.number", 1),
    "no version is chosen": ("version", 9),
    "a version has no name": ("versions.1.name", None),
    "styles are an object": ("versions.0.styles", {}),
    "a style is a number": ("versions.0.styles.0", 3),
    "weight is infinite": ("versions.0.styles.0.weight", float("inf")),
    "weight is no number": ("versions.0.styles.0.weight", float("nan")),
    "weight is negative": ("versions.0.styles.0.weight", -1),
    "weight is absurd": ("versions.0.styles.0.weight", 1e300),
    "weight is a text": ("versions.0.styles.0.weight", "1"),
    "source has a zero byte": ("versions.0.styles.1.source", "a\0b"),
    "mask is elsewhere": ("versions.0.styles.0.mask", "../../etc/passwd"),
    "mask is missing": ("versions.0.styles.0.mask", f"masks/{'0' * 64}.png"),
    "mask is a list": ("versions.0.styles.0.mask", []),
    "photo has no file": ("photo", {}),
    "photo is huge": ("photo.width_px", 10**12),
    "photo is flat": ("photo.height_px", 0),
    "photo is a fraction": ("photo.width_px", 2.5),
    "path is empty": ("photo.file.path", ""),
    "member is elsewhere": ("photo.file", {"path": "/gone/x.png", "sha256": "", "size": 0, "member": "../x"}),
    "member is missing": (
        "photo.file",
        {"path": "/gone/x.png", "sha256": "", "size": 0, "member": f"pictures/{'0' * 64}"},
    ),
    "hash is short": ("photo.file.sha256", "abc"),
    "size is negative": ("photo.file.size", -1),
    "strength is beyond": ("versions.0.controls.strength", 1.5),
    "brush is a truth": ("versions.0.controls.brush", True),
    "colours are unheard of": ("versions.0.controls.color_method", "magic"),
    "colours only is a number": ("versions.0.controls.colors_only", 1),
    "controls are gone": ("versions.0.controls", None),
    "seed is a fraction": ("versions.0.seed", 0.5),
    "seed is beyond": ("versions.0.seed", 2**70),
}


@pytest.mark.parametrize("wrong", WRONG_VALUES)
def test_a_wrong_value_is_refused_in_words(wrong: str, project: Project, folder: Path) -> None:
    path = folder / "a.impasto"
    path.write_bytes(zipped({"project.json": card(without_masks(project), setting(*WRONG_VALUES[wrong]))}))
    with pytest.raises(FileError, match=r"^a\.impasto is damaged and cannot be opened\. Choose an older"):
        opened(path)


def encrypted() -> bytes:
    whole = bytearray(zipped({"project.json": card(Project())}))
    whole[6] |= 1  # the flag of a password, in both headers
    whole[whole.index(b"PK\1\2") + 8] |= 1
    return bytes(whole)


def strange_compression() -> bytes:
    whole = bytearray(zipped({"project.json": card(Project())}))
    whole[8] = whole[whole.index(b"PK\1\2") + 10] = 99
    return bytes(whole)


def wrong_checksum() -> bytes:
    whole = bytearray(zipped({"project.json": card(Project())}))
    whole[whole.index(b"PK\1\2") + 16] ^= 0xFF
    return bytes(whole)


MASK = f"masks/{hashlib.sha256(b'mask').hexdigest()}.png"
WITH_MASK = Project(styles=(StyleChoice("preset:ink"),))
BAD_FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "is no Impasto project"),
    "a text": (lambda: b"hello, this is my shopping list", "is no Impasto project"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(500), "is no Impasto project"),
    "another zip": (lambda: zipped({"word/document.xml": b"<a/>"}), "is damaged"),
    "an empty zip": (lambda: zipped({}), "is damaged"),
    "cut": (lambda: zipped({"project.json": card(Project())})[:-40], "is damaged"),
    "encrypted": (encrypted, "is damaged"),
    "of a strange compression": (strange_compression, "is damaged"),
    "of a wrong checksum": (wrong_checksum, "is damaged"),
    "no json": (lambda: zipped({"project.json": b"{"}), "is damaged"),
    "no utf-8": (lambda: zipped({"project.json": b"\xff\xfe{}"}), "is damaged"),
    "a list": (lambda: zipped({"project.json": b"[]"}), "is damaged"),
    "too deep": (lambda: zipped({"project.json": b"[" * 200_000}), "is damaged"),
    "a number without end": (lambda: zipped({"project.json": b"9" * 100_000}), "is damaged"),
    "a bomb": (lambda: zipped({"project.json": b" " * (project_file.MOST_CARD_BYTES + 9)}), "is damaged"),
    "a bomb of a mask": (
        lambda: zipped(
            {
                "project.json": card(WITH_MASK, setting("versions.0.styles.0.mask", MASK)),
                MASK: bytes(project_file.MOST_MASK_BYTES + 9),
            }
        ),
        "is damaged",
    ),
    "a mask of another content": (
        lambda: zipped(
            {"project.json": card(WITH_MASK, setting("versions.0.styles.0.mask", MASK)), MASK: b"another"}
        ),
        "is damaged",
    ),
    "thousands of members": (
        lambda: zipped({f"{number}": b"" for number in range(project_file.MOST_MEMBERS + 9)}),
        "is damaged",
    ),
    "newer": (
        lambda: zipped({"project.json": card(Project(), setting("schema_version", SCHEMA_VERSION + 1))}),
        "was made by a newer Impasto. Update",
    ),
}


@pytest.mark.parametrize("bad", BAD_FILES)
def test_a_bad_file_is_refused_in_words(bad: str, tmp_path: Path) -> None:
    path = tmp_path / "a.impasto"
    make, words = BAD_FILES[bad]
    path.write_bytes(make())
    with pytest.raises(FileError, match=words) as refused:
        opened(path)
    assert str(refused.value).startswith("a.impasto ")
    assert "\n" not in str(refused.value)


def test_a_file_that_is_none_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="There is no project at"):
        opened(tmp_path / "missing.impasto")
    with pytest.raises(FileError, match="is a folder"):
        opened(tmp_path)
    with pytest.raises(FileError):
        opened(tmp_path / ("x" * 400 + ".impasto"))


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="permissions of Unix, not of root")
def test_a_file_that_may_not_be_read_is_refused_in_words(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.impasto", Project())
    path.chmod(0)
    with pytest.raises(FileError, match="cannot be read"):
        opened(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(at=st.floats(0, 1, exclude_max=True), held=st.binary(min_size=1, max_size=8))
def test_whatever_is_broken_in_a_file_it_opens_or_is_refused(tmp_path: Path, at: float, held: bytes) -> None:
    path = tmp_path / "a.impasto"
    if not path.exists():
        mask = picture(tmp_path / "mask.png")
        saved(path, Project(styles=(StyleChoice("preset:ink", mask=mask), StyleChoice(str(mask)))))
        shutil.copy(path, tmp_path / "whole")
    whole = bytearray((tmp_path / "whole").read_bytes())
    begin = int(at * len(whole))
    whole[begin : begin + len(held)] = held
    path.write_bytes(whole)
    with contextlib.suppress(FileError):
        opened(path)


def test_a_mask_that_is_gone_stops_the_saving_and_the_old_file_stays(project: Project, folder: Path) -> None:
    path = saved(folder / "a.impasto", project)
    before = path.read_bytes()
    (folder / "mask.png").unlink()
    with pytest.raises(FileError, match=r"The mask mask\.png is gone"):
        write(path, Versions.of(project), HashMemory())
    assert path.read_bytes() == before


def test_without_looking_at_the_pictures_it_is_written_for_this_machine(
    project: Project, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The way of the autosave, which may not wait for a photograph of 100 MB."""
    monkeypatch.setattr(references, "_sha256_of", lambda path: pytest.fail("nothing is hashed"))
    write(folder / "draft", Versions.of(project), None)
    found = opened(folder / "draft")
    assert without_masks(found.project) == without_masks(project)
    assert found.remarks == ()
