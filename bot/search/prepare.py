"""From a document's sections to what is indexed of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.domain.document import Document, DocumentInfo, Section
from bot.search import payload
from bot.search.aliases import mined
from bot.search.analyze import core, squeeze, stem, words
from bot.search.hangul import initials, is_syllable
from bot.search.index import INITIAL_SIZES, Entry
from bot.search.texts import Ranked


@dataclass(slots=True)
class Harvest:
    """What sections leave behind beside their entries: texts in order, and each owner's new words and name pairs."""

    texts: list[Ranked] = field(default_factory=list)
    words: dict[str, set[str]] = field(default_factory=dict)
    pairs: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    _forms: dict[str, str] = field(default_factory=dict)

    def forms(self, word: str) -> str:
        """The word and its stem, with a blank between; remembered, since texts repeat their words."""
        found = self._forms.get(word)
        if found is None:
            found = self._forms[word] = " ".join(dict.fromkeys(filter(None, (word, stem(word), core(word)))))
        return found


def entries(document: Document, first: int, harvest: Harvest) -> Iterator[Entry]:
    """The document's sections numbered from `first`; what they leave behind goes into the harvest."""
    info = document.info
    common = facets_of(info)
    title = words(info.title)
    labels = words(" ".join((*info.tags, *info.categories, info.author, info.source)))
    for place, section in enumerate(document.sections):
        yield _entry(info, section, first + place, title, labels, common, harvest)


def _entry(
    info: DocumentInfo,
    section: Section,
    ordinal: int,
    title: list[str],
    labels: list[str],
    common: tuple[str, ...],
    harvest: Harvest,
) -> Entry:
    heading = words(" ".join(section.path))
    cited = " ".join(f"{citation.publisher} {citation.title}" for citation in section.citations)
    labels = labels + words(f"{section.category} {cited}")
    body = words(section.text)
    everything = title + heading + labels + body
    joined = ["".join(title), "".join(heading), "".join(labels), "".join(body)]
    day = section.date or info.date
    harvest.texts.append(
        Ranked(
            "\n".join((" ".join(title), " ".join(heading), " ".join(labels), " ".join(body))),
            day.toordinal() if day else 0,
        )
    )
    harvest.words.setdefault(info.owner, set()).update(everything)
    for one, other in mined(section.text):
        harvest.pairs.setdefault(info.owner, {}).setdefault(one, set()).add(other)
    forms = " ".join(map(harvest.forms, everything))
    return Entry(
        ordinal=ordinal,
        id=section.id,
        document=info.id,
        owner=info.owner,
        bigrams="\n".join((joined[0], joined[0], joined[1], *joined[1:])).replace(".", ""),
        initials=initial_runs(everything),
        words=owned(forms, info.owner),
        facets=(
            *common,
            *facet("category", section.category),
            *facet("source", *(c.publisher for c in section.citations)),
        ),
        date=day.year * 10000 + day.month * 100 + day.day if day else 0,
        payload=payload.dump(info, section),
    )


def owned(forms: str, owner: str) -> str:
    """Words as terms: a team's own words carry its id, so that no other team's search ever meets them."""
    if not owner:
        return forms
    return " ".join(f"{owner}\x1f{form}" for form in forms.split())


def initial_runs(found: list[str]) -> str:
    """Runs of initial consonants that begin at word starts and may go on into the following words."""
    joined = initials("".join(found))
    runs = set()
    place = 0
    for word in found:
        if is_syllable(word[0]):
            for size in INITIAL_SIZES:
                runs.add(joined[place : place + size])
        place += len(word)
    return " ".join(runs)


def facets_of(info: DocumentInfo) -> tuple[str, ...]:
    """The filter values of a document."""
    return (
        *facet("tag", *info.tags),
        *facet("category", *info.categories),
        *facet("author", info.author),
        *facet("source", info.source),
        *facet("doc", info.title, info.path, info.id),
    )


def facet(name: str, *values: str) -> tuple[str, ...]:
    """Filter values as terms: the name and the squeezed value."""
    return tuple(f"{name}:{squeezed}" for value in values if (squeezed := squeeze(value)))
