"""For those who keep the documents: gaps and status."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.answers import Gap
from bot.slack.views import editor as views
from handlers.turn import Turn

GAP_DAYS = 90
VOTE_DAYS = 30


def gaps(turn: Turn, _: str = "") -> None:
    """Questions that found nothing."""
    turn.tell(views.gaps(_gaps(turn), turn.texts))


def _gaps(turn: Turn) -> tuple[Gap, ...]:
    return turn.answers.gaps(owner=turn.owner, since=turn.now - timedelta(days=GAP_DAYS), limit=views.GAPS)


def on_gap_close(turn: Turn) -> None:
    """Strikes a question off and shows what is left."""
    turn.answers.close_gap(turn.value, owner=turn.owner)
    turn.tell(views.gaps(_gaps(turn), turn.texts), replacing=True)


def status(turn: Turn, _: str = "") -> None:
    """How things stand."""
    infos = turn.services.documents.infos(owner=turn.owner)
    helpful, unhelpful = turn.answers.votes(owner=turn.owner, since=turn.now - timedelta(days=VOTE_DAYS))
    standing = views.Standing(
        documents=len(infos),
        newest=max((info.date for info in infos if info.date), default=None),
        events=len(turn.services.documents.events(owner=turn.owner)),
        gaps=len(turn.answers.gaps(owner=turn.owner, since=turn.now - timedelta(days=GAP_DAYS), limit=1_000)),
        helpful=helpful,
        unhelpful=unhelpful,
        version=turn.services.version,
        problems=turn.services.problems(),
    )
    turn.tell(views.status(standing, turn.texts))
