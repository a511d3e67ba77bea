"""Mentions, direct messages, and follow-ups in the thread of an answer."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.answers import GivenAnswer, ThreadState
from bot.domain.delivery import Message
from bot.domain.hit import Hit
from bot.slack import blocks, followup
from bot.slack.commands import read
from bot.slack.followup import FollowUp, Step
from bot.slack.ids import Action, Ref, numbered
from bot.slack.incoming import mentions, of_message
from bot.slack.views import notice
from bot.slack.views import section as section_views
from bot.slack.views.answer import Place
from handlers import asking, content
from handlers.commands import fulfil
from handlers.files import take_files
from handlers.once import once
from handlers.turn import Turn

MESSAGES_AT_ONCE = 3
"""A long section comes in so many messages; the rest opens in a window."""

_LOOKED_THROUGH = 20
"""So many results are looked through for ones in the language that was asked for."""

Reply = Callable[[], object]
"""What goes out, once everything for it is ready."""


def on_mention(turn: Turn) -> None:
    """Somebody called the app in a channel."""
    once(turn, _key(turn), lambda: _reply(turn, of_message(_text(turn))), lambda reply: reply())


def on_direct(turn: Turn) -> None:
    """Somebody wrote to the app alone, words or a file."""
    if turn.event.get("files"):
        once(turn, _key(turn), lambda: None, lambda _: take_files(turn, turn.event))
    else:
        once(turn, _key(turn), lambda: _reply(turn, of_message(_text(turn))), lambda reply: reply())


def on_channel_message(turn: Turn) -> None:
    """A message in a channel that calls nobody: heard only as a follow-up in the thread of an answer."""
    if mentions(_text(turn), turn.bot_user) or not turn.thread:
        return
    wished = followup.read(of_message(_text(turn)))
    if wished.step is Step.QUESTION or _state(turn) is None:
        return
    once(turn, _key(turn), lambda: _reply(turn, of_message(_text(turn))), lambda reply: reply())


def _text(turn: Turn) -> str:
    return str(turn.event.get("text") or "")


def _key(turn: Turn) -> str:
    return f"event:{turn.owner}:{turn.body.get('event_id')}"


def _thread(turn: Turn) -> str:
    """The thread that the conversation goes on in: direct messages outside of threads are one conversation."""
    return turn.thread or ("" if turn.direct else str(turn.event.get("ts") or ""))


def _state(turn: Turn) -> ThreadState | None:
    return turn.answers.thread(owner=turn.owner, channel=turn.channel, thread=_thread(turn), now=turn.now)


def _place(turn: Turn) -> Place:
    return Place.DIRECT if turn.direct else Place.THREAD


def _reply(turn: Turn, words: str) -> Reply:
    """What a message is answered with."""
    state = _state(turn)
    if state is not None and state.language:
        turn = turn.speaking(state.language)
    given = turn.answers.get(state.answer_id, owner=turn.owner, now=turn.now) if state else None
    wished = followup.read(words)
    if given is not None and wished.step is not Step.QUESTION:
        return _STEPS[wished.step](turn, given, wished)
    wish = read(words)
    if wish.command is not None or wish.near is not None:
        return lambda: fulfil(turn, wish, place=_place(turn))
    events = content.events_asked(turn, words)
    if events is not None:
        return lambda: turn.tell(events)
    return _said(turn, asking.ask(turn, words))


def _said(turn: Turn, outcome: asking.Outcome) -> Reply:
    """An answer for everyone in the thread; a miss, and events with their buttons, for the asking person alone."""
    events = content.as_events(turn, outcome)
    message = events or asking.message(turn, outcome, _place(turn))
    if not outcome.found or events:
        return lambda: turn.tell(message)
    _remember(turn, outcome.given)
    return lambda: turn.say(message, thread=_thread(turn))


def _remember(turn: Turn, given: GivenAnswer, language: str | None = None) -> None:
    before = _state(turn)
    spoken = language if language is not None else (before.language if before else "")
    state = ThreadState(given.id, spoken, turn.now)
    turn.answers.set_thread(state, owner=turn.owner, channel=turn.channel, thread=_thread(turn))


def _told(turn: Turn, words: str) -> Reply:
    return lambda: turn.tell(notice.say(words))


def _next(turn: Turn, given: GivenAnswer, _: FollowUp) -> Reply:
    return _paged(turn, given, given.offset + len(given.sections))


def _back(turn: Turn, given: GivenAnswer, _: FollowUp) -> Reply:
    return _paged(turn, given, max(0, given.offset - turn.reader.results))


def _paged(turn: Turn, given: GivenAnswer, offset: int) -> Reply:
    if given.about:
        return _told(turn, turn.texts("answer.no_more"))
    outcome = asking.ask(turn, given.query, offset=offset)
    return _said(turn, outcome) if outcome.found else _told(turn, turn.texts("answer.no_more"))


def _numbered(turn: Turn, given: GivenAnswer, wished: FollowUp) -> Reply:
    place = wished.number - 1 - given.offset
    if 0 <= place < len(given.sections):
        return _whole(turn, given, place)
    if given.about or not 0 < wished.number <= given.total:
        return _told(turn, turn.texts("answer.no_such_number", number=wished.number, last=given.total))
    outcome = asking.ask(turn, given.query, offset=wished.number - 1)
    return _whole(turn, outcome.given, 0)


def _detailed(turn: Turn, given: GivenAnswer, _: FollowUp) -> Reply:
    return _whole(turn, given, 0)


def _whole(turn: Turn, given: GivenAnswer, place: int) -> Reply:
    """A whole section in the thread."""
    pair = turn.services.searcher.section(given.sections[place], owner=turn.owner) if given.sections else None
    if pair is None:
        return _told(turn, turn.texts("answer.gone"))
    messages = section_views.messages(*pair, turn.texts)
    shown = messages[:MESSAGES_AT_ONCE]
    if len(messages) > len(shown):
        shown.append(_rest(turn, Ref(given.id, place)))
    return lambda: [turn.say(message, thread=_thread(turn)) for message in shown]


def _rest(turn: Turn, ref: Ref) -> Message:
    words = turn.texts("section.rest")
    row = [blocks.button(turn.texts("button.open"), numbered(Action.OPEN, 0), str(ref), style="primary")]
    return blocks.message(words, [blocks.context(words), blocks.actions(row)])


def _related(turn: Turn, given: GivenAnswer, _: FollowUp) -> Reply:
    pair = turn.services.searcher.section(given.sections[0], owner=turn.owner) if given.sections else None
    if pair is None:
        return _told(turn, turn.texts("answer.gone"))
    outcome = asking.related(turn, pair[1].id, pair[1].heading or pair[0].title)
    return _said(turn, outcome) if outcome.found else _told(turn, turn.texts("answer.no_related"))


def _in_language(turn: Turn, given: GivenAnswer, wished: FollowUp) -> Reply:
    """The same answer in another language, with sections written in it where there are some."""
    turn = turn.speaking(wished.language)
    # What goes with a section is no answer to a question that could be asked again: it stays the same.
    fitting = () if given.about else _found_in(turn, given.query, wished.language)
    outcome = asking.again(turn, given, sections=fitting or given.sections)
    _remember(turn, outcome.given, wished.language)
    message = asking.message(turn, outcome, _place(turn))
    return lambda: turn.say(message, thread=_thread(turn))


def _found_in(turn: Turn, query: str, language: str) -> tuple[str, ...]:
    """The first sections of an answer that are written in a language."""
    found = turn.services.searcher.search(query, limit=_LOOKED_THROUGH, owner=turn.owner).hits
    return tuple(hit.section.id for hit in found if _written_in(hit) == language)[: asking.MAX_RESULTS]


def _written_in(hit: Hit) -> str:
    letters = [letter for letter in hit.section.text[:2_000] if letter.isalpha()]
    korean = sum("가" <= letter <= "힣" for letter in letters)
    return "ko" if korean * 3 >= len(letters) else "en"


_STEPS: dict[Step, Callable[[Turn, GivenAnswer, FollowUp], Reply]] = {
    Step.NEXT: _next,
    Step.BACK: _back,
    Step.NUMBER: _numbered,
    Step.DETAIL: _detailed,
    Step.RELATED: _related,
    Step.LANGUAGE: _in_language,
}
