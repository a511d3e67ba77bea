"""The service: in step with its corpus, and each owner for itself."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.domain.digest import DatedChange, DatedSection, Wanted
from bot.trends.service import Trends
from tests.trends.corpus import SEEDS, SEOUL, Corpus, changes, dated, glossary, info, read

AT = datetime.fromisoformat("2024-11-25T09:00:00+09:00")


def service(corpus: Corpus, groups: list[list[str]] | None = None) -> Trends:
    return Trends(corpus, lambda: groups or [], SEOUL)


def about(
    name: str, count: int, *, document: str, owner: str = "", day: date = date(2024, 11, 20)
) -> list[DatedSection]:
    where = info(document, day, owner=owner)
    return [
        dated(where, f"{document} 글 {n}", f"‘{name}’에 관한 {n}번째 이야기를 여기에 적는다.") for n in range(count)
    ]


def test_what_changes_is_seen_at_the_next_question() -> None:
    """Written, changed and removed documents, without a restart."""
    corpus = Corpus(changes(about("라마", 2, document="a")))
    trends = service(corpus)
    found = trends.topic("라마", now=AT)
    assert found is not None
    assert found.topic.sections == 2
    corpus.put(DatedChange(0, "b", tuple(about("라마", 3, document="b"))))
    found = trends.topic("라마", now=AT)
    assert found is not None
    assert (found.topic.sections, found.topic.documents) == (5, 2)
    corpus.put(DatedChange(0, "a", ()))
    corpus.put(DatedChange(0, "b", ()))
    assert trends.topic("라마", now=AT) is None


def test_a_database_that_was_replaced_is_read_from_its_beginning() -> None:
    """Its revision went back."""
    corpus = Corpus(changes(about("라마", 2, document="a"), about("젬마", 2, document="b")))
    trends = service(corpus)
    assert trends.refresh() == 2
    trends._corpus = Corpus(changes(about("카나나", 2, document="c")))
    assert trends.topic("라마", now=AT) is None
    assert trends.topic("카나나", now=AT) is not None


def test_an_owners_documents_are_counted_for_nobody_else() -> None:
    """Not in counts, not among topics, not as highlights, not in corrections."""
    corpus = Corpus(changes(about("공용", 3, document="s"), about("비밀", 3, document="x", owner="T1")))
    trends = service(corpus)
    for owner in ("", "T2"):
        assert trends.topic("비밀", now=AT, owner=owner) is None
        assert "비밀" not in repr(trends.report(now=AT, owner=owner))
        assert "비밀" not in repr(trends.compose(Wanted(AT, SEOUL, owner=owner)))
    mine = trends.topic("비밀", now=AT, owner="T1")
    shared = trends.topic("공용", now=AT, owner="T1")
    assert mine is not None
    assert shared is not None
    assert (mine.topic.sections, shared.topic.sections) == (3, 3)


def test_a_document_that_changes_hands_leaves_its_former_owner() -> None:
    """From a workspace to all, and back to another one."""
    corpus = Corpus(changes(about("공용", 2, document="s"), about("문서", 2, document="x", owner="T1")))
    trends = service(corpus)
    assert trends.topic("문서", now=AT, owner="T2") is None
    corpus.put(DatedChange(0, "x", tuple(about("문서", 2, document="x"))))
    assert trends.topic("문서", now=AT, owner="T2") is not None
    corpus.put(DatedChange(0, "x", tuple(about("문서", 2, document="x", owner="T3"))))
    assert trends.topic("문서", now=AT) is None
    assert trends.topic("문서", now=AT, owner="T1") is None
    assert trends.topic("문서", now=AT, owner="T3") is not None


def test_an_edited_glossary_is_taken_up() -> None:
    """Editors may add equal terms while the bot runs."""
    groups: list[list[str]] = [["라마", "Llama"]]
    corpus = Corpus(changes(about("라마", 2, document="a"), about("람마", 1, document="b")))
    trends = service(corpus, groups)
    before = trends.topic("Llama", now=AT)
    groups[0].append("람마")
    after = trends.topic("Llama", now=AT)
    assert before is not None
    assert after is not None
    assert (before.topic.sections, after.topic.sections) == (2, 3)


def test_growing_step_by_step_says_the_same_as_starting_afresh() -> None:
    """A worker that ran for a year and one that was started today send the same digest."""
    found, events = read(SEEDS)
    corpus = Corpus()
    grown = service(corpus, glossary())
    wanted = Wanted(AT, SEOUL, events=events)
    for change in found:
        corpus.put(change)
        grown.compose(wanted)
    assert grown.compose(wanted) == service(Corpus(found), glossary()).compose(wanted)


def test_an_instant_before_an_arrival_is_not_answered_from_todays_census() -> None:
    """The census of a day is kept only where nothing came in after the instant."""
    late = AT + timedelta(hours=5)
    old = [
        replace(s, first_seen=AT - timedelta(days=60), changed_at=AT - timedelta(days=60))
        for s in about("라마", 2, document="a")
    ]
    new = [replace(s, first_seen=late, changed_at=late) for s in about("젬마", 2, document="b", day=date(2024, 11, 26))]
    trends = service(Corpus(changes(old, new)))
    assert trends.topic("젬마", now=late) is not None
    assert trends.topic("젬마", now=AT) is None


def test_several_threads_may_ask_while_documents_come_in() -> None:
    """Slack's listeners run on a pool."""
    corpus = Corpus(changes(about("라마", 2, document="a")))
    trends = service(corpus)

    def ask(number: int) -> int:
        if number % 5 == 0:
            corpus.put(DatedChange(0, f"n{number}", tuple(about("라마", 1, document=f"n{number}"))))
        found = trends.topic("라마", now=AT)
        assert found is not None
        return found.topic.sections

    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(ask, range(40)))
    assert max(counts) <= 10
    found = trends.topic("라마", now=AT)
    assert found is not None
    assert found.topic.sections == 10


@pytest.mark.parametrize("heavy", ["matplotlib", "numpy", "PIL"])
def test_trends_are_counted_without_heavy_libraries(heavy: str) -> None:
    """Start-up time and memory: only a chart that is drawn needs them."""
    assert not loaded(heavy, "bot.trends.compose, bot.trends.chart, bot.slack.digest")


def test_the_engine_is_not_loaded_before_something_is_asked() -> None:
    """A bot that starts has no need of it yet."""
    assert not loaded("bot.trends.shelf", "bot.parts")
    assert not loaded("bot.trends.census", "bot.parts")
    assert not loaded("bot.trends.corrections", "bot.parts")


def loaded(module: str, imported: str) -> bool:
    code = f"import sys, {imported}; print(sys.argv[1] in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code, module], capture_output=True, text=True, check=True)
    return found.stdout.strip() == "True"
