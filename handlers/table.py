"""Every listener of the app, in one table: Bolt is wired from it, and the manifest is generated from it."""

from __future__ import annotations

from bot.slack.ids import COMMAND, Action, Shortcut, View, pattern
from bot.slack.listeners import (
    ASSISTANT,
    CHANNELS,
    COMMANDS,
    DIRECT,
    FILES,
    GROUPS,
    MENTIONS,
    USERS,
    WRITE,
    Listener,
    Trigger,
)
from handlers import answers, content, editor, files, home, messages, search, settings, shortcuts, subscriptions
from handlers.commands import on_command
from handlers.turn import Turn

LISTENERS: tuple[Listener[Turn], ...] = (
    Listener(Trigger.COMMAND, COMMAND, on_command, needs=(COMMANDS, WRITE, USERS)),
    Listener(Trigger.EVENT, "app_mention", messages.on_mention, needs=(MENTIONS,)),
    Listener(Trigger.EVENT, "message.im", messages.on_direct, needs=(DIRECT, ASSISTANT)),
    Listener(Trigger.EVENT, "message.channels", messages.on_channel_message, needs=(CHANNELS,)),
    Listener(Trigger.EVENT, "message.groups", messages.on_channel_message, needs=(GROUPS,)),
    Listener(Trigger.EVENT, "app_home_opened", home.on_home_opened),
    Listener(Trigger.MESSAGE_SHORTCUT, Shortcut.LOOK_UP, shortcuts.on_look_up, needs=(COMMANDS,)),
    Listener(Trigger.MESSAGE_SHORTCUT, Shortcut.ADD_FILE, files.on_add_file, needs=(COMMANDS, FILES)),
    Listener(Trigger.GLOBAL_SHORTCUT, Shortcut.SEARCH, search.on_search, needs=(COMMANDS,)),
    Listener(Trigger.ACTION, Action.SHARE, answers.on_share),
    Listener(Trigger.ACTION, Action.NEXT, answers.on_next),
    Listener(Trigger.ACTION, Action.BACK, answers.on_back),
    Listener(Trigger.ACTION, pattern(Action.RELATED), answers.on_related),
    Listener(Trigger.ACTION, pattern(Action.OPEN), answers.on_open),
    Listener(Trigger.ACTION, Action.HELPFUL, answers.on_helpful),
    Listener(Trigger.ACTION, Action.UNHELPFUL, answers.on_unhelpful),
    Listener(Trigger.ACTION, pattern(Action.SUGGESTION), answers.on_suggestion),
    Listener(Trigger.ACTION, pattern(Action.ASK), answers.on_ask),
    Listener(Trigger.ACTION, pattern(Action.ASK_ANYWAY), answers.on_ask_anyway),
    Listener(Trigger.ACTION, pattern(Action.PAGE), answers.on_page),
    Listener(Trigger.ACTION, Action.SHARE_SECTION, answers.on_share_section),
    Listener(Trigger.ACTION, Action.SEARCH, search.on_search),
    Listener(Trigger.OPTIONS, Action.SEARCH_SECTION, reply=search.on_options),
    Listener(Trigger.VIEW, View.SEARCH, reply=search.on_submit),
    Listener(Trigger.ACTION, pattern(Action.TOPIC), content.on_topic),
    Listener(Trigger.ACTION, Action.EVENTS_PAST, content.on_past_events),
    Listener(Trigger.ACTION, Action.DIGEST_POST, content.on_digest_post),
    Listener(Trigger.ACTION, Action.SUBSCRIBE, subscriptions.on_subscribe),
    Listener(Trigger.ACTION, Action.SUBSCRIPTION_EDIT, subscriptions.on_edit),
    Listener(Trigger.ACTION, Action.SUBSCRIPTION_PAUSE, subscriptions.on_pause),
    Listener(Trigger.ACTION, Action.SUBSCRIPTION_RESUME, subscriptions.on_resume),
    Listener(Trigger.ACTION, Action.SUBSCRIPTION_DELETE, subscriptions.on_delete),
    Listener(Trigger.VIEW, View.SUBSCRIBE, subscriptions.on_save, reply=subscriptions.check),
    Listener(Trigger.ACTION, Action.SETTINGS, settings.on_settings),
    Listener(Trigger.VIEW, View.SETTINGS, settings.on_save),
    Listener(Trigger.ACTION, pattern(Action.GAP_CLOSE), editor.on_gap_close),
    Listener(Trigger.ACTION, Action.UPLOAD_REMOVE, files.on_remove),
    Listener(Trigger.ACTION, pattern(Action.LINK)),
)
