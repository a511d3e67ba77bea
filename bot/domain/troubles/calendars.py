"""Calendar files (.ics), their events and the rules of their series."""

from __future__ import annotations

from bot.domain.troubles.wording import Catalogue, Said, Wording

_EXPORT_EN = "Correct the event in its calendar and export it again."
_EXPORT_KO = "캘린더에서 행사를 고친 뒤 다시 내보내 주세요."

_FILE: Catalogue = {
    "calendar.none": Wording(
        en=Said(
            "The file is no calendar: it has no line BEGIN:VCALENDAR.",
            "Export it again as iCalendar (.ics).",
        ),
        ko=Said(
            "캘린더 파일이 아닙니다. BEGIN:VCALENDAR 행이 없습니다.",
            "iCalendar(.ics) 형식으로 다시 내보내 주세요.",
        ),
    ),
    "calendar.many": Wording(
        en=Said(
            "The calendar has more than {limit} events; those from this line on are left out.",
            "Split it into several files.",
        ),
        ko=Said("캘린더의 행사가 {limit}개를 넘어 이 행부터는 뺐습니다.", "여러 파일로 나눠 주세요."),
    ),
    "calendar.event": Wording(
        en=Said("An event is left out: {reason}.", _EXPORT_EN),
        ko=Said("행사 하나를 뺐습니다. {reason}", _EXPORT_KO),
    ),
    "calendar.failure": Wording(
        en=Said("An event is left out: {reason}.", _EXPORT_EN),
        ko=Said("행사 하나를 읽지 못해 뺐습니다({reason}).", _EXPORT_KO),
    ),
    "calendar.line": Wording(
        en=Said("A line of an event cannot be read and is passed over.", "Correct it."),
        ko=Said("행사에 읽을 수 없는 행이 있어 그 행만 건너뛰었습니다.", "그 행을 고쳐 주세요."),
    ),
    "calendar.no_zone": Wording(
        en=Said("The time of an event names no time zone: only its day is kept.", "Give the event a time zone."),
        ko=Said("행사의 시각에 시간대가 없어 날짜만 남겼습니다.", "행사에 시간대를 정해 주세요."),
    ),
    "calendar.link": Wording(
        en=Said("The link '{link}' is no web address and is left out.", "Write it with https:// before it."),
        ko=Said("링크 ‘{link}’: 웹 주소가 아니어서 뺐습니다.", "https://로 시작하는 주소를 써 주세요."),
    ),
}

_EVENT: Catalogue = {
    "vevent.open_before_next": Wording(
        en=Said("it is not closed before the next one begins"),
        ko=Said("다음 행사가 시작되기 전에 닫히지 않았습니다."),
    ),
    "vevent.open_at_end": Wording(
        en=Said("it is not closed before the file ends"),
        ko=Said("파일이 끝날 때까지 닫히지 않았습니다."),
    ),
    "vevent.size": Wording(
        en=Said("it has more than {lines} lines or one of more than {characters} characters"),
        ko=Said("{lines}행을 넘거나 {characters}자보다 긴 행이 있습니다."),
    ),
    "vevent.missing": Wording(en=Said("it has no {name}"), ko=Said("{name} 속성이 없습니다.")),
    "vevent.unreadable": Wording(en=Said("its {name} cannot be read"), ko=Said("{name} 속성을 읽을 수 없습니다.")),
    "vevent.repeated": Wording(en=Said("it has more than one {name}"), ko=Said("{name} 속성이 둘 이상 있습니다.")),
    "vevent.year": Wording(
        en=Said("a date is no date of our time"),
        ko=Said("다룰 수 있는 범위를 벗어난 날짜가 있습니다."),
    ),
    "vevent.zone": Wording(
        en=Said("its time zone '{zone}' is not known"), ko=Said("시간대 ‘{zone}’: 알 수 없는 이름입니다.")
    ),
    "vevent.no_end_time": Wording(
        en=Said("its start has a time and its end has none"),
        ko=Said("시작에는 시각이 있는데 끝에는 없습니다."),
    ),
    "vevent.length": Wording(
        en=Said("it ends before it starts, or more than a year later"),
        ko=Said("끝이 시작보다 앞서거나 한 해 넘게 뒤에 있습니다."),
    ),
    "vevent.exceptions": Wording(
        en=Said("it has more than {limit} dates in {name}"),
        ko=Said("{name} 속성의 날짜가 {limit}개를 넘습니다."),
    ),
    "vevent.rule": Wording(
        en=Said("its rule '{rule}' cannot be kept, as {reason}"),
        ko=Said("반복 규칙 ‘{rule}’: 지킬 수 없는 규칙입니다. {reason}"),
    ),
}

_RULE: Catalogue = {
    "rule.unreadable": Wording(
        en=Said("a number or a date in it cannot be read"),
        ko=Said("읽을 수 없는 숫자나 날짜가 있습니다."),
    ),
    "rule.part": Wording(en=Said("'{part}' is no part of a rule"), ko=Said("‘{part}’: 규칙의 일부가 아닙니다.")),
    "rule.frequency": Wording(
        en=Said("FREQ '{frequency}' is none of {known}"),
        ko=Said("FREQ ‘{frequency}’: 쓸 수 있는 값이 아닙니다({known})."),
    ),
    "rule.unkept": Wording(
        en=Said("{part} is not kept by this calendar"), ko=Said("{part}: 이 캘린더가 다루지 않는 항목입니다.")
    ),
    "rule.week": Wording(
        en=Said("BYWEEKNO needs FREQ=YEARLY"), ko=Said("BYWEEKNO 항목은 FREQ=YEARLY일 때만 쓸 수 있습니다.")
    ),
    "rule.range": Wording(
        en=Said("'{value}' lies outside {least} to {most}"),
        ko=Said("‘{value}’: {least}부터 {most}까지의 범위를 벗어납니다."),
    ),
    "rule.zero": Wording(en=Said("0 counts no day"), ko=Said("0번째 날은 없습니다.")),
    "rule.weekday": Wording(en=Said("'{value}' is no weekday"), ko=Said("‘{value}’: 요일이 아닙니다.")),
    "rule.beyond_year": Wording(en=Said("'{value}' lies outside a year"), ko=Said("‘{value}’: 한 해를 벗어납니다.")),
    "rule.many_weekdays": Wording(en=Said("it has too many weekdays"), ko=Said("요일이 너무 많습니다.")),
}

CATALOGUE: Catalogue = {**_FILE, **_EVENT, **_RULE}
