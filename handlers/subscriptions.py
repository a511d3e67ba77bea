"""Subscriptions: made and changed in a window, paused and deleted by buttons."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.delivery import Message
from bot.domain.subscription import Subscription
from bot.services import Subscriptions
from bot.slack.views import notice, subscribing
from bot.slack.views import subscriptions as views
from bot.slack.views.subscribing import Form
from handlers import home, offers
from handlers.once import once, pressed_anew
from handlers.turn import Turn


def subscribe(turn: Turn, _: str = "") -> None:
    """Opens the window for a new one."""
    if turn.trigger:
        on_subscribe(turn)
    else:
        turn.tell(offers.subscribe(turn.texts))


def on_subscribe(turn: Turn) -> None:
    """The button for a new one."""
    channel = "" if turn.direct else turn.channel
    turn.show(subscribing.window(turn.texts, Form("", channel), wish=None, zone=turn.reader.zone.key))


def listed(turn: Turn, _: str = "") -> None:
    """Those of this channel, those that go to the person, and those that the person made."""
    turn.tell(_concerned(turn))


def _concerned(turn: Turn) -> Message:
    concerned = [each for each in turn.services.subscriptions.list(owner=turn.owner) if _may(turn, each, turn.channel)]
    return views.listed([home.shown(turn, each) for each in concerned], turn.texts, turn.reader.zone)


def _may(turn: Turn, subscription: Subscription, channel: str) -> bool:
    """Whoever gets it, made it, or asks from the channel that gets it; `channel` is empty where it is none."""
    of_channel = bool(channel) and subscription.wish.target == channel
    return of_channel or turn.user in {subscription.created_by, subscription.wish.target}


def _pressed(turn: Turn) -> Subscription | None:
    """The subscription of the pressed button; where it is gone or somebody else's the person is told."""
    found = turn.services.subscriptions.get(turn.value, owner=turn.owner)
    if found is None:
        _again(turn)
        turn.tell(notice.say(turn.texts("subscription.gone")))
    elif not _may(turn, found, turn.channel):
        turn.tell(notice.say(turn.texts("subscription.not_yours")))
        return None
    return found


def _again(turn: Turn) -> None:
    """Shows the list or the home page as it is now."""
    if turn.view.get("type") == "home":
        home.publish(turn)
    else:
        turn.tell(_concerned(turn), replacing=True)


def _changed(turn: Turn, change: Callable[[Subscriptions, str], object]) -> None:
    found = _pressed(turn)
    if found is not None and pressed_anew(turn):
        change(turn.services.subscriptions, found.id)
        _again(turn)


def on_pause(turn: Turn) -> None:
    """Stops its sends."""
    _changed(turn, lambda service, name: service.pause(name, owner=turn.owner, now=turn.now))


def on_resume(turn: Turn) -> None:
    """Lets it send again."""
    _changed(turn, lambda service, name: service.resume(name, owner=turn.owner, now=turn.now))


def on_delete(turn: Turn) -> None:
    """Forgets it."""
    _changed(turn, lambda service, name: service.delete(name, owner=turn.owner, now=turn.now))


def on_edit(turn: Turn) -> None:
    """Opens the window with what was chosen."""
    found = _pressed(turn)
    if found is not None:
        form = Form(found.id, turn.channel)
        turn.show(subscribing.window(turn.texts, form, wish=found.wish, zone=found.wish.rule.zone))


def check(turn: Turn) -> Mapping[str, Any] | None:
    """What is wrong with which field, told in the window, before it closes."""
    wish = subscribing.read(turn.values, turn.texts, owner=turn.owner, user=turn.user, zone=turn.reader.zone.key)
    return {"response_action": "errors", "errors": wish} if isinstance(wish, dict) else None


def on_save(turn: Turn) -> None:
    """Makes or changes the subscription that the window describes, once."""
    service = turn.services.subscriptions
    form = Form.load(turn.metadata)
    before = service.get(form.subscription_id, owner=turn.owner) if form.subscription_id else None
    zone = before.wish.rule.zone if before else turn.reader.zone.key
    wish = subscribing.read(turn.values, turn.texts, owner=turn.owner, user=turn.user, zone=zone)
    if isinstance(wish, dict):
        return
    said = json.dumps(turn.values, sort_keys=True, ensure_ascii=False)
    key = f"form:{turn.owner}:{turn.view.get('id')}:{hashlib.sha256(said.encode()).hexdigest()[:16]}"

    def effect(_: None) -> None:
        if not form.subscription_id:
            saved: Subscription | None = service.create(wish, by=turn.user, now=turn.now)
        elif before is not None and _may(turn, before, form.channel):
            saved = service.change(form.subscription_id, wish, owner=turn.owner, now=turn.now)
        else:
            saved = None
        _tell_saved(turn, form, saved)

    once(turn, key, lambda: None, effect)
    home.publish(turn)


def _tell_saved(turn: Turn, form: Form, saved: Subscription | None) -> None:
    if saved is None:
        message = notice.say(turn.texts("subscription.gone"))
    else:
        message = views.saved(home.shown(turn, saved), turn.texts, turn.reader.zone)
    turn.reach(message, form.channel)
