"""The buttons under an answer."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from bot.domain.answers import GivenAnswer, ThreadState
from bot.domain.delivery import Message
from bot.domain.document import DocumentInfo, Section, Span
from bot.domain.hit import Answer, Hit
from bot.domain.query import Interpretation
from bot.errors import ChannelRefused, PossiblyPosted
from bot.slack import ids
from bot.slack.commands import read
from bot.slack.ids import Ref
from bot.slack.views import notice
from bot.slack.views import section as section_views
from bot.slack.views.answer import Place, found
from bot.slack.views.section import Opened
from handlers import asking
from handlers.commands import fulfil
from handlers.once import once, pressed_anew
from handlers.turn import Turn


def place_of(turn: Turn) -> Place:
    """Where an answer to a pressed button stands: privately, unless the whole conversation is private."""
    return Place.DIRECT if turn.direct and not turn.ephemeral else Place.PRIVATE


def _ref(turn: Turn) -> Ref:
    return ids.ref(turn.value) or Ref("")


def _given(turn: Turn) -> GivenAnswer | None:
    """The answer of the pressed button; where it is too old the person is told, and None comes back."""
    given = turn.answers.get(_ref(turn).answer_id, owner=turn.owner, now=turn.now)
    if given is None:
        turn.tell(notice.say(turn.texts("answer.old")))
    return given


def _section(turn: Turn, section_id: str) -> tuple[DocumentInfo, Section] | None:
    """A section that still exists; else the person is told."""
    pair = turn.services.searcher.section(section_id, owner=turn.owner)
    if pair is None:
        turn.tell(notice.say(turn.texts("answer.gone")))
    return pair


def on_next(turn: Turn) -> None:
    """The following results."""
    given = _given(turn)
    if given is not None and pressed_anew(turn):
        _turn_page(turn, given, given.offset + len(given.sections))


def on_back(turn: Turn) -> None:
    """The results before."""
    given = _given(turn)
    if given is not None and pressed_anew(turn):
        _turn_page(turn, given, max(0, given.offset - turn.reader.results))


def _turn_page(turn: Turn, given: GivenAnswer, offset: int) -> None:
    outcome = asking.ask(turn, given.query, offset=offset)
    if outcome.found:
        turn.tell(asking.message(turn, outcome, place_of(turn)), replacing=True)
    else:
        turn.tell(notice.say(turn.texts("answer.no_more")))


def on_related(turn: Turn) -> None:
    """Sections that go with one of the answer's."""
    given, place = _given(turn), _ref(turn).place
    if given is None or not 0 <= place < len(given.sections) or not pressed_anew(turn):
        return
    pair = _section(turn, given.sections[place])
    if pair is None:
        return
    document, section = pair
    outcome = asking.related(turn, section.id, section.heading or document.title)
    if outcome.found:
        turn.tell(asking.message(turn, outcome, place_of(turn)))
    else:
        turn.tell(notice.say(turn.texts("answer.no_related")))


def on_open(turn: Turn) -> None:
    """The whole section in a window."""
    given, place = _given(turn), max(0, _ref(turn).place)
    if given is None or place >= len(given.sections) or not pressed_anew(turn):
        return
    pair = _section(turn, given.sections[place])
    if pair is None:
        return
    before = Opened.load(turn.metadata)
    channel = turn.channel or (before.channel if before else "")
    thread = turn.thread or (before.thread if before else "")
    opened = Opened(pair[1].id, query=given.query, channel=channel, thread=thread)
    turn.show(section_views.window(*pair, opened, turn.texts))


def on_page(turn: Turn) -> None:
    """Another page of an open section."""
    opened = Opened.load(turn.metadata)
    number = turn.value
    pair = _section(turn, opened.section_id) if opened and number.isdigit() else None
    if opened is not None and pair is not None:
        view = section_views.window(*pair, opened._replace(page=int(number)), turn.texts)
        turn.messenger.update_view(str(turn.view.get("id") or ""), view)


def on_share(turn: Turn) -> None:
    """The answer for everyone in the channel or thread, once."""
    given = _given(turn)
    if given is None:
        return
    key = f"share:{given.id}:{turn.channel}:{turn.thread}"

    def prepare() -> asking.Outcome:
        return asking.again(turn, given)

    def effect(outcome: asking.Outcome) -> None:
        if not outcome.found:
            turn.tell(notice.say(turn.texts("answer.gone")))
            return
        _share(turn, asking.message(turn, outcome, Place.SHARED, shared_by=turn.user), outcome.given)

    _shared_once(turn, key, prepare, effect)


def on_share_section(turn: Turn) -> None:
    """One section out of its window, for everyone where the window was opened."""
    opened = Opened.load(turn.metadata)
    pair = _section(turn, opened.section_id) if opened and opened.channel else None
    if opened is None or pair is None:
        return
    key = f"share:{turn.view.get('id')}:{opened.section_id}:{opened.channel}:{opened.thread}"

    def prepare() -> asking.Outcome:
        return _single(turn, pair, opened.query)

    def effect(outcome: asking.Outcome) -> None:
        shared = found(outcome.answer, outcome.given, turn.texts, Place.SHARED, shared_by=turn.user)
        turn.messenger.post(opened.channel, shared, thread=opened.thread)
        _say_in_window(turn, turn.texts("share.done"))

    try:
        if not once(turn, key, prepare, effect):
            _say_in_window(turn, turn.texts("share.again"))
    except ChannelRefused:
        _say_in_window(turn, turn.texts("share.not_member"))


def _single(turn: Turn, pair: tuple[DocumentInfo, Section], query: str) -> asking.Outcome:
    document, section = pair
    hits = turn.services.searcher.search(query, limit=10, owner=turn.owner).hits if query else ()
    plain = Hit(document, section, Span(0, 0), Span(0, min(len(section.text), 400)), (), 0.0)
    hit = next((hit for hit in hits if hit.section.id == section.id), plain)
    query = query or section.heading or document.title
    answer = Answer(query, Interpretation(), answered=True, hits=(hit,), total=1)
    given = GivenAnswer(
        asking.new_id(), turn.owner, query, turn.now, 0, (section.id,), 1, language=turn.reader.language
    )
    turn.answers.put(given)
    return asking.Outcome(answer, given)


def _say_in_window(turn: Turn, words: str) -> None:
    turn.messenger.push(turn.trigger, notice.window(turn.texts, notice.say(words)))


def _shared_once(turn: Turn, key: str, prepare: asking.Prepare, effect: asking.Effect) -> None:
    try:
        if not once(turn, key, prepare, effect):
            turn.tell(notice.say(turn.texts("share.again")))
    except PossiblyPosted:
        turn.tell(notice.say(turn.texts("share.unsure")))
        raise


def _share(turn: Turn, message: Message, given: GivenAnswer) -> None:
    """Post as a member of the channel; elsewhere over the response_url, which reaches where the app is no member."""
    try:
        ts = turn.say(message)
    except ChannelRefused:
        turn.messenger.respond(turn.response_url, message, private=False, thread=turn.thread)
        return
    state = ThreadState(given.id, "", turn.now)
    turn.answers.set_thread(state, owner=turn.owner, channel=turn.channel, thread=turn.thread or ts)


def _vote(turn: Turn, *, helpful: bool) -> None:
    given = _given(turn)
    if given is None:
        return
    mark = hashlib.sha256(f"{turn.owner}:{turn.user}:{given.id}".encode()).hexdigest()[:16]
    turn.answers.vote(given.id, owner=turn.owner, mark=mark, helpful=helpful, now=turn.now)
    if pressed_anew(turn):
        turn.tell(notice.say(turn.texts("vote.helpful" if helpful else "vote.unhelpful")))


def on_helpful(turn: Turn) -> None:
    """The answer helped."""
    _vote(turn, helpful=True)


def on_unhelpful(turn: Turn) -> None:
    """The answer did not help."""
    _vote(turn, helpful=False)


def on_suggestion(turn: Turn) -> None:
    """One of the queries that would find something."""
    given, place = _given(turn), _ref(turn).place
    if given is None or not 0 <= place < len(given.did_you_mean) or not pressed_anew(turn):
        return
    outcome = asking.ask(turn, given.did_you_mean[place])
    turn.tell(asking.message(turn, outcome, place_of(turn)), replacing=True)


def on_ask(turn: Turn) -> None:
    """An example, or a command that was nearly typed."""
    if pressed_anew(turn):
        wish = read(turn.value)
        fulfil(turn, replace(wish, near=None), place=place_of(turn))


def on_ask_anyway(turn: Turn) -> None:
    """A search for a word that is near a command's name, or for a topic."""
    if pressed_anew(turn):
        outcome = asking.ask(turn, turn.value)
        turn.tell(asking.message(turn, outcome, place_of(turn)))
