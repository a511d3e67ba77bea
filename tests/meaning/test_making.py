"""Vectors in step with the documents: made once, resumed, shared, dropped when stale."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from bot.meaning import making as m
from bot.meaning.making import Making
from bot.meaning.thesaurus import Thesaurus
from tests.meaning.doubles import CLOCK, NOW, KilledError, MemoryVectors, Shelfful, WordEmbedder, document


def never() -> bool:
    return False


def brought_up(making: Making) -> Making:
    """Follow, load and make everything."""
    making.follow()
    making.load()
    for _ in making.make(never):
        pass
    return making


def corpus() -> Shelfful:
    return Shelfful(
        document(
            "a",
            "일자리 | 로봇이 일자리를 바꾼다. 사람은 무엇을 할까.",
            "전기 | 서버는 전기를 많이 쓴다.",
            "빈 곳 | ---",
        ),
        document("b", "그림 | 그림을 그리는 모델이 나왔다.", owner="T1"),
    )


def test_every_section_with_prose_gets_its_vectors() -> None:
    """A section without prose counts as made and stays off the shelf."""
    making = brought_up(Making(corpus(), MemoryVectors(), WordEmbedder(), CLOCK))
    shelf = making.shelf()
    assert (making.wanted, making.made, making.beyond) == (4, 4, 0)
    assert shelf.ids == ("a#0", "a#1", "b#0")
    assert len(shelf.sentence_products("a#0", WordEmbedder().query("로봇이"))) == 2
    assert shelf.visible("").tolist() == [True, True, False]


def test_what_answers_nothing_gets_no_vectors() -> None:
    """The sections behind it keep their places."""
    whole = document("a", "참고문헌 | 로봇의 손에 관한 책.", "전기 | 서버는 전기를 많이 쓴다.")
    first, *rest = whole.sections
    making = Making(
        Shelfful(replace(whole, sections=(replace(first, answers=False), *rest))),
        MemoryVectors(),
        WordEmbedder(),
        CLOCK,
    )
    assert brought_up(making).shelf().ids == ("a#1",)
    assert (making.wanted, making.made) == (1, 1)


def test_subjects_are_told_before_anything_is_embedded() -> None:
    """Of the text and once more of the heading; another thesaurus costs no vector."""
    vectors, embedder = MemoryVectors(), WordEmbedder()
    first = Thesaurus.of(["고용, 일자리, 로봇이 바꾸", "전력, 전기, 서버"])
    shelf = brought_up(Making(corpus(), vectors, embedder, CLOCK, first)).shelf()
    assert shelf.shared([0]).nonzero()[0].tolist() == [0]
    assert shelf.shared([1]).nonzero()[0].tolist() == [1]
    assert shelf.shared([1])[1] == pytest.approx(math.log(4 / 1.5) * 2 * 3 / 4)  # 전기, 서버, and 전기 in the heading
    embedder.embedded.clear()
    making = brought_up(Making(corpus(), vectors, embedder, CLOCK, Thesaurus.of(["미술, 그림"])))
    assert embedder.embedded == []
    assert making.shelf().shared([0]).nonzero()[0].tolist() == [2]
    assert making.sweep() == 4  # the subjects by the other thesaurus


def test_fronts_of_all_sections_come_before_any_sentences() -> None:
    """Every section is found by meaning before the first one's sentences are ranked."""
    embedder = WordEmbedder()
    brought_up(Making(corpus(), MemoryVectors(), embedder, CLOCK))
    first_sentence = embedder.embedded.index("로봇이 일자리를 바꾼다.")
    assert first_sentence > embedder.embedded.index("그림: 그림을 그리는 모델이 나왔다.")


@pytest.mark.parametrize("after", range(8))
def test_work_that_was_killed_goes_on_where_it_was(after: int) -> None:
    """Whatever was stored before the process died is not made again, and nothing is missing in the end."""
    vectors, embedder = MemoryVectors(fail_after=after), WordEmbedder()
    with pytest.raises(KilledError):
        brought_up(Making(corpus(), vectors, embedder, CLOCK))
    stored = set(vectors.rows)
    assert vectors.puts == after
    vectors.fail_after = None
    again = WordEmbedder()
    making = brought_up(Making(corpus(), vectors, again, CLOCK))
    assert making.made == making.wanted == 4
    assert stored < set(vectors.rows)
    fresh = WordEmbedder()
    brought_up(Making(corpus(), MemoryVectors(), fresh, CLOCK))
    # At most the texts of the section under way are embedded twice.
    assert len(again.embedded) + len(embedder.embedded) <= len(fresh.embedded) + 3
    assert np.array_equal(
        making.shelf()._rows, brought_up(Making(corpus(), MemoryVectors(), fresh, CLOCK)).shelf()._rows
    )


def test_a_second_process_takes_what_the_first_has_stored() -> None:
    """Replicas share the work by the store."""
    vectors = MemoryVectors()
    brought_up(Making(corpus(), vectors, WordEmbedder(), CLOCK))
    idle = WordEmbedder()
    making = Making(corpus(), vectors, idle, CLOCK)
    assert making.follow()
    assert making.load() > 0
    assert making.made == making.wanted
    assert idle.embedded == []
    assert not making.follow()
    assert making.load() == 0


def test_only_what_changed_is_made_again() -> None:
    """A changed section costs its own texts; moved and repeated content costs nothing."""
    documents, vectors, embedder = corpus(), MemoryVectors(), WordEmbedder()
    making = brought_up(Making(documents, vectors, embedder, CLOCK))
    embedder.embedded.clear()
    documents.put(document("a", "전기 | 서버는 전기를 많이 쓴다.", "일자리 | 로봇이 일자리를 없앤다.", title="새 제목"))
    documents.put(document("c", "전기 | 서버는 전기를 많이 쓴다."))
    brought_up(making)
    assert set(embedder.embedded) == {"일자리", "일자리: 로봇이 일자리를 없앤다.", "로봇이 일자리를 없앤다."}
    assert making.shelf().ids == ("b#0", "a#0", "a#1", "c#0")


def test_stale_vectors_are_dropped_when_all_is_made() -> None:
    """Not before: a stopped run must not lose what it may still need."""
    documents, vectors = corpus(), MemoryVectors()
    making = brought_up(Making(documents, vectors, WordEmbedder(), CLOCK))
    before = set(vectors.rows)
    documents.put(document("a", "전기 | 서버는 전기를 많이 쓴다."))
    documents.remove("b")
    making.follow()
    # What stays are the section's front, sentences and subjects, and the everyday questions.
    assert making.sweep() == len(before) - 4
    assert making.sweep() == 0
    documents.put(document("d", "새것 | 아직 벡터가 없는 새로운 이야기다."))
    documents.remove("a")
    making.follow()
    assert making.sweep() == 0
    brought_up(making)
    assert making.sweep() == 3
    assert len(vectors.rows) == 4


def test_vectors_of_another_model_are_made_anew_and_the_old_ones_go_in_time() -> None:
    """Replicas of two versions may run side by side for a while."""
    vectors = MemoryVectors()
    vectors.put("old/1", {"x": b""}, now=NOW - m.OTHER_MODELS_LIFE - timedelta(hours=1))
    vectors.put("new/9", {"x": b""}, now=NOW - timedelta(hours=1))
    making = brought_up(Making(corpus(), vectors, WordEmbedder("words/2"), CLOCK))
    assert making.sweep() == 1
    assert vectors.keys("old/1") == frozenset()
    assert vectors.keys("new/9") == {"x"}
    assert making.made == making.wanted


def test_bytes_that_cannot_be_read_are_made_again() -> None:
    """A damaged row costs a second of work."""
    documents, vectors = corpus(), MemoryVectors()
    brought_up(Making(documents, vectors, WordEmbedder(), CLOCK))
    for name, (_, made) in vectors.rows.items():
        vectors.rows[name] = b"\x01", made
    making = Making(documents, vectors, WordEmbedder(), CLOCK)
    making.follow()
    assert making.load() == 0
    assert brought_up(making).made == making.wanted


def test_memory_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sections beyond are found by words alone; the operator sees how many, and room that is freed is used."""
    monkeypatch.setattr(m, "MAX_VECTORS", 7)
    documents = Shelfful(*(document(f"d{n}", f"제목 {n} | 이야기 {n}번은 이렇게 시작한다.") for n in range(4)))
    making = brought_up(Making(documents, MemoryVectors(), WordEmbedder(), CLOCK))
    assert (making.wanted, making.made, making.beyond) == (4, 2, 2)
    documents.remove("d0")
    documents.remove("d1")
    brought_up(making)
    assert (making.wanted, making.made, making.beyond) == (2, 2, 0)


def test_a_database_that_was_put_in_its_place_is_read_anew() -> None:
    """Its revision begins again below the one seen."""
    documents = corpus()
    making = brought_up(Making(documents, MemoryVectors(), WordEmbedder(), CLOCK))
    making._documents = Shelfful(document("z", "새것 | 다른 이야기가 여기에 있다."))
    brought_up(making)
    assert making.shelf().ids == ("z#0",)


def test_the_embedder_gets_a_few_texts_at_a_time() -> None:
    """A query must find a core free soon, also beside a long section."""
    sizes: list[int] = []

    class Counting(WordEmbedder):
        def passages(self, texts: object) -> np.typing.NDArray[np.float32]:
            sizes.append(len(list(texts)))  # type: ignore[call-overload]
            return super().passages(texts)  # type: ignore[arg-type]

    lines = "\n".join(f"문장 {number}번은 어떤 사실을 자세하게 이야기합니다." for number in range(80))
    brought_up(Making(Shelfful(document("a", f"제목 | {lines}")), MemoryVectors(), Counting(), CLOCK))
    assert max(sizes) == m.TEXTS_AT_ONCE
    assert len(sizes) > 10


def test_stopping_ends_the_work_between_sections() -> None:
    """A program that is told to end does not wait for the rest."""
    making = Making(corpus(), MemoryVectors(), WordEmbedder(), CLOCK)
    making.follow()
    for _ in making.make(lambda: making.made >= 2):
        pass
    assert making.made == 2


def test_the_stamp_says_what_it_is() -> None:
    """Keys are hashes: nothing of a text can be read from them."""
    vectors = MemoryVectors()
    brought_up(Making(corpus(), vectors, WordEmbedder(), CLOCK))
    assert all(re.fullmatch(r"[0-9a-f]{64}(\.s|\.[0-9a-f]{12})?", key) for _, key in vectors.rows)
