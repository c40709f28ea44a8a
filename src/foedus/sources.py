"""Sources: where facts come from, and how they are cited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from foedus.dates import Date

SourceKind = Literal["treaty", "official", "academic", "news", "reference", "data"]

_ENTRY: dict[str, str] = {"academic": "article", "treaty": "misc", "data": "misc"}
_SPECIAL = {
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "\\": r"\textbackslash{}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A page, text, article or book that shows a fact.

    Attributes:
        title: its title, or what it is.
        publisher: who published it.
        date: of the page or document, as precise as known.
        url: where it was read.
        kind: see :data:`SourceKind`.
        note: anything a reader must know of it.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid", "str_strip_whitespace": True}

    title: str
    publisher: str | None = None
    date: Date | None = None
    url: str | None = None
    kind: SourceKind
    author: str | None = None
    note: str | None = None

    def bibtex(self, key: str) -> str:
        """Write the source as a BibTeX entry.

        Args:
            key: the citation key.

        >>> print(Source(title="Charter", publisher="CSTO", kind="treaty").bibtex("csto-charter"))
        @misc{csto-charter,
          title = {Charter},
          publisher = {CSTO},
          keywords = {treaty}
        }
        """
        date = self.date
        fields = {
            "author": self.author,
            "title": self.title,
            "publisher": self.publisher,
            "year": date.text[:4] if date else None,
            "date": date.text if date else None,
            "url": self.url,
            "keywords": self.kind,
            "note": self.note,
        }
        rows = [f"  {name} = {{{_escape(name, value)}}}" for name, value in fields.items() if value]
        return f"@{_ENTRY.get(self.kind, 'misc')}{{{key},\n" + ",\n".join(rows) + "\n}"


def _escape(name: str, value: str) -> str:
    if name == "url":
        return value.replace("\\", "").replace("{", "%7B").replace("}", "%7D")
    return "".join(_SPECIAL.get(letter, letter) for letter in value)
