"""What people ask of anybody: the background before which a section must stand out.

Some sections lie near to every question: long ones, which say a bit of everything, introductions, conclusions. How near
they lie to these questions is known before anyone asks, and is taken from their nearness to a real one (hubness; the
correction is that of Dinu, Lazaridou & Baroni 2015, with a fixed set of queries in place of a pool).
"""

from __future__ import annotations

import hashlib

import numpy as np

from bot.domain.meaning import Embedder, VectorStore
from bot.domain.ports import Clock
from bot.meaning.fixed import Floats, fixed, floats
from bot.meaning.packing import pack, unpack

KOREAN = (
    "오늘 저녁에는 무엇을 먹을까",
    "내일 날씨가 어떤지 알려 줘",
    "감기에 걸렸을 때 빨리 낫는 방법",
    "주말에 아이와 갈 만한 곳",
    "집에서 할 수 있는 운동",
    "옷에 묻은 얼룩을 지우려면",
    "지하철 막차는 몇 시까지 있나",
    "오래된 가구를 버리는 절차",
    "요즘 재미있게 볼 만한 드라마",
    "친구 생일에 줄 선물",
    "화초가 시드는 까닭",
    "올해 추석은 언제인가",
    "휴대전화가 갑자기 꺼져요",
    "좋은 학교를 고르는 기준",
    "옛날 사람들은 어떻게 살았나",
    "돈을 모으는 습관",
)
ENGLISH = (
    "what should I cook tonight",
    "will it rain tomorrow",
    "how to get over a cold quickly",
    "things to do with children at the weekend",
    "exercises to do at home",
    "how do I remove a stain from a shirt",
    "when does the last train leave",
    "where to throw away old furniture",
    "a good series to watch",
    "birthday present for a friend",
    "why is my plant dying",
    "how far is the moon",
    "my phone turned off by itself",
    "how to choose a good school",
    "how people lived long ago",
    "habits for saving money",
)
"""Questions in both languages, since a question lies farther from what is written in another script. None of them is
about what the product's readers follow, and none stands in a labelled set.
"""

KEY = hashlib.sha256("\n".join((*KOREAN, *ENGLISH)).encode()).hexdigest()


def background(embedder: Embedder, vectors: VectorStore, clock: Clock) -> Floats:
    """The mean of the Korean questions' vectors and that of the English ones; made once for a model and stored."""
    stored = vectors.get(embedder.stamp, {KEY}).get(KEY)
    rows = unpack(stored, embedder.dimensions) if stored is not None else None
    if rows is None or len(rows) != 2:
        means = [np.mean([embedder.query(text) for text in texts], axis=0) for texts in (KOREAN, ENGLISH)]
        rows = fixed(np.stack(means).astype(np.float32))
        vectors.drop(embedder.stamp, {KEY})
        vectors.put(embedder.stamp, {KEY: pack(rows)}, now=clock.now())
    return floats(rows)
