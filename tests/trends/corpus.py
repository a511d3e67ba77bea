"""Sections, documents and a corpus by hand, for the tests of the trends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

from bot.domain.digest import DatedChange, DatedSection
from bot.domain.document import SHARED, Citation, DocumentInfo, Section, SectionKind
from bot.domain.event import Event
from bot.domain.fingerprint import fingerprint
from bot.ingest.load import read_document
from bot.trends.census import Census
from bot.trends.shelf import Shelf

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds"
SAMPLES = ROOT.parent / "shared" / "documents"
SEOUL = ZoneInfo("Asia/Seoul")


def glossary() -> list[list[str]]:
    """The groups of equal terms that the product ships."""
    groups: list[list[str]] = yaml.safe_load((SEEDS / "glossary.yml").read_text(encoding="utf8"))
    return groups


def info(
    name: str,
    dated: date | None = None,
    *,
    tags: Sequence[str] = (),
    owner: str = SHARED,
    source: str = "",
    inferred: bool = False,
) -> DocumentInfo:
    """A document without its text."""
    return DocumentInfo(
        name, f"{name}.md", f"문서 {name}", dated, inferred, source=source, tags=tuple(tags), owner=owner
    )


def dated(
    document: DocumentInfo,
    heading: str,
    body: str,
    *,
    kind: SectionKind = SectionKind.ARTICLE,
    source: date | None = None,
    keys: Sequence[str] = (),
    seen: datetime | None = None,
    changed: datetime | None = None,
    name: str = "",
) -> DatedSection:
    """A section of a document; `source` is the date of its own source."""
    text = f"## {heading}\n\n{body}\n" if heading else body
    section = Section(
        id=f"{document.id}#{name or heading}",
        kind=kind,
        path=(heading,) if heading else (),
        text=text,
        start=0,
        end=len(text),
        line=1,
        key_contents=tuple(keys),
        citations=(Citation("Publisher", "Title", source),) if source else (),
    )
    return DatedSection(document, section, fingerprint(text), seen, changed or seen)


def changes(*documents: Sequence[DatedSection], first: int = 1) -> list[DatedChange]:
    """Documents as the corpus tells of them, one revision each."""
    return [
        DatedChange(first + place, sections[0].info.id, tuple(sections)) for place, sections in enumerate(documents)
    ]


def shelf(*documents: Sequence[DatedSection], groups: Sequence[Sequence[str]] = ()) -> Shelf:
    """A shelf that holds some documents."""
    made = Shelf(groups)
    made.update(changes(*documents))
    return made


def census(made: Shelf, at: str) -> Census:
    """A shelf as of an instant, with dates as in Seoul."""
    return Census(made, datetime.fromisoformat(at), SEOUL)


class Corpus:
    """A DatedCorpus in memory that honours the port's contract."""

    def __init__(self, documents: Iterable[DatedChange] = ()) -> None:
        self._changes: dict[str, DatedChange] = {}
        self._revision = 0
        for change in documents:
            self.put(change)

    def put(self, change: DatedChange) -> None:
        """Write or remove a document."""
        self._revision += 1
        self._changes.pop(change.document_id, None)
        self._changes[change.document_id] = DatedChange(self._revision, change.document_id, change.sections)

    def revision(self) -> int:
        """The newest revision."""
        return self._revision

    def dated_changes(self, after: int = 0) -> Iterator[DatedChange]:
        """What changed since."""
        return iter([change for change in self._changes.values() if change.revision > after])


def read(folder: Path, *, seen: datetime | None = None) -> tuple[list[DatedChange], list[Event]]:
    """The documents of a folder as the product reads them, with their events."""
    found: list[DatedChange] = []
    events: list[Event] = []
    for path in sorted(p for p in folder.iterdir() if p.suffix in {".md", ".txt"}):
        document = read_document(path.read_bytes(), path=path.name).document
        assert document is not None
        sections = [DatedSection(document.info, s, fingerprint(s.text), seen, seen) for s in document.sections]
        found.append(DatedChange(len(found) + 1, document.info.id, tuple(sections)))
        events += document.events
    return found, events
