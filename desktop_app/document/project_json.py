"""A project as plain JSON data and back. Nothing read is trusted; `ValueError` names what is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from desktop_app.document.references import Reference
from desktop_app.document.state import Photo, Project
from desktop_app.document.versions import Version, Versions
from models.requests import MOST_STRENGTH, Controls, StyleChoice

# Adding a field with a default needs nothing. A change of meaning needs a higher number and a migration.
SCHEMA_VERSION = 2  # 1 had the styles, controls and seed of one version beside the photograph
MOST_VERSIONS = 1000
MOST_NUMBER = 2**31
MOST_STYLES = 1000
MOST_WEIGHT = 1e6
MOST_SIDE_PX = 10_000_000
MOST_TEXT = 100_000
CONTROL_RANGES = {"strength": (0.0, MOST_STRENGTH), "brush": (0.25, 4.0), "keep_colors": (0.0, 1.0)}
NETWORK_STYLE = re.compile(r"#\d+\Z", re.ASCII)  # "FILE#7", as `models.style_library` reads it

Refer = Callable[[Path], Reference]
Locate = Callable[[Reference], Path]


class NewerError(ValueError):
    """Made by a program that knows more than this one."""


def data_of(versions: Versions, refer: Refer, mask_names: dict[Path, str]) -> dict[str, Any]:
    """`mask_names`: under which name each mask is kept."""
    photo = versions.project.photo
    return {
        "program": "Impasto",
        "schema_version": SCHEMA_VERSION,
        "photo": _photo_data(photo, refer) if photo else None,
        "version": versions.number,
        "versions": [_version_data(version, refer, mask_names) for version in versions.each],
    }


def versions_of(data: object, locate: Locate, masks: Callable[[str], Path]) -> Versions:
    """`masks` answers with the file of a mask's name, or raises `KeyError`."""
    given = Given(data)
    schema = given.whole("schema_version", 1, 10**9)
    if schema > SCHEMA_VERSION:
        raise NewerError(f"schema version {schema}")
    photo_data = given.value("photo")
    photo = None if photo_data is None else _photo_of(Given(photo_data), locate)
    if schema == 1:
        return Versions.of(_project_of(given, photo, locate, masks))
    each = given.value("versions")
    if not isinstance(each, list) or not 0 < len(each) <= MOST_VERSIONS:
        raise ValueError("versions")
    versions = tuple(_version_of(Given(one), photo, locate, masks) for one in each)
    numbers = {version.number for version in versions}
    if len(numbers) < len(versions) or given.whole("version", 1, MOST_NUMBER) not in numbers:
        raise ValueError("version")
    return Versions(versions, given.whole("version", 1, MOST_NUMBER))


def parse(text: bytes) -> object:
    """JSON without the numbers JSON does not have."""
    try:
        return json.loads(text.decode("utf-8"), parse_constant=_refuse)
    except RecursionError as error:
        raise ValueError("too deep") from error


class Given:
    """A JSON object whose fields are asked for by kind and range."""

    def __init__(self, data: object) -> None:
        if not isinstance(data, dict):
            raise ValueError("an object is missing")
        self._data: dict[str, Any] = data

    def has(self, name: str) -> bool:
        return name in self._data

    def value(self, name: str) -> object:
        if name not in self._data:
            raise ValueError(name)
        return self._data[name]

    def text(self, name: str, default: str | None = None) -> str:
        value = self._data.get(name, default)
        if not isinstance(value, str) or "\0" in value or len(value) > MOST_TEXT:
            raise ValueError(name)
        return value

    def whole(self, name: str, least: int, most: int) -> int:
        value = self.value(name)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ValueError(name)
        return value

    def number(self, name: str, least: float, most: float) -> float:
        value = self.value(name)
        if not isinstance(value, int | float) or isinstance(value, bool) or not least <= value <= most:
            raise ValueError(name)
        return float(value)

    def truth(self, name: str) -> bool:
        value = self.value(name)
        if not isinstance(value, bool):
            raise ValueError(name)
        return value


def _photo_data(photo: Photo, refer: Refer) -> dict[str, Any]:
    facts = {field.name: getattr(photo, field.name) for field in fields(photo) if field.name != "path"}
    return {"file": asdict(refer(photo.path)), **facts}


def _photo_of(given: Given, locate: Locate) -> Photo:
    return Photo(
        locate(_reference_of(given.value("file"))),
        given.whole("width_px", 1, MOST_SIDE_PX),
        given.whole("height_px", 1, MOST_SIDE_PX),
        given.whole("bits", 1, 64),
        given.truth("has_alpha"),
        given.text("file_format"),
    )


def _version_data(version: Version, refer: Refer, mask_names: dict[Path, str]) -> dict[str, Any]:
    project = version.project
    return {
        "number": version.number,
        "name": version.name,
        "styles": [_style_data(style, refer, mask_names) for style in project.styles],
        "controls": asdict(project.controls),
        "seed": project.seed,
    }


def _version_of(given: Given, photo: Photo | None, locate: Locate, masks: Callable[[str], Path]) -> Version:
    project = _project_of(given, photo, locate, masks)
    return Version(given.whole("number", 1, MOST_NUMBER), project, given.text("name"))


def _project_of(given: Given, photo: Photo | None, locate: Locate, masks: Callable[[str], Path]) -> Project:
    styles = given.value("styles")
    if not isinstance(styles, list) or len(styles) > MOST_STYLES:
        raise ValueError("styles")
    return Project(
        photo=photo,
        styles=tuple(_style_of(Given(style), locate, masks) for style in styles),
        controls=_controls_of(given.value("controls")),
        seed=given.whole("seed", 0, 2**63 - 1),
    )


def _style_data(style: StyleChoice, refer: Refer, mask_names: dict[Path, str]) -> dict[str, Any]:
    """A preset is kept by its name, a file by a reference."""
    data: dict[str, Any] = {
        "weight": style.weight,
        "mask": mask_names[style.mask] if style.mask else None,
        "exclude": mask_names[style.exclude] if style.exclude else None,
    }
    if not Path(style.source).is_absolute():
        return {"source": style.source, **data}
    number = NETWORK_STYLE.search(style.source)
    if number and not Path(style.source).exists():
        file = style.source[: number.start()]
        return {"file": asdict(refer(Path(file))), "network_style": number.group(), **data}
    return {"file": asdict(refer(Path(style.source))), **data}


def _style_of(given: Given, locate: Locate, masks: Callable[[str], Path]) -> StyleChoice:
    if given.has("source"):
        source = given.text("source")
    else:
        number = given.text("network_style", "")
        if number and not NETWORK_STYLE.fullmatch(number):
            raise ValueError("network_style")
        source = str(locate(_reference_of(given.value("file")))) + number
    weight = given.number("weight", 0, MOST_WEIGHT)
    mask = None if given.value("mask") is None else masks(given.text("mask"))
    has_exclude = given.has("exclude") and given.value("exclude") is not None
    return StyleChoice(source, weight, mask, masks(given.text("exclude")) if has_exclude else None)


def _reference_of(data: object) -> Reference:
    given = Given(data)
    sha256 = given.text("sha256")
    if sha256 and not re.fullmatch("[0-9a-f]{64}", sha256):
        raise ValueError("sha256")
    size = given.whole("size", 0, 2**63)
    path = given.text("path")
    if not path:
        raise ValueError("path")
    relative, resource, member = (given.text(name, "") for name in ("relative", "resource", "member"))
    return Reference(path, relative, resource, size, sha256, member)


def _controls_of(data: object) -> Controls:
    """A control that the file does not have yet stays at its default."""
    given = Given(data)
    kinds = get_type_hints(Controls)
    values: dict[str, Any] = {}
    for known in fields(Controls):
        name, kind = known.name, kinds[known.name]
        if not given.has(name):
            continue
        if get_origin(kind) is Literal:
            values[name] = given.value(name)
            if values[name] not in get_args(kind):
                raise ValueError(name)
        elif kind is bool:
            values[name] = given.truth(name)
        elif kind is int:
            values[name] = given.whole(name, -(2**31), 2**31)
        else:
            values[name] = given.number(name, *CONTROL_RANGES.get(name, (-1e6, 1e6)))
    return Controls(**values)


def _refuse(constant: str) -> object:
    raise ValueError(constant)
