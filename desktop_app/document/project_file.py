"""A project on disk: a zip with `project.json`, the masks as pictures, and a thumbnail.

    project.json            schema version, photograph, versions of styles, controls and seed
    masks/SHA256.png        as many as are used, named by what they hold
    pictures/SHA256         what has no place of its own, as a pasted photograph
    thumbnail.png           for whoever shows files; may be missing
    versions/NUMBER.png     what that version last looked like, small; may be missing

Other photographs and style pictures stay where they are and are found again (`references`). Everything here
reads and writes whole files, so it belongs on a thread beside the GUI.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication

from desktop_app.document.project_json import Given, NewerError, data_of, parse, versions_of
from desktop_app.document.references import Found, HashMemory, Reference, find, refer
from desktop_app.document.state import Project
from desktop_app.document.versions import Versions
from models import atomic
from models.news import FileError

CARD, THUMBNAIL = "project.json", "thumbnail.png"
MOST_FILE_BYTES = 1 << 30
MOST_CARD_BYTES = 8 << 20
MOST_LOOK_BYTES = 256 << 10
MOST_MASK_BYTES = 64 << 20
MOST_MASKS_BYTES = 512 << 20
MOST_PICTURE_BYTES = 512 << 20
MOST_MEMBERS = 5000
PICTURE_NAME = re.compile("pictures/([0-9a-f]{64})")
MASK_NAME = re.compile(r"masks/([0-9a-f]{64})\.(?:png|jpe?g|tiff?|webp|bmp)")
MASK_SUFFIXES = frozenset([".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp"])
DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, KeyError),
    *(NotImplementedError, RuntimeError, OverflowError),  # a password, a compression nobody has
)
NO_LOOKS: Mapping[int, bytes] = MappingProxyType({})

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Opened:
    """What a file held.

    `lost_photo` is the name of a photograph that is gone; the project is without it. Styles that are gone
    stay. `draft_of` is the project file whose unsaved changes an autosaved draft holds.
    """

    versions: Versions
    remarks: tuple[str, ...] = ()
    lost_photo: str = ""
    lost_styles: tuple[str, ...] = ()
    draft_of: Path | None = None
    looks: Mapping[int, bytes] = field(default_factory=dict)  # PNG, by the version's number

    @property
    def project(self) -> Project:
        """The version that is worked on."""
        return self.versions.project


def write(
    path: Path,
    versions: Versions,
    memory: HashMemory | None,
    thumbnail: bytes = b"",
    draft_of: Path | None = None,
    passing: Path | None = None,
    looks: Mapping[int, bytes] = NO_LOOKS,
) -> None:
    """The old file or the new one. Without `memory` no picture is read, and none is found again if moved.

    Pictures within the folder `passing`, which will not last, are carried along.
    """
    carried: dict[str, Path] = {}

    def refer_to(picture: Path) -> Reference:
        reference = refer(picture, path.parent if memory else None, memory)
        if passing and reference.sha256 and picture.is_relative_to(passing):
            reference = replace(reference, member=f"pictures/{reference.sha256}")
            carried[reference.member] = picture
        return reference

    styles = [style for version in versions.each for style in version.project.styles]
    paths = [path for style in styles for path in (style.mask, style.exclude) if path]
    masks = {path: _read_mask(path) for path in dict.fromkeys(paths)}
    names = {mask: _mask_name(mask, held) for mask, held in masks.items()}
    data = data_of(versions, refer_to, names)
    if draft_of:
        data["draft_of"] = str(draft_of)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(CARD, json.dumps(data, indent=1), zipfile.ZIP_DEFLATED)
        for name, held in {names[mask]: held for mask, held in masks.items()}.items():
            archive.writestr(name, held)  # pictures are compressed already
        for name, picture in carried.items():
            archive.writestr(name, _read_carried(picture))
        if thumbnail:
            archive.writestr(THUMBNAIL, thumbnail)
        for number, look in looks.items():
            archive.writestr(_look_name(number), look)
    atomic.write_bytes(path, buffer.getbuffer())


def read(path: Path, mask_folder: Path, memory: HashMemory) -> Opened:
    """Puts masks, named by their hashes, and pictures of the file into `mask_folder`. FileError in words."""
    _check_is_file(path)
    try:
        with zipfile.ZipFile(path) as archive:
            if len(archive.infolist()) > MOST_MEMBERS:
                raise ValueError("too many members")
            return _read_archive(archive, path, mask_folder, memory)
    except NewerError as error:
        text = translate("ProjectFile", "{name} was made by a newer Impasto. Update Impasto to open it.")
        raise FileError(text.format(name=path.name)) from error
    except zipfile.BadZipFile as error:
        raise FileError(_not_zip(path)) from error
    except DAMAGE as error:
        raise FileError(_damaged(path)) from error
    except OSError as error:
        raise FileError(_unreadable(path, error)) from error


def read_thumbnail(path: Path) -> bytes:
    """PNG, or nothing where there is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _member(archive, THUMBNAIL, MOST_CARD_BYTES)
    except (*DAMAGE, OSError):
        return b""


class Search:
    """Finds the pictures of one project and remembers what to say of those that are gone or changed.

    `unpack` gives those that the project file carries.
    """

    def __init__(
        self, folder: Path, memory: HashMemory, unpack: Callable[[Reference], Path] | None = None
    ) -> None:
        self._folder, self._memory, self._unpack = folder, memory, unpack
        self.gone: dict[Path, Reference] = {}
        self.changed: list[Path] = []

    def locate(self, reference: Reference) -> Path:
        found = find(reference, self._folder, self._memory)
        if self._unpack and reference.member and (found is None or found.is_changed):
            found = Found(self._unpack(reference))
        path = found.path if found else Path(reference.path)
        if found is None:
            self.gone[path] = reference
        elif found.is_changed and path not in self.changed:
            self.changed.append(path)
        self._memory.learn(path, reference)
        return path

    def has_lost(self, source: str) -> bool:
        """Also of a network with the number of its style behind it."""
        return any(source == str(path) or source.startswith(f"{path}#") for path in self.gone)

    def remarks(self, *, hint: bool = True) -> list[str]:
        """With a `hint` what to do is said, too."""
        gone = [
            translate("ProjectFile", "{name} is no longer in {folder}.").format(
                name=reference.name, folder=reference.folder
            )
            for reference in self.gone.values()
        ]
        if gone and hint:
            gone.append(
                translate("ProjectFile", "Put it back there or beside the project, or choose another.")
            )
        return gone + [
            translate("ProjectFile", "{name} has changed since the project was saved.").format(name=path.name)
            for path in self.changed
        ]


def _read_archive(archive: zipfile.ZipFile, path: Path, mask_folder: Path, memory: HashMemory) -> Opened:
    data = parse(_member(archive, CARD, MOST_CARD_BYTES))
    search = Search(path.absolute().parent, memory, _unpacker(archive, mask_folder / "pictures"))
    versions = versions_of(data, search.locate, _extractor(archive, mask_folder))
    photo = versions.project.photo
    lost = search.gone.get(photo.path) if photo else None
    if lost is not None:
        versions = versions.with_project(replace(versions.project, photo=None))
    used = [style.source for version in versions.each for style in version.project.styles]
    draft_of = Given(data).text("draft_of", "")
    return Opened(
        versions,
        tuple(search.remarks()),
        lost.name if lost else "",
        tuple(source for source in dict.fromkeys(used) if search.has_lost(source)),
        Path(draft_of) if draft_of else None,
        _looks_in(archive, versions),
    )


def _look_name(number: int) -> str:
    return f"versions/{number}.png"


def _looks_in(archive: zipfile.ZipFile, versions: Versions) -> dict[int, bytes]:
    names = set(archive.namelist())
    return {
        version.number: _member(archive, _look_name(version.number), MOST_LOOK_BYTES)
        for version in versions.each
        if _look_name(version.number) in names
    }


def _extractor(archive: zipfile.ZipFile, folder: Path) -> Callable[[str], Path]:
    room = [MOST_MASKS_BYTES]

    def extract(name: str) -> Path:
        match = MASK_NAME.fullmatch(name)
        if match is None:
            raise ValueError(name)
        place = folder / Path(name).name
        held = _member(archive, name, min(MOST_MASK_BYTES, room[0]))
        room[0] -= len(held)
        if hashlib.sha256(held).hexdigest() != match.group(1):
            raise ValueError(name)
        if not (place.is_file() and place.read_bytes() == held):
            folder.mkdir(parents=True, exist_ok=True)
            atomic.write_bytes(place, held)
        return place

    return extract


def _unpacker(archive: zipfile.ZipFile, folder: Path) -> Callable[[Reference], Path]:
    def unpack(reference: Reference) -> Path:
        match = PICTURE_NAME.fullmatch(reference.member)
        if match is None or reference.name in ("", ".", ".."):
            raise ValueError(reference.member)
        held = _member(archive, reference.member, MOST_PICTURE_BYTES)
        if hashlib.sha256(held).hexdigest() != match.group(1):
            raise ValueError(reference.member)
        place = folder / match.group(1)[:16] / reference.name
        place.parent.mkdir(parents=True, exist_ok=True)
        atomic.write_bytes(place, held)
        return place

    return unpack


def _member(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """No more than `most` is ever unpacked, whatever the archive says of itself."""
    with archive.open(name) as file:
        held = file.read(most + 1)
    if len(held) > most:
        raise ValueError(name)
    return held


def _read_mask(mask: Path) -> bytes:
    """A whole picture, also of a stroke."""
    from desktop_app.document.mask_picture import picture_of  # later: without a mask nobody waits for numpy

    try:
        return picture_of(mask)
    except (OSError, FileError) as error:
        text = translate("ProjectFile", "The mask {name} is gone. Remove it from its style, then save again.")
        raise FileError(text.format(name=mask.name)) from error


def _read_carried(picture: Path) -> bytes:
    try:
        return picture.read_bytes()
    except OSError as error:
        text = translate("ProjectFile", "{name} is gone. Paste it again, then save again.")
        raise FileError(text.format(name=picture.name)) from error


def _mask_name(mask: Path, held: bytes) -> str:
    suffix = mask.suffix.lower() if mask.suffix.lower() in MASK_SUFFIXES else ".png"
    return f"masks/{hashlib.sha256(held).hexdigest()}{suffix}"


def _check_is_file(path: Path) -> None:
    try:
        if path.is_dir():
            text = translate("ProjectFile", "{name} is a folder. Choose a project in it.")
            raise FileError(text.format(name=path.name))
        if not path.is_file():
            text = translate(
                "ProjectFile", "There is no project at {path}. It may have been moved: choose it where it is."
            )
            raise FileError(text.format(path=path))
        if path.stat().st_size > MOST_FILE_BYTES:
            raise FileError(_not_project(path))
    except (OSError, ValueError) as error:
        raise FileError(_unreadable(path, error)) from error


def _not_zip(path: Path) -> str:
    """A zip that was cut has lost its end, not its beginning."""
    try:
        with path.open("rb") as file:
            return _damaged(path) if file.read(4) == b"PK\3\4" else _not_project(path)
    except OSError as error:
        return _unreadable(path, error)


def _not_project(path: Path) -> str:
    text = translate("ProjectFile", "{name} is no Impasto project. Choose a file that ends in .impasto.")
    return text.format(name=path.name)


def _damaged(path: Path) -> str:
    text = translate("ProjectFile", "{name} is damaged and cannot be opened. Choose an older copy of it.")
    return text.format(name=path.name)


def _unreadable(path: Path, error: OSError | ValueError) -> str:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    text = translate("ProjectFile", "{name} cannot be read: {reason}. Copy it elsewhere and open the copy.")
    return text.format(name=path.name, reason=reason)
