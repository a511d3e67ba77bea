from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.ports import Change
from bot.domain.query import Correction, Reading
from bot.search.engine import Engine
from bot.search.words import lexicon
from tests.search.corpus import BRIEF, GLOSSARY, TODAY, TRENDS, changes, document, engine_of


@pytest.fixture(scope="module")
def engine() -> Engine:
    return engine_of([BRIEF, TRENDS], GLOSSARY)


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ("노벨 물리학상", "노벨 물리학상을 AI 연구자가 받다"),
        ("노벨물리학상", "노벨 물리학상을 AI 연구자가 받다"),
        ("노밸 물리학상", "노벨 물리학상을 AI 연구자가 받다"),
        ("노 벨 물리 학상", "노벨 물리학상을 AI 연구자가 받다"),
        ("shqpf anfflgkrtkd", "노벨 물리학상을 AI 연구자가 받다"),
        ("ㄴㅂ 물리학상", "노벨 물리학상을 AI 연구자가 받다"),
        ("ㄴㅂㅁㄹㅎㅅ", "노벨 물리학상을 AI 연구자가 받다"),
        ("Hinton", "노벨 물리학상을 AI 연구자가 받다"),
        ("알파칩", "딥마인드의 알파칩"),
        ("AlphaChip", "딥마인드의 알파칩"),
        ("alphachp", "딥마인드의 알파칩"),
        ("알파칲 설계", "딥마인드의 알파칩"),
        ("라마3.2", "라마 3.2 공개"),
        ("llama 3.2", "라마 3.2 공개"),
        ("ㅎ7 툴킷", "G7 툴킷"),
        ("ㅐㅔ두 source", "G7 툴킷"),
        ("가트너", "카카오의 카나나"),
        ("Gartner", "카카오의 카나나"),
        ("카카오카나나", "카카오의 카나나"),
        ("파인튜닝", "미세 조정"),
        ("fine-tuning", "미세 조정"),
        ("얼굴인식편향", "얼굴인식과 민권"),
        ("ㅇㄱㅇㅅ", "얼굴인식과 민권"),
        ("생성형AI를 교육에", "생성형 AI의 교육 활용"),
        ("편향을낳는 기술", "얼굴인식과 민권"),
    ],
)
def test_however_it_is_typed_the_section_comes_first(engine: Engine, query: str, heading: str) -> None:
    """Typos, spacing, layouts, initials, Latin, joined words, other names."""
    answer = engine.search(query)
    assert answer.answered
    assert answer.hits[0].section.heading == heading


def test_further_hits_hold_the_word(engine: Engine) -> None:
    """Sections with a word that merely begins alike are not listed under the one with the word."""
    assert [hit.section.path for hit in engine.search("알파칩").hits] == [("딥마인드의 알파칩",)]


@pytest.mark.parametrize(
    ("typed", "written"), [("로보트", "로봇"), ("로보트가", "로봇"), ("카페트", "카펫"), ("로케트", "로켓")]
)
def test_an_older_spelling_of_a_loanword_is_found(typed: str, written: str) -> None:
    """It sounds the same, and is several strokes away; told is what the documents write."""
    engine = engine_of([document("d", [("하나", f"새 {written} 이야기"), ("둘", "로마의 휴일")])])
    answer = engine.search(typed)
    assert answer.hits[0].section.heading == "하나"
    assert [correction.used for correction in answer.interpreted.corrections] == [written]


@pytest.mark.parametrize(
    ("query", "heading"),
    [("HR", "인사"), ("hr이", "인사"), ("RAG", "검색"), ("AI", "모델"), ("GPT", "대화"), ("un", None)],
)
def test_a_short_latin_word_is_no_part_of_a_longer_one(query: str, heading: str | None) -> None:
    """Its letters stand in some longer word of nearly every text; in a compound with Hangul it is a word of its own."""
    engine = engine_of(
        [
            document(
                "d",
                [
                    ("인사", "사내HR부서의 이야기"),
                    ("검색", "문서를 찾는 RAG 방식"),
                    ("모델", "생성AI가 글을 쓴다"),
                    ("대화", "ChatGPT와 나눈 말"),
                    ("나머지", "three storage functions maintain main paragraphs"),
                ],
            )
        ]
    )
    assert [hit.section.heading for hit in engine.search(query).hits] == [heading] * (heading is not None)


def test_words_that_only_ask_are_neither_missed_nor_offered() -> None:
    """Misspelled too; what is offered says something."""
    engine = engine_of([document("d", [("맘바", "맘바 구조는 기억을 덜 쓴다"), ("학회", "무엇이든 물어볼 수 있어")])])
    assert engine.search("맘바가 뭐에요").hits[0].section.heading == "맘바"
    assert "있어" not in engine.search("화성에 생물이 있어").did_you_mean


def test_everyday_english_is_not_read_by_its_sound() -> None:
    """`take` sounds like 타개, which nobody means who writes English."""
    engine = engine_of([document("d", [("경제", "불황 타개 방안을 찾는다."), ("스타트업", "테이크 회사가 뜬다.")])])
    assert not engine.search("take").answered


@pytest.mark.parametrize("query", ["영화", "이혼", "전세", "kitchen", "주식"])
def test_everyday_words_that_no_document_has_are_not_corrected_into_others(query: str) -> None:
    """Not by a slip, by their sound, across a blank, or as another word with a particle."""
    text = "영하 20도에서 시험했다. 사람이 혼자 본다. 전 세계와 전수 조사에서 기존엔 없던 주가 나왔다."
    others = [("다른 글", f"{number}번째 글은 다른 이야기를 한다.") for number in range(12)]
    assert not engine_of([document("a", [("시험", text), *others])]).search(query).answered


def test_an_article_about_a_name_comes_before_a_document_called_so() -> None:
    """Of sections that have it in their document's title alone the first one stands for the document."""
    parts = [
        ("시작", "무엇을 하는 회사인지 길게 물었다. 판사도 쓰는 도구를 만든다고 한다."),
        ("쉬는 날", "강에서 쉰다."),
    ]
    brief = document("brief", [("라온모델, 투자 유치", "라온모델이 투자를 받았다."), ("날씨", "비가 온다.")])
    engine = engine_of([document("interview", parts, title="인터뷰: 라온모델 대표"), brief])
    assert [hit.section.heading for hit in engine.search("라온모델").hits] == ["라온모델, 투자 유치", "시작", "쉬는 날"]


def test_a_spelled_amount_is_found_in_digits() -> None:
    """With or without a blank before what it counts."""
    engine = engine_of([document("a", [("로봇", "로봇 1,200대를 720억 원에 넘겼다."), ("녹음", "녹음 3초면 된다.")])])
    for query, heading in (("칠백이십억", "로봇"), ("천이백 대 로봇", "로봇"), ("삼 초 녹음", "녹음")):
        assert [hit.section.heading for hit in engine.search(query, limit=1).hits] == [heading]


def test_a_name_with_another_number_is_another_thing() -> None:
    """Neither the name nor any number that a section has answers for both."""
    others = [("다른 글", f"{number}번째 글은 다른 이야기를 한다.") for number in range(12)]
    engine = engine_of(
        [document("a", [("라마 3.2 공개", "메타가 라마 3.2를 내놓았다."), ("6. 수출", "칩 5종."), *others])]
    )
    assert engine.search("라마 3.2").answered
    assert not engine.search("라마 5").answered
    assert not engine.search("그록 5").answered


def test_laughter_is_no_part_of_a_query() -> None:
    """Alone it may be initial consonants."""
    engine = engine_of([document("a", [("코크 값", "커서가 비싸다."), ("날씨", "비가 온다.")])])
    assert engine.search("커서 비싸다ㅋㅋ").hits[0].section.heading == "코크 값"
    assert engine.search("커서 비싸다 ㅠㅠ").interpreted.terms == ("커서", "비싸다")
    assert engine.search("ㅋㅋ").interpreted.terms == ("ㅋㅋ",)


def test_a_slip_of_a_name_that_the_glossary_alone_has_is_found(engine: Engine) -> None:
    """The documents write it otherwise; told is the word that was meant."""
    answer = engine.search("파인츄닝")
    assert answer.hits[0].section.path == ("미세 조정",)
    assert answer.interpreted.corrections == (Correction("파인츄닝", "파인튜닝", Reading.TYPO),)


@pytest.mark.parametrize(
    "query", ["김치찌개 끓이는 법", "비트코인 반감기", "월드컵 우승국", "pizza dough", "ㅋㅋㅋㅋㅋ", "", "   ", "!!!"]
)
def test_what_is_not_there_is_not_answered(engine: Engine, query: str) -> None:
    """An honest no, without hits."""
    answer = engine.search(query)
    assert not answer.answered
    assert answer.hits == ()
    assert answer.total == 0


@pytest.mark.parametrize(
    ("query", "typed", "used", "reading"),
    [
        ("노밸 물리학상", "노밸", "노벨", Reading.TYPO),
        ("노ㅔ벨 물리학상", "노ㅔ벨", "노벨", Reading.TYPO),
        ("dkfvkclq", "dkfvkclq", "알파칩", Reading.LAYOUT),
        ("카카오카나나", "카카오카나나", "카카오 카나나", Reading.SPACING),
        ("파인튜닝", "파인튜닝", "미세 조정", Reading.ALIAS),
    ],
)
def test_corrections_are_said(engine: Engine, query: str, typed: str, used: str, reading: Reading) -> None:
    """The reader learns what was searched instead."""
    found = [(c.typed, c.used, c.reading) for c in engine.search(query).interpreted.corrections]
    assert found == [(typed, used, reading)]


def test_words_found_as_typed_are_no_corrections(engine: Engine) -> None:
    """Inflections are not worth a word, and words that only ask are no slips."""
    assert engine.search("노벨 물리학상을 받은 힌턴").interpreted.corrections == ()
    assert engine.search("노벨 물리학상 소식 있나요").interpreted.corrections == ()


def test_ever_new_words_take_no_more_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process lives for months, and nobody types the same."""
    monkeypatch.setattr(lexicon, "MAX_REMEMBERED", 20)
    engine = engine_of([BRIEF])
    for first in "갸냐댜랴먀뱌샤야쟈챠캬탸퍄햐":
        engine.search(f"{first}뵤{first}슈 {first}쿄")
    assert engine._generation is not None
    assert 0 < len(engine._generation.rarities) <= 20
    assert engine.search("노벨 물리학상").answered


def test_pages_follow_one_another(engine: Engine) -> None:
    """Offsets cut one order; the total counts all of it."""
    whole = engine.search("AI", limit=20)
    parts = [hit for offset in range(0, whole.total, 2) for hit in engine.search("AI", limit=2, offset=offset).hits]
    assert [hit.section.id for hit in parts] == [hit.section.id for hit in whole.hits]
    assert whole.total == len(whole.hits)


def test_the_newer_of_equals_comes_first() -> None:
    """Recency parts equals only."""
    old = document("old", [("회의", "정기 회의 안건은 예산이다.")], title="회의록", day=TODAY.replace(year=2020))
    new = document("new", [("회의", "정기 회의 안건은 예산이다. 참석자 명단.")], title="회의록", day=TODAY)
    better = document("better", [("예산 안건", "예산 안건 예산 안건.")], title="예산", day=TODAY.replace(year=2015))
    found = engine_of([old, new, better]).search("예산 안건", limit=5).hits
    assert found[0].document.id == "better"


def test_copies_collapse_under_the_best() -> None:
    """A near-duplicate is named by the hit that stands for it."""
    text = "오픈소스 모델 몰모는 벤치마크에서 높은 점수를 받았고 데이터와 코드를 모두 공개했다. 누구나 쓸 수 있다."
    one, two = document("one", [("몰모", text)]), document("two", [("몰모", text + " 끝.")])
    other = document("three", [("다른 글", "몰모와 다른 모델을 비교한 표가 있다. 점수는 표에 있다.")])
    answer = engine_of([one, two, other]).search("몰모 벤치마크 점수", limit=5)
    assert len({hit.document.id for hit in answer.hits} & {"one", "two"}) == 1
    assert answer.hits[0].similar in {("one/1",), ("two/1",)}


def test_a_team_sees_its_own_and_the_shared_alone() -> None:
    """Hits, sections, suggestions, related ones, corrections and aliases keep another team's words."""
    secret = document(
        "secret",
        [("프로젝트 무지개여우", "무지개여우(Rainbowfox)는 곧 시작한다. 알파칩을 쓴다.")],
        owner="T1",
        tags=("대외비",),
    )
    engine = engine_of([BRIEF, TRENDS, secret], GLOSSARY)
    assert engine.search("무지개여우", owner="T1").hits[0].document.id == "secret"
    assert engine.search("rainbowfox", owner="T1").answered
    for owner in ("", "T2"):
        for query in ("무지개여우", "무지개여오", "rainbowfox", "ㅁㅈㄱㅇㅇ", "tag:대외비", "anwlrodudn"):
            answer = engine.search(query, owner=owner)
            assert "secret" not in {hit.document.id for hit in answer.hits}
            assert "무지개여우" not in str((answer.did_you_mean, answer.interpreted.corrections))
        assert engine.section("secret/1", owner=owner) is None
        assert engine.related("secret/1", owner=owner) == ()
        shown = {s.section_id for typed in ("무지", "ㅁㅈㄱ", "") for s in engine.suggest(typed, owner=owner)}
        assert "secret/1" not in shown
        assert "secret/1" not in {hit.section.id for hit in engine.related("brief/2", owner=owner)}
        assert "rainbowfox" not in str(engine.aliases(owner=owner))
    assert engine.section("secret/1", owner="T1") is not None


def test_suggestions_begin_as_typed(engine: Engine) -> None:
    """Half a syllable, initials and words of headings; the newest where nothing is typed."""
    assert [s.heading for s in engine.suggest("노벨")] == ["노벨 물리학상을 AI 연구자가 받다"]
    assert engine.suggest("알팣")[0].heading == "딥마인드의 알파칩"
    assert engine.suggest("ㅇㄱㅇㅅ")[0].heading == "얼굴인식과 민권"
    assert {s.title for s in engine.suggest("", limit=5)} == {"월간 인공지능 소식"}
    assert engine.suggest("없는말로시작") == ()


def test_related_sections_treat_the_same() -> None:
    """Telling words lead to them; the section itself is left out."""
    more = document("more", [("알파칩 다음", "딥마인드가 알파칩의 칩 설계를 넓힌다."), ("날씨", "내일은 맑다.")])
    found = engine_of([BRIEF, TRENDS, more]).related("brief/2")
    assert found[0].section.id == "more/1"
    assert "brief/2" not in {hit.section.id for hit in found}


def test_aliases_are_the_glossary_and_mined_names(engine: Engine) -> None:
    """Trends count a thing once under all its names."""
    aliases = engine.aliases()
    assert aliases["미세 조정"] == ("파인튜닝", "fine-tuning")
    assert "alphachip" in aliases["알파칩을"] if "알파칩을" in aliases else "alphachip" in aliases["알파칩"]


def test_documents_change_and_go(tmp_path: Path) -> None:
    """A change replaces, a removal removes, words of gone documents are no longer known."""
    engine = Engine(tmp_path / "index", today=lambda: TODAY)
    engine.apply(changes([BRIEF, TRENDS]), revision=2)
    changed = document("trends", [("양자컴퓨터", "양자컴퓨터의 오류 정정이 나아졌다.")], title="인공지능 동향")
    engine.apply([Change(3, "trends", changed)], revision=3)
    assert engine.search("양자컴퓨터 오류").hits[0].section.heading == "양자컴퓨터"
    assert not engine.search("얼굴인식 편향").answered
    engine.apply([Change(4, "trends", None)], revision=4)
    assert not engine.search("양자컴퓨터 오류 정정").answered
    assert engine.section("trends/1") is None
    assert engine.suggest("양자") == ()
    assert engine.revision() == 4


def test_many_small_changes_keep_one_truth(tmp_path: Path) -> None:
    """Parts that are joined over and over hold what a fresh index would."""
    engine = Engine(tmp_path / "index")
    for turn in range(24):
        name = f"d{turn % 6}"
        engine.apply(
            [Change(turn + 1, name, document(name, [("차례", f"차례{turn}번 문서의 본문이다.")]))], revision=turn + 1
        )
    for turn in range(24):
        answer = engine.search(f"차례{turn}번")
        hit = bool(answer.hits) and f"차례{turn}번" in answer.hits[0].section.text
        assert hit == (turn >= 18)
    assert len(list((tmp_path / "index").rglob("*.part"))) <= 18


def test_searches_in_threads_see_whole_generations() -> None:
    """While documents change, every answer is that of one generation."""
    engine = engine_of([])
    wrong: list[str] = []
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            texts = {hit.section.text.split()[0] for hit in engine.search("문서 본문 차례", limit=10).hits}
            if len(texts) > 1:
                wrong.append(str(texts))

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    for turn in range(12):
        batch = [document(f"d{n}", [("글", f"차례{turn} 문서 본문 차례 {n}")]) for n in range(4)]
        engine.apply(changes(batch), revision=turn + 1)
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []


NASTY = st.one_of(
    st.text(st.characters(codec=None), max_size=300),
    st.text(st.sampled_from("ㄱㄴㅏㅑ가나다 abc\"-:태그after3.🎉\u0301\u1112\ud800\u202e\n\t"), max_size=300),
    st.sampled_from(
        [
            *("가" * 8000, "ㄱ" * 8000, "a" * 8000, "가 " * 4000, "\u0301" * 8000, "🎉" * 2000),
            *("\ud800" * 100, '"' * 8000),
            *("-가 " * 2666, "tag:" * 2000, "after:2024 " * 700, "ㅏㄱ" * 4000),
            *("1," * 4000, "(" * 8000, "노벨물리학상" * 1300, "𠀀노벨𠀀" * 9),
        ]
    ),
)  # fmt: skip


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NASTY)
def test_no_query_raises_and_all_spans_slice(engine: Engine, query: str) -> None:
    """Any string gets an answer whose spans lie in the section, trimmed, in order and apart."""
    answer = engine.search(query, limit=5)
    engine.suggest(query)
    for hit in answer.hits:
        text = hit.section.text
        for span in (hit.key_sentence, hit.snippet, *hit.highlights):
            assert 0 <= span.start <= span.end <= len(text)
            part = text[span.start : span.end]
            assert part == part.strip()
        assert all(one.end < other.start for one, other in zip(hit.highlights, hit.highlights[1:], strict=False))
        assert hit.snippet.start <= hit.key_sentence.start <= hit.key_sentence.end <= hit.snippet.end


def test_an_empty_engine_answers_calmly() -> None:
    """Before the first document there is nothing, and nothing breaks."""
    engine = Engine(None, GLOSSARY)
    assert engine.revision() == 0
    assert not engine.search("노벨").answered
    assert engine.suggest("") == ()
    assert engine.related("x") == ()
    assert engine.section("x") is None
    assert engine.aliases()["인공지능"] == ("AI",)


def test_the_payload_gives_back_what_was_indexed(engine: Engine) -> None:
    """A section comes back as it went in."""
    found = engine.section("brief/3")
    assert found == (BRIEF.info, BRIEF.sections[2])
    assert replace(found[0], tags=()) != BRIEF.info
