"""What kind of thing a question asks for, where a text shows that kind in its letters: reasons, dates, spans of time,
sums, counts, amounts, and what is most.

Who and where are not told: names of people and places look like any other word.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.search.spelling.analyze import PARTICLES, stem

_SCALE = r"[\d,.]{0,15}\s?(?:[십백천만억조]{1,3}\s?){0,3}(?:(?:thousand|million|billion|k)\s)?"
"""What may stand between a number's first digit and what it counts; bounded, since a document may be all digits."""

_IN_WORDS = r"(?<![가-힣])(?:[한두세네석넉]|다섯|여섯|일곱|여덟|아홉|열)\s?"
"""A small number before what it counts, as Korean writes it."""

_MONTHS = r"January|February|March|April|May \d|June|July|August|September|October|November|December"
_DATE = rf"(?<!\d)(?:19|20)\d\d(?:\b|\s?년)|\d\s?월|\d\s?일(?!\s?간)|[내작재]년|지난해|올해|\b(?:{_MONTHS})"
_DAYS = r"(?<!월)(?<!월\s)(?<!\d)\d{1,4}\s?(?:영업)?일(?!\d)|하루|[이사나]흘|이틀|닷새|엿새|이레|여드레|열흘|보름"
_SPAN = (
    rf"{_DAYS}|(?:\d[\d,.]{{0,9}}\s?|{_IN_WORDS})(?:초|분|시간|주|개월|달|년)(?![가-힣]{{0,2}}\s?\d)"
    r"|\b(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b"
)
_AMOUNT = r"(?<![A-Za-z\d.,-])(?!(?:19|20)\d\d\b)\d[\d.,]*(?![\d.,]|\s?(?:년|월|일)(?!\s?간))"
"""A number that belongs neither to a date nor to a name (`GPT-5`)."""

_SUM = (
    rf"[$€£¥₩] ?\d|\d{_SCALE}(?:원|달러|유로|위안|엔(?![가-힣])|파운드|프랑|루피|크로나|dollars?|euros?|pounds)"
    r"|(?<=[\t|]) ?\d[\d.,]* ?(?=[\t|\n])"
)
"""A number with a currency, or one that fills a cell: the currency stands in the name of the column."""

# Where every alternative begins with a letter that has one form, a text is searched ten times as fast.
_REASON = (
    r"때문|이유|까닭|탓|원인|덕분|덕에|문제로|므로|니까|까 ?봐"
    r"|because|Because|since|Since|due to|Due to|so that|reasons?\b|owing to"
)
_MOST = (
    r"가장|제일|최고|최대|최다|최소|최저|최단|최장|1위|일위"
    r"|most\b|least\b|best\b|worst\b|fastest|slowest|largest|biggest|smallest|highest|lowest|cheapest|longest|tallest|newest"
)

_ASKS_COUNT = re.compile(r"몇\s*(?!년도|년에|월|일)(?P<counter>[가-힣%]+)|how many (?P<unit>[a-z]+)", re.IGNORECASE)
_ASKS_WHY = re.compile(r"왜(?<![가-힣]왜)(?![가-힣])|어째서|(?:이유|까닭|원인)[은는이가]?(?![가-힣])|why\b|Why\b")
_ASKS_DAYS = re.compile(
    r"(?:며칠|몇 ?일) ?(?:동안|간|만|이내|안|걸|줬|주|남|더|뒤|후|전|씩|쉬|기다)|기[간한][은이을]? ?며칠"
)
_ASKS_DATE = re.compile(
    r"언제(?!나|든)|며칠|몇\s*(?:년도|년에|월|일)|(?:연도|년도|날짜|시기|[한된던는]\s?(?:해|날))는"
    r"|^\W*when\b|(?:since|until|by|know|tell me) when\b|what (?:date|day|year)",
    re.IGNORECASE,
)
_ASKS_SPAN = re.compile(r"얼마나 (?:오래|걸)|[Hh]ow long\b")
_ASKS_AMOUNT = re.compile(r"얼마(?!\s*(?:전|간|안))|how much|비율|\s수는|인원|percent", re.IGNORECASE)
_ASKS_MOST = re.compile(r"가장(?![가-힣])|제일(?![가-힣])|the most\b|the [a-z]{3,8}est\b")
_KINDS = tuple(
    (asks, re.compile(shows))
    for asks, shows in (
        (_ASKS_WHY, _REASON),
        (_ASKS_DAYS, _DAYS),
        (_ASKS_DATE, rf"(?i:{_DATE})"),
        (_ASKS_SPAN, _SPAN),
        (_ASKS_AMOUNT, _AMOUNT),
        (_ASKS_MOST, _MOST),
    )
)
"""What a query asks by, and what an answer to it shows; the first that fits counts."""

_MONEY = re.compile(
    r"(?<![지방조])금(?:[은는이가을를]|\s)|[가-힣][비료값액][은는이가을를]?\s|가격|비용|예산|[수단]가|매출|가치"
    r"|\b(?:costs?|pa(?:y|id)|price|fee|invoice|bill|raised?|spen[dt]|budget)\b",
    re.IGNORECASE,
)
"""What makes an amount that is asked for a sum."""

_SUMS, _AMOUNTS = re.compile(_SUM), re.compile(_AMOUNT)

_SAME = {
    "프로": "%|퍼센트|percent",
    "퍼센트": "%|percent",
    "%": "퍼센트|percent",
    "번": "회|차례",
    "회": "번",
    "명": "인|사람",
    "사람": "명",
    "달": "개월",
    "개월": "달",
    "곳": "군데|개",
    "시": r":\d\d",
}


@lru_cache(maxsize=512)
def asked(query: str) -> re.Pattern[str] | None:
    """What a text must hold to answer a query's question; None where it asks for nothing of the kind."""
    if found := _ASKS_COUNT.search(query):
        return re.compile(_counted(found["counter"] or found["unit"]), re.IGNORECASE)
    shown = next((shows for asks, shows in _KINDS if asks.search(query)), None)
    return _SUMS if shown is _AMOUNTS and _MONEY.search(query) else shown


def _counted(word: str) -> str:
    """A number with the counter behind it: `몇 초까지` is answered by `25초`, `몇 달` by `여섯 달`."""
    cut = stem(word)
    counter = cut[0] if cut[1:] in PARTICLES else cut
    names = "|".join(filter(None, (re.escape(counter), _SAME.get(counter, ""))))
    return rf"(?:\d{_SCALE}|{_IN_WORDS})(?:{names})"
