"""Recipes are frozen; what a person wants otherwise comes as JSON and is checked by name and kind."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, get_args, get_type_hints

from models.news import UserError

Recipe = TypeVar("Recipe")


def amend(recipe: Recipe, overrides: dict[str, Any], where: str = "the recipe") -> Recipe:
    """A frozen dataclass with fields changed, nested ones too; UserError for an unknown name or kind."""
    assert is_dataclass(recipe)
    assert not isinstance(recipe, type)
    kinds = get_type_hints(type(recipe))
    known = {field.name: getattr(recipe, field.name) for field in fields(recipe)}
    changes: dict[str, Any] = {}
    for name, value in overrides.items():
        if name not in known:
            raise UserError(f"{name!r} is not in {where}. It knows: {', '.join(sorted(known))}")
        if is_dataclass(known[name]):
            value = amend(known[name], value, f"the {name} of {where}")
        elif not (value is None and type(None) in get_args(kinds[name])) and not _fits(value, known[name]):
            raise UserError(f"{name} in {where} is {known[name]!r} by default; {value!r} is of another kind.")
        changes[name] = tuple(value) if isinstance(known[name], tuple) else value
    return replace(recipe, **changes)


def _fits(value: object, default: object) -> bool:
    if default is None:  # a number that may be left open
        return value is None or (isinstance(value, int | float) and not isinstance(value, bool))
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(default, bool) and isinstance(value, bool)
    if isinstance(default, float):
        return isinstance(value, int | float)
    if isinstance(default, tuple) and default and isinstance(default[0], float):
        if not isinstance(value, list | tuple) or len(value) != len(default):
            return False
        return all(_fits(part, 0.0) for part in value)
    if isinstance(default, tuple):  # of words
        return isinstance(value, list | tuple) and all(isinstance(part, str) for part in value)
    return isinstance(value, type(default))
