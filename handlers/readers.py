"""Who reads: language and zone, from what the person chose, else from Slack's profile, kept for half a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import structlog

from bot.domain.answers import PROFILE_LIFE, Profile
from bot.errors import AitrendError, PostError, StoreError
from bot.services import Services
from bot.slack.messenger import Messenger
from bot.slack.texts import LANGUAGES

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Reader:
    """A person as the surface speaks to them; `results` is how many sections an answer has."""

    user: str
    language: str
    zone: ZoneInfo
    results: int = 3


def _zone(name: str, default: ZoneInfo) -> ZoneInfo:
    try:
        return ZoneInfo(name) if name else default
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return default


def _language(profile: Profile, default: str) -> str:
    for wanted in (profile.chosen_language, profile.locale):
        if wanted[:2].lower() in LANGUAGES:
            return wanted[:2].lower()
    # Somebody whose Slack is in a third language reads English rather than Korean.
    return "en" if profile.locale else default


def of_profile(profile: Profile, services: Services) -> Reader:
    """The reader that a profile describes, with the workspace's defaults."""
    return Reader(
        profile.user, _language(profile, services.language), _zone(profile.zone, services.zone), profile.results
    )


def default(user: str, services: Services) -> Reader:
    """A reader of whom nothing is known."""
    return of_profile(Profile(user), services)


def known(user: str, services: Services, *, owner: str) -> Reader:
    """The reader as far as is known without asking Slack: for answers that go with an acknowledgement."""
    kept = services.answers.profile(user, owner=owner) if user else None
    return of_profile(kept or Profile(user), services)


def find(user: str, services: Services, messenger: Messenger, *, owner: str, now: datetime) -> Reader:
    """The reader, asked of Slack where the kept profile is old. A profile that cannot be had is no reason to fail."""
    if not user:
        return default(user, services)
    try:
        kept = services.answers.profile(user, owner=owner) or Profile(user)
        if kept.fetched is not None and now - kept.fetched < PROFILE_LIFE:
            return of_profile(kept, services)
    except AitrendError as error:
        log.warning("reader.unknown", reason=type(error).__name__)
        return default(user, services)
    try:
        locale, zone = messenger.person(user)
    except PostError as error:
        log.warning("reader.not_fetched", reason=error.data.get("reason", ""))
        return of_profile(kept, services)
    try:
        services.answers.put_person(user, owner=owner, locale=locale, zone=zone, fetched=now)
    except StoreError as error:
        log.warning("reader.not_kept", reason=str(error))
    return of_profile(replace(kept, locale=locale, zone=zone), services)
