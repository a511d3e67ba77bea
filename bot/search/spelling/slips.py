"""How likely one key sequence is a slip for another: the cost of its strokes by what fingers do.

Kernighan, Church & Gale (1990) rank corrections by a noisy channel; here the channel is a small table over the
keyboard's geometry, and the prior is how often the corpus has the word.
"""

from __future__ import annotations

from bot.search.spelling.analyze import stem
from bot.search.spelling.hangul import is_garbled, is_syllable, keys

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _beside() -> dict[str, frozenset[str]]:
    place = {key: (row, column) for row, keys in enumerate(_ROWS) for column, key in enumerate(keys)}
    return {
        key: frozenset(
            other for other, (r, c) in place.items() if other != key and abs(r - row) <= 1 and abs(c - column) <= 1
        )
        for key, (row, column) in place.items()
    }


BESIDE = _beside()
"""Key -> the keys that touch it."""

SWAP, NEIGHBOUR_KEY, REPEAT, OTHER = 0.8, 0.8, 0.8, 1.1


def cost(typed: str, meant: str, distance: int) -> float:
    """Strokes between two key sequences, a likely slip counting less than an unlikely one.

    `distance` is their OSA distance; more than one slip is not looked into.
    """
    if distance != 1:
        return float(distance)
    start, stop, shorter = 0, 0, min(len(typed), len(meant))
    while start < shorter and typed[start] == meant[start]:
        start += 1
    while stop < shorter - start and typed[-1 - stop] == meant[-1 - stop]:
        stop += 1
    wrong, right = typed[start : len(typed) - stop], meant[start : len(meant) - stop]
    if len(wrong) == len(right) == 1:
        return NEIGHBOUR_KEY if right in BESIDE.get(wrong, ()) else OTHER
    if len(wrong) == 2:
        return SWAP
    extra, rest = (wrong, typed) if wrong else (right, meant)
    around = rest[max(0, start - 1) : start] + rest[start + 1 : start + 2]
    close = BESIDE.get(extra, frozenset()) | {extra}
    return REPEAT if any(key in close for key in around) else 1.0


COMMON_SYLLABLES = frozenset(
    "가각간감강갖같개객거건검것게격견결경계고공과관광교구국군굴권규그극근글금급기길김까께나난날남내너넌네"
    "년노논높놓누느는늘능니다단달담답당대더던데델도독돌동되된될두뒤드든들등디따때또라락란랄람랑래랜략량러"
    "런럼레려력련령례로록론뢰료루룹르른를름리린림립링마만많말망맞매머먼메며면명몇모목몰못무문물미민및바박"
    "반받발밝방배백버번벌범법베벤변별병보복본부북분불브블비빠사산살삼상새색생서석선설성세센션소속손송쇼수"
    "순술스습승시식신실심써쓰아악안않알았앞애야약양어억언얼업없었에엔여역연열였영예오온올와완왕외요용우운"
    "울움워원월웨위유육윤율으은을음응의이인일임입있자작잡장재쟁저적전절점접정제젠져졌조족존종주준줄중즈증"
    "지직진질집징째차찰참창찾채책처천첫청체초총최추축출츠측치침칩카커케코콘크큰클키타탄태택터턴테텍텐템토"
    "통투트특티파판패퍼페편평포폭표품프픈플피필하학한할함합항해했행향허험혁현협형호화확환활황회획효후훈히"
)
"""The 400 syllables of which 94 % of Korean text consists, of 348,000 syllables of the benchmark's encyclopedia and
47,000 of reports on AI. A slip leads to another one as often as not, a word of the language seldom has one.
"""

SURE_KEYS, SURE_KEYS_UNLIKELY, SURE_KEYS_TWICE = 7, 8, 10
"""Keys of a word from which a known one near it is meant: by a likely stroke, by an unlikely one, by two.

Of 1,551 nouns of an encyclopedia that 32 articles on AI lack, so many of each hundred have a neighbour there by chance:

    keys           4   5   6   7   8   9
    likely        47  22   9   4   0   1
    with seldom    1   1   1   0   0   0
    unlikely      28  23  11   4   0   2
    two strokes                32  12   2
"""


EVERYDAY_ODD = frozenset(
    """
    가뭄 갈비 감귤 강낭콩 겨울 고깃집 고춧가루 골프 곰팡이 국밥 김밥 꽃집 꿀벌 낙지 낚시 낮잠 냄비 넥타이 눈썹 단팥빵
    달걀 닭갈비 당뇨 돼지 두꺼비 딱지 딸기 땅콩 떡볶이 뚜껑 만둣국 맥주 머리띠 멸치 목걸이 무릎 무좀 바둑 밥솥 배꼽
    버섯 벚꽃 볶음밥 비듬 비빔밥 빗자루 빨래 빵집 뽀뽀 뿌리 사탕 삼겹살 새끼 샴푸 설탕 손톱 숟가락 슬리퍼 썰매 씨름
    씨앗 앵두 어깨 얼룩말 엄마 엉덩이 옥수수 올림픽 옷장 우엉 윷놀이 잇몸 잠수 잠수함 잠옷 장롱 젓가락 조깅 주먹밥
    짜장면 짬뽕 찌개 찐빵 찜닭 찜질방 참깨 책꽂이 천둥 청첩장 초콜릿 치킨 칫솔 카펫 칼국수 캠핑 커튼 콧물 콩나물 쿠키
    탁구 태풍 토끼 튀김 트럭 팔꿈치 팥빙수 펜싱 펭귄 풍선 핀셋 햄버거 헬멧 형광펜 호떡 혼수 흉터
    """.split()  # noqa: SIM905 - a table of words reads better than a list of literals
)
"""Everyday words that look mistyped by their syllables. The list need not be whole: it spares what is asked most.
"""


def is_odd(word: str) -> bool:
    """Whether a word looks mistyped, whatever the documents have."""
    if is_garbled(word):
        return True
    seldom = any(is_syllable(char) and char not in COMMON_SYLLABLES for char in word)
    return seldom and not {word, stem(word)} & EVERYDAY_ODD


def is_sure(typed: str, meant_cost: float, distance: int) -> bool:
    """Whether a slip is told from a word that the documents merely lack: the shorter a word, the more others are near
    to it by chance (`영화`, `영하`).
    """
    count = len(keys(typed))
    if distance > 1:
        return count >= SURE_KEYS_TWICE or is_garbled(typed)
    return is_odd(typed) or count >= (SURE_KEYS if meant_cost < 1 else SURE_KEYS_UNLIKELY)
