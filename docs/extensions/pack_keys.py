"""Writes the reference of a pack's keys from the schema itself, so that it cannot fall behind."""

from __future__ import annotations

import dataclasses
import inspect
import re
import types
import typing
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from foedus.dates import Date, Period
from foedus.record import terms
from foedus.record.schema import SECTIONS

HEAD = """# Keys of a pack

A pack is a folder. Each section below is a file of that name (`events.yaml`) or a folder of such files
(`cases/*.yaml`). Scalars are text until the schema types them, so quote nothing but dates and text that holds
`: `.
Dates are EDTF (`"2012"`, `"2012-12"`, `"2012-12-19"`, with `?`, `~` or `%` behind when uncertain); periods
are half-open (`"1994-04-20/2012-12-19"`, `"2012-12-19/.."` while it goes on, `"2012-12-19/"` when the end is not
known).
`foedus schema` writes the same as JSON Schema, for editors.
"""


def setup(app: Sphinx) -> dict[str, bool]:
    """Write the page before anything is read."""
    page = Path(app.srcdir) / "reference" / "generated" / "pack-keys.md"
    app.connect("builder-inited", lambda _: write(page))
    return {"parallel_read_safe": True}


def write(page: Path) -> None:
    """Write the page."""
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("\n".join(lines()), encoding="utf-8")


def lines() -> Iterator[str]:
    """The page, line by line."""
    yield HEAD
    for section in SECTIONS:
        shape = {"one": "one mapping", "list": "a list", "mapping": "a mapping from id to source"}[section.shape]
        need = "every pack has it" if section.required else "may be left out"
        about = section.about[0].upper() + section.about[1:]
        yield f"\n## {section.name}\n\n{about}. The file is {shape}; {need}.\n"
        yield from table(section.of)
    yield "\n## Terms of provisions\n\nWhich keys `terms` has is chosen by the provision's `subject`.\n"
    for subject, of in terms.TERMS_OF.items():
        yield f"\n### subject {subject}\n\n{summary(of)}\n"
        yield from table(of)
    yield "\n## Parts\n\nMappings that appear inside the above.\n"
    for part in parts():
        yield f"\n### {part.__name__}\n\n{summary(part)}\n"
        yield from table(part)


def table(of: Any) -> Iterator[str]:
    """The keys of one class."""
    said = attributes(of)
    hints = typing.get_type_hints(of)
    yield "| key | what | |"
    yield "| --- | --- | --- |"
    for field in dataclasses.fields(of):
        needed = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        what = f"{'**needed** ' if needed else ''}{said.get(field.name, '')}"
        yield f"| `{field.name}` | {spoken(hints[field.name])} | {what} |"


def attributes(of: Any) -> dict[str, str]:
    """What docstrings say of each attribute, the nearest class first."""
    found: dict[str, str] = {}
    for one in of.__mro__:
        doc = inspect.cleandoc(one.__doc__ or "")
        block = re.search(r"Attributes:\n((?:    .*\n?|\n)+)", doc)
        for name, what in re.findall(
            r"^    ([\w, ]+): ((?:.*\n?)(?:        .*\n?)*)", block[1] if block else "", re.M
        ):
            for each in name.split(", "):
                text = re.sub(r":\w+:`~?([^`]+)`", r"`\1`", " ".join(what.split()))
                found.setdefault(each, text.replace("|", "\\|"))
    return found


def summary(of: Any) -> str:
    """The first sentence of a class's docstring."""
    return inspect.cleandoc(of.__doc__ or "").split("\n\n")[0].replace("\n", " ")


def spoken(hint: Any) -> str:
    """A type in words."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return " \\| ".join(f"`{word}`" for word in arguments)
    if origin is tuple:
        return f"list of {spoken(arguments[0])}"
    if origin in (typing.Union, types.UnionType):
        named = [one for one in arguments if one is not type(None)]
        return "terms of the subject" if len(named) > 4 else " or ".join(map(spoken, named))
    if origin is dict:
        return "keys and values"
    plain = {
        str: "text",
        int: "whole number",
        bool: "`true` or `false`",
        Date: "date",
        Period: "period",
        Decimal: "number",
    }
    return plain.get(hint) or f"[{hint.__name__}](#{hint.__name__.lower()})"


def parts() -> list[Any]:
    """Every class that appears inside another, each once, by name."""
    pending: list[Any] = [section.of for section in SECTIONS] + list(terms.TERMS_OF.values())
    shown, found = set(pending), {}
    while pending:
        for hint in typing.get_type_hints(pending.pop()).values():
            for one in inner(hint):
                if one not in shown and one.__name__ not in found:
                    found[one.__name__] = one
                    pending.append(one)
    return [found[name] for name in sorted(found)]


def inner(hint: Any) -> Iterator[Any]:
    """Dataclasses that a type mentions."""
    if dataclasses.is_dataclass(hint) and hint not in (Date, Period):
        yield hint
    for one in typing.get_args(hint):
        yield from inner(one)
