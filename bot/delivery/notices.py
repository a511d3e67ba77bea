"""The one direct message to the owner of a subscription that had to be paused."""

from __future__ import annotations

from datetime import datetime

from bot.delivery.parts import Due
from bot.delivery.timing import NOTICE_LIFE
from bot.domain.delivery import NOTICE, Message, Payload, Planned
from bot.domain.subscription import Kind, Subscription, is_person

_KINDS = {
    "ko": {Kind.DIGEST: "주간 소식", Kind.REMINDERS: "행사 알림"},
    "en": {Kind.DIGEST: "weekly digest", Kind.REMINDERS: "event reminder"},
}
_TEXTS = {
    "ko": "{place}의 {kind} 구독을 일시 중지했습니다. {reason} 해결한 뒤 앱의 홈 탭에서 다시 시작해 주세요.",
    "en": "The {kind} subscription for {place} is paused. {reason} Once that is fixed, resume it from the Home tab.",
}
_PLACES = {"ko": ("<@{id}> 님", "<#{id}> 채널"), "en": ("<@{id}>", "<#{id}>")}
"""How a person and a channel are called."""
_REASONS = {
    "ko": {
        "is_archived": "채널이 보관되었습니다.",
        "channel_not_found": "채널이 없어졌거나 봇이 볼 수 없게 되었습니다.",
        "not_in_channel": "봇이 채널에서 제외되었습니다. `/invite`로 다시 초대할 수 있습니다.",
        "restricted_action": "봇이 그 채널에 글을 쓸 권한이 없습니다.",
        "restricted_action_read_only_channel": "봇이 그 채널에 글을 쓸 권한이 없습니다.",
        "user_not_found": "받는 사람을 찾을 수 없습니다.",
        "": "Slack이 게시를 거부했습니다({code}).",
    },
    "en": {
        "is_archived": "The channel was archived.",
        "channel_not_found": "The channel is gone, or the bot can no longer see it.",
        "not_in_channel": "The bot was removed from the channel; `/invite` brings it back.",
        "restricted_action": "The bot is not allowed to post in the channel.",
        "restricted_action_read_only_channel": "The bot is not allowed to post in the channel.",
        "user_not_found": "Its recipient cannot be found.",
        "": "Slack refuses to post there ({code}).",
    },
}


def notice_of(subscription: Subscription, reason: str, *, now: datetime) -> Planned | None:
    """The notice of a pause; None where nobody in Slack made the subscription."""
    if not subscription.created_by:
        return None
    wish = subscription.wish
    return Planned(
        # One for each pause: the version rises with it.
        key=f"notice:{subscription.id}:{subscription.version}",
        kind=NOTICE,
        owner=wish.owner,
        target=subscription.created_by,
        slot=now,
        expires=now + NOTICE_LIFE,
        ref={"target": wish.target, "kind": wish.kind.value, "language": wish.language, "reason": reason},
    )


class NoticeComposer:
    """Says what was paused and why, in the subscription's language."""

    def compose(self, due: Due, *, now: datetime) -> Payload | None:
        """The notice as planned."""
        ref = due.delivery.ref
        language = "en" if ref["language"] == "en" else "ko"
        known = _REASONS[language]
        reason = known.get(ref["reason"], known[""]).format(code=ref["reason"])
        target = str(ref["target"])
        person, channel = _PLACES[language]
        place = (person if is_person(target) else channel).format(id=target)
        text = _TEXTS[language].format(place=place, kind=_KINDS[language][Kind(ref["kind"])], reason=reason)
        block = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
        return Payload(Message(text, (block,)))
