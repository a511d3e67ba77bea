"""Time zones as documents name them: abbreviations and offsets beside a time."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

_KOREA = "Asia/Seoul"
_OFFSETS = {
    "kst": (540, _KOREA), "jst": (540, "Asia/Tokyo"), "hkt": (480, "Asia/Hong_Kong"), "sgt": (480, "Asia/Singapore"),
    "pst": (-480, "America/Los_Angeles"), "pdt": (-420, "America/Los_Angeles"),
    "mst": (-420, "America/Denver"), "mdt": (-360, "America/Denver"), "cdt": (-300, "America/Chicago"),
    "est": (-300, "America/New_York"), "edt": (-240, "America/New_York"),
    "cet": (60, "Europe/Paris"), "cest": (120, "Europe/Paris"),
    "eet": (120, "Europe/Athens"), "eest": (180, "Europe/Athens"),
    "wet": (0, "Europe/Lisbon"), "west": (60, "Europe/Lisbon"),
    "aest": (600, "Australia/Brisbane"), "aedt": (660, "Australia/Sydney"),
    "nzst": (720, "Pacific/Auckland"), "nzdt": (780, "Pacific/Auckland"),
    "utc": (0, "UTC"), "gmt": (0, "UTC"), "z": (0, "UTC"),
}  # fmt: skip
"""Minutes east of UTC that an abbreviation states, and a zone where it is in force on the days it may be used."""
_REGIONS = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
}
_OFFSET = re.compile(r"(?:utc|gmt)?\s{0,3}([+-])(\d{1,2}):?(\d\d)?")


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones()}


def zone_of(name: str, *, at: datetime, place: ZoneInfo | None) -> tzinfo | None:
    """The zone that a (lower-case) name beside a local time means; None where the name alone cannot tell.

    CST, IST and BST name several zones: they are read where the zone of the place calls itself so at that time. An
    abbreviation of a season that is not in force then (PST in July) tells nothing either.
    """
    if name in _OFFSETS:
        minutes, region = _OFFSETS[name]
        wanted = timedelta(minutes=minutes)
        in_force = [z for z in (place, ZoneInfo(region)) if z and at.replace(tzinfo=z).utcoffset() == wanted]
        return timezone(wanted) if in_force else None
    if "/" in name:
        return ZoneInfo(_known()[name]) if name in _known() else None
    if name in _REGIONS or name[0] in "한서":
        return ZoneInfo(_REGIONS.get(name, _KOREA))
    if match := _OFFSET.fullmatch(name):
        offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        in_use = offset <= timedelta(hours=14)  # Kiribati is the farthest
        return timezone(offset if match[1] == "+" else -offset) if in_use else None
    return place if place and (at.replace(tzinfo=place).tzname() or "").lower() == name else None
