"""Events in tables, lists and front matter."""

from __future__ import annotations

from bot.domain.troubles.wording import Catalogue, Said, Wording

_TABLE_EN = "Give each event a name and a date: 행사명 and 기간, or Event and Date."
_TABLE_KO = "행사마다 이름과 날짜를 써 주세요. 열 제목은 ‘행사명’과 ‘기간’이 좋습니다."
_LIST_EN, _LIST_KO = (
    "Write a list of entries with title, date, place and url.",
    "title, date, place, url이 있는 항목의 목록으로 써 주세요.",
)

CATALOGUE: Catalogue = {
    "event.many": Wording(
        en=Said(
            "More than {limit} events stand here; those from this line on are left out.",
            "Split the list over several documents.",
        ),
        ko=Said("행사가 {limit}개를 넘어 이 행부터는 뺐습니다.", "목록을 여러 문서로 나눠 주세요."),
    ),
    "event.no_name": Wording(
        en=Said("An event has no name.", "Write its name into the first column."),
        ko=Said("이름이 없는 행사가 있습니다.", "첫째 열에 행사 이름을 써 주세요."),
    ),
    "event.no_date": Wording(
        en=Said("The event '{title}' has no date.", "Write a date, or 미정 (TBD) where none is fixed."),
        ko=Said(
            "행사 ‘{title}’의 날짜가 없습니다.",
            "날짜를 쓰거나, 정해지지 않았으면 ‘미정’이라고 써 주세요.",
        ),
    ),
    "event.date": Wording(
        en=Said("The date '{when}' of '{title}' cannot be read: {reason}.", "{reason.remedy}"),
        ko=Said("행사 ‘{title}’의 날짜(‘{when}’)를 읽을 수 없습니다. {reason}", "{reason.remedy}"),
    ),
    "event.times": Wording(
        en=Said(
            "The times of '{title}' are left out, only its days are kept: {reason}.",
            "Write the time with its zone, as in 14:00~16:00 KST.",
        ),
        ko=Said(
            "행사 ‘{title}’의 시각을 빼고 날짜만 남겼습니다. {reason}",
            "14:00~16:00 KST처럼 시각을 시간대와 함께 써 주세요.",
        ),
    ),
    "event.zone": Wording(
        en=Said("'{zone}' is no time zone.", "Write an IANA name such as Asia/Seoul."),
        ko=Said("‘{zone}’: 시간대 이름이 아닙니다.", "Asia/Seoul 같은 IANA 시간대 이름으로 써 주세요."),
    ),
    "event.link": Wording(
        en=Said("The link '{link}' is no web address.", "Write the whole address, with https:// before it."),
        ko=Said("링크 ‘{link}’: 웹 주소가 아닙니다.", "https://로 시작하는 전체 주소를 써 주세요."),
    ),
    "events.no_list": Wording(
        en=Said("`events` is no list.", _LIST_EN),
        ko=Said("`events`의 값이 목록이 아닙니다.", _LIST_KO),
    ),
    "events.no_event": Wording(
        en=Said("An entry of `events` says nothing of an event.", _LIST_EN),
        ko=Said("`events`에 행사의 내용이 없는 항목이 있습니다.", _LIST_KO),
    ),
    "table.no_name": Wording(
        en=Said("A date and a place stand in a table without the name of an event.", _TABLE_EN),
        ko=Said("표에 날짜와 장소는 있는데 행사 이름이 없습니다.", _TABLE_KO),
    ),
    "table.no_date": Wording(
        en=Said("The event '{title}' has no row with its date.", _TABLE_EN),
        ko=Said("행사 ‘{title}’의 날짜를 적은 행이 표에 없습니다.", _TABLE_KO),
    ),
}
