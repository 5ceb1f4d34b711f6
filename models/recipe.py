"""The recipe of a picture: what it was painted with, in words that travel within its file. No torch.

JSON in one property of the XMP, because PNG, JPEG, TIFF and WebP all hold XMP. It names photo and styles by
place and SHA-256, as a project does (`schema_version` counts with the project's), the home folder as "~", so
that nobody's name travels along. Masks stay behind: XMP in a JPEG ends at 64 kB, so that some would fit and
others not, and a mask shows what is in a photo. Only `is_masked` tells that a style had one.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from models.requests import StyleChoice, Stylize

SCHEMA_VERSION = 1
NAMESPACE = "urn:x-impasto:recipe/1.0/"
PROPERTY = f"{{{NAMESPACE}}}recipe"
MOST_CHARACTERS = 40_000  # so that it fits into a JPEG beside the photo's own XMP, mostly
MOST_XMP = 2_000_000
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
META = "adobe:ns:meta/"
NETWORK_STYLE = re.compile(r"#\d+\Z", re.ASCII)  # "FILE#7", as `models.style_library` reads it
CHUNK_BYTES = 1 << 20


def recipe_of(request: Stylize, photo: dict[str, Any]) -> str:
    """JSON; `photo` holds what is known of its pixels. Reads the files whole, for their hashes."""
    data = {
        "program": "Impasto",
        "schema_version": SCHEMA_VERSION,
        "photo": {"file": _reference(request.photo), **photo},
        "styles": [_style(choice) for choice in request.styles],
        "controls": asdict(request.controls),
        "seed": request.seed,
        "engine": request.engine,
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def with_recipe(xmp: bytes | None, recipe: str) -> bytes:
    """XMP, as `metadata.xmp_for` gives it or anew, that holds the recipe beside what it held."""
    ElementTree.register_namespace("impasto", NAMESPACE)
    ElementTree.register_namespace("rdf", RDF)
    ElementTree.register_namespace("x", META)
    root = _parsed(xmp)
    rdf = None if root is None else next(root.iter(f"{{{RDF}}}RDF"), None)
    if root is None or rdf is None:
        root = ElementTree.Element(f"{{{META}}}xmpmeta")
        rdf = ElementTree.SubElement(root, f"{{{RDF}}}RDF")
    about = ElementTree.SubElement(rdf, f"{{{RDF}}}Description", {f"{{{RDF}}}about": ""})
    ElementTree.SubElement(about, PROPERTY).text = recipe
    return packet(root)


def packet(root: ElementTree.Element) -> bytes:
    """XMP as it lies in a file."""
    body: bytes = ElementTree.tostring(root, encoding="utf-8")
    return (
        b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n' + body + b'\n<?xpacket end="w"?>'
    )


def recipe_in(xmp: bytes | None) -> str:
    """The recipe as it was found, which may hold anything; empty where there is none of a sensible length."""
    if xmp is None or len(xmp) > MOST_XMP or NAMESPACE.encode() not in xmp:
        return ""
    root = _parsed(xmp)
    found = _found(root) if root is not None else []
    recipe = found[0] if len(found) == 1 else ""  # two would be somebody's joke
    return recipe if len(recipe) <= MOST_CHARACTERS else ""


def _found(root: ElementTree.Element) -> list[str]:
    """As an element or, where another program has written the XMP anew, as an attribute."""
    return [
        text
        for element in root.iter()
        for text in (element.text if element.tag == PROPERTY else None, element.get(PROPERTY))
        if text
    ]


def _parsed(xmp: bytes | None) -> ElementTree.Element | None:
    text = (xmp or b"").strip(b"\0 \t\r\n")
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:  # entities can be made to fill the memory
        return None
    try:
        return ElementTree.fromstring(text) if text else None
    except (ElementTree.ParseError, ValueError, LookupError):
        return None


def _style(choice: StyleChoice) -> dict[str, Any]:
    from models.style_library import resolve

    data = {"weight": choice.weight, "mask": None, "is_masked": choice.mask is not None}
    found = resolve(choice.source)
    if found.kind == "preset":
        return {"source": f"preset:{found.name}", **data}
    number = NETWORK_STYLE.search(choice.source)
    if number and not Path(choice.source).exists():
        return {"file": _reference(found.path), "network_style": number.group(), **data}
    return {"file": _reference(found.path), **data}


def _reference(path: Path) -> dict[str, Any]:
    from models import style_library

    path = path.absolute()
    with path.open("rb") as file:
        digest = hashlib.sha256()
        for chunk in _chunks(file):
            digest.update(chunk)
    home, resources = Path.home(), style_library.PRESETS.parent
    place = f"~/{path.relative_to(home).as_posix()}" if path.is_relative_to(home) else str(path)
    own = path.relative_to(resources).as_posix() if path.is_relative_to(resources) else ""
    size = path.stat().st_size
    return {"path": place, "resource": own, "size": size, "sha256": digest.hexdigest()}


def _chunks(file: Any) -> Iterator[bytes]:
    while chunk := file.read(CHUNK_BYTES):
        yield chunk
