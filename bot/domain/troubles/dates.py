"""Dates, periods and times: phrases that say why one cannot be read, each with its remedy.

In English they are clauses behind a colon, in Korean sentences of their own.
"""

from __future__ import annotations

from bot.domain.troubles.wording import Catalogue, Said, Wording

_FORM_EN, _FORM_KO = "Write it as 2024-12-10 or 2024.12.10~15.", "2024-12-10이나 2024.12.10~15처럼 써 주세요."
_DAY_EN, _DAY_KO = "Write it as 2024-12-10.", "2024-12-10처럼 써 주세요."
_ONE_EN, _ONE_KO = "Write one date or one period.", "날짜나 기간을 하나만 써 주세요."
_BOTH_EN, _BOTH_KO = "Write both its first and its last day.", "첫날과 마지막 날을 모두 써 주세요."
_YEAR_EN, _YEAR_KO = "Write the year.", "연도를 써 주세요."

_WORDS: Catalogue = {
    "date.empty": Wording(
        en=Said("the date is empty", "Write a date, or 미정 (TBD) where none is fixed yet."),
        ko=Said("날짜가 비어 있습니다.", "날짜를 쓰거나, 아직 정해지지 않았으면 ‘미정’이라고 써 주세요."),
    ),
    "date.length": Wording(
        en=Said("the date has more than {limit} characters", "Write only the date or the period here."),
        ko=Said("날짜가 {limit}자보다 깁니다.", "여기에는 날짜나 기간만 써 주세요."),
    ),
    "date.none": Wording(
        en=Said("there is no date in it", _FORM_EN),
        ko=Said("날짜가 들어 있지 않습니다.", _FORM_KO),
    ),
    "date.not_understood": Wording(
        en=Said("'{words}' is not understood as part of a date", _FORM_EN),
        ko=Said("날짜에서 ‘{words}’ 부분의 뜻을 알 수 없습니다.", _FORM_KO),
    ),
    "date.misplaced": Wording(
        en=Said("'{words}' has no place in the date", _ONE_EN),
        ko=Said("날짜에서 ‘{words}’ 부분이 무엇을 가리키는지 알 수 없습니다.", _ONE_KO),
    ),
    "date.open_day": Wording(
        en=Said("'{words}' leaves the day open", "Write the day itself, or 미정 (TBD)."),
        ko=Said("‘{words}’만으로는 며칠인지 알 수 없습니다.", "날짜를 그대로 쓰거나 ‘미정’이라고 써 주세요."),
    ),
    "date.fixed_and_open": Wording(
        en=Said("a day stands beside a word for 'not fixed yet'", "Write either the day or 미정 (TBD)."),
        ko=Said("날짜와 ‘미정’이라는 말이 함께 있습니다.", "날짜와 ‘미정’ 가운데 하나만 써 주세요."),
    ),
    "date.day_or_month": Wording(
        en=Said("'{words}' does not tell the day from the month", _DAY_EN),
        ko=Said("‘{words}’에서 어느 쪽이 월이고 어느 쪽이 일인지 알 수 없습니다.", _DAY_KO),
    ),
    "date.day_or_year": Wording(
        en=Said("'{words}' does not tell the year from the day", _DAY_EN),
        ko=Said("‘{words}’에서 어느 쪽이 연도이고 어느 쪽이 일인지 알 수 없습니다.", _DAY_KO),
    ),
    "date.orders": Wording(
        en=Said("day and month stand in different orders", _FORM_EN),
        ko=Said("월과 일의 순서가 서로 다릅니다.", _FORM_KO),
    ),
    "date.twice": Wording(
        en=Said("there is more than one {part}", _ONE_EN),
        ko=Said("둘 이상 적힌 항목이 있습니다({part}).", _ONE_KO),
    ),
    "part.year": Wording(en=Said("year"), ko=Said("연도")),
    "part.month": Wording(en=Said("month"), ko=Said("월")),
    "part.day": Wording(en=Said("day"), ko=Said("일")),
    "part.weekday": Wording(en=Said("weekday"), ko=Said("요일")),
    "part.nth_weekday": Wording(en=Said("weekday of the month"), ko=Said("몇째 요일")),
    "part.week": Wording(en=Said("week"), ko=Said("주")),
    "part.year_week": Wording(en=Said("week of the year"), ko=Said("연중 주 번호")),
    "part.part": Wording(en=Said("part of the month or year"), ko=Said("초·중·말 같은 시기")),
    "part.time": Wording(en=Said("time"), ko=Said("시각")),
    "part.zone": Wording(en=Said("time zone"), ko=Said("시간대")),
}

_YEARS: Catalogue = {
    "date.no_year": Wording(
        en=Said("no year is named, and the document has no date", _YEAR_EN),
        ko=Said("연도가 없고, 문서에도 날짜가 없습니다.", _YEAR_KO),
    ),
    "date.no_near_year": Wording(
        en=Said("no year is named, and no such day lies within {months} months of {issued}", _YEAR_EN),
        ko=Said("연도가 없고, 문서 날짜({issued})부터 {months}개월 안에는 그런 날이 없습니다.", _YEAR_KO),
    ),
    "date.needs_issue": Wording(
        en=Said("'{words}' needs the date of the document", _YEAR_EN),
        ko=Said("문서에 날짜가 없어 ‘{words}’의 연도를 알 수 없습니다.", _YEAR_KO),
    ),
    "date.no_start_year": Wording(
        en=Said("the year of the start is missing", "Write the year at both ends."),
        ko=Said("시작하는 쪽의 연도가 없습니다.", "시작과 끝에 모두 연도를 써 주세요."),
    ),
    "date.year": Wording(
        en=Said("the year {year} is out of reach", _FORM_EN),
        ko=Said("{year}년은 다룰 수 있는 범위를 벗어납니다.", _FORM_KO),
    ),
}

_DAYS: Catalogue = {
    "date.no_such_day": Wording(
        en=Said("there is no {day} of month {month} in {year}", _FORM_EN),
        ko=Said("{year}년에는 {month}월 {day}일이 없습니다.", _FORM_KO),
    ),
    "date.no_such_week": Wording(
        en=Said("there is no week {week} in {year}", _FORM_EN),
        ko=Said("{year}년에는 {week}번째 주가 없습니다.", _FORM_KO),
    ),
    "date.no_such_weekday": Wording(
        en=Said("{month} has no {nth}th such weekday", _FORM_EN),
        ko=Said("{month} 한 달에 그 요일은 {nth}번까지 오지 않습니다.", _FORM_KO),
    ),
    "date.no_month": Wording(
        en=Said("no month is named", _FORM_EN),
        ko=Said("몇 월인지 적혀 있지 않습니다.", _FORM_KO),
    ),
    "date.week_alone": Wording(
        en=Said("a week is named without its month", _FORM_EN),
        ko=Said("몇 월의 몇째 주인지 적혀 있지 않습니다.", _FORM_KO),
    ),
    "date.month_and_part": Wording(
        en=Said("a month and a part of the year stand side by side", _FORM_EN),
        ko=Said("월과 ‘상반기’ 같은 시기가 함께 적혀 있습니다.", _FORM_KO),
    ),
    "date.time_alone": Wording(
        en=Said("it names a time but no day", _FORM_EN),
        ko=Said("시각만 있고 날짜가 없습니다.", _FORM_KO),
    ),
    "date.weekday_alone": Wording(
        en=Said("a weekday stands without its day", _FORM_EN),
        ko=Said("요일만 있고 날짜가 없는 곳이 있습니다.", _FORM_KO),
    ),
    "date.weekday": Wording(
        en=Said("{day} is a {weekday}, not a {written}", "Correct day or weekday."),
        ko=Said("{day}: 적힌 요일은 {written}, 실제 요일은 {weekday}입니다.", "날짜나 요일을 바로잡아 주세요."),
    ),
    "weekday.monday": Wording(en=Said("Monday"), ko=Said("월요일")),
    "weekday.tuesday": Wording(en=Said("Tuesday"), ko=Said("화요일")),
    "weekday.wednesday": Wording(en=Said("Wednesday"), ko=Said("수요일")),
    "weekday.thursday": Wording(en=Said("Thursday"), ko=Said("목요일")),
    "weekday.friday": Wording(en=Said("Friday"), ko=Said("금요일")),
    "weekday.saturday": Wording(en=Said("Saturday"), ko=Said("토요일")),
    "weekday.sunday": Wording(en=Said("Sunday"), ko=Said("일요일")),
}

_PERIODS: Catalogue = {
    "period.no_start": Wording(
        en=Said("the beginning of the period is missing", _BOTH_EN),
        ko=Said("기간의 시작이 없습니다.", _BOTH_KO),
    ),
    "period.no_end": Wording(
        en=Said("the end of the period is missing", _BOTH_EN),
        ko=Said("기간의 끝이 없습니다.", _BOTH_KO),
    ),
    "period.end_alone": Wording(
        en=Said("only the end of the period stands there", _BOTH_EN),
        ko=Said("기간의 끝만 적혀 있습니다.", _BOTH_KO),
    ),
    "period.no_day": Wording(
        en=Said("one end of the period names no day", _FORM_EN),
        ko=Said("기간의 한쪽에 며칠인지 적혀 있지 않습니다.", _FORM_KO),
    ),
    "period.many_ends": Wording(
        en=Said("there are more than two ends", "Write one period."),
        ko=Said("기간이 둘 이상 적혀 있습니다.", "기간을 하나만 써 주세요."),
    ),
    "period.reversed": Wording(
        en=Said("the end {end} lies before the start {start}", _FORM_EN),
        ko=Said("끝({end})이 시작({start})보다 앞섭니다.", _FORM_KO),
    ),
    "period.not_over_new_year": Wording(
        en=Said("the end lies before the start", _FORM_EN),
        ko=Said("끝이 시작보다 앞섭니다.", _FORM_KO),
    ),
    "period.bounds": Wording(
        en=Said("the end {end} lies before the start {start}, or more than a year after it", _FORM_EN),
        ko=Said("끝({end})이 시작({start})보다 앞서거나 한 해 넘게 뒤에 있습니다.", _FORM_KO),
    ),
    "period.long": Wording(
        en=Said("the period from {start} to {end} is longer than a year", _FORM_EN),
        ko=Said("{start}부터 {end}까지의 기간이 한 해보다 깁니다.", _FORM_KO),
    ),
    "period.days": Wording(
        en=Said("from {start} to {end} are not {days} days", _FORM_EN),
        ko=Said("{start}부터 {end}까지는 {days}일간이 아닙니다.", _FORM_KO),
    ),
    "period.listed": Wording(
        en=Said("the days listed do not follow one another", "Write each of them in a row of its own."),
        ko=Said("나열한 날짜가 서로 이어지지 않습니다.", "날짜마다 한 줄씩 따로 써 주세요."),
    ),
}

_TIMES: Catalogue = {
    "time.none": Wording(
        en=Said("there is no time {time}", _FORM_EN),
        ko=Said("{time}: 없는 시각입니다.", _FORM_KO),
    ),
    "time.one_end": Wording(
        en=Said("a time stands at one end only"),
        ko=Said("시작과 끝 가운데 한쪽에만 시각이 있습니다."),
    ),
    "time.noon": Wording(
        en=Said("an hour may be before or after noon"),
        ko=Said("오전인지 오후인지 알 수 없는 시각이 있습니다."),
    ),
    "time.zone": Wording(
        en=Said("'{zone}' does not tell one time zone there and then"),
        ko=Said("‘{zone}’만으로는 그 장소와 날짜의 시간대를 하나로 정할 수 없습니다."),
    ),
    "time.no_zone": Wording(
        en=Said("no time zone is named, and the place tells none"),
        ko=Said("시간대가 적혀 있지 않고, 장소로도 알 수 없습니다."),
    ),
}

CATALOGUE: Catalogue = {**_WORDS, **_YEARS, **_DAYS, **_PERIODS, **_TIMES}
