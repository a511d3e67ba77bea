"""The pictures of a message: uploaded before it goes out, and put in their places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import structlog

from bot.domain.delivery import Message, Payload
from bot.domain.messenger import Messenger
from bot.errors import PostError

log = structlog.get_logger(__name__)


def uploaded(payload: Payload, owner: str, messenger: Messenger) -> Payload:
    """The payload with its pictures' file ids in its blocks; no message waits for one that cannot be uploaded."""
    ids: dict[str, str] = {}
    for image in payload.images:
        try:
            ids[f"image:{image.name}"] = messenger.upload(owner, image)
        except PostError as error:
            log.warning("delivery.image_left_out", name=image.name, error=str(error))
    instead = {f"image:{image.name}": image.instead for image in payload.images if image.instead}
    thread = tuple(_placed(message, ids, instead) for message in payload.thread)
    return replace(payload, message=_placed(payload.message, ids, instead), thread=thread, images=())


def _placed(message: Message, ids: Mapping[str, str], instead: Mapping[str, Mapping[str, Any]]) -> Message:
    """The message with its pictures' file ids; in place of a picture without one stands its other block, if any."""
    blocks = []
    for block in message.blocks:
        name = block.get("slack_file", {}).get("id", "")
        if not name.startswith("image:"):
            blocks.append(block)
        elif name in ids:
            blocks.append({**block, "slack_file": {"id": ids[name]}})
        elif name in instead:
            blocks.append(instead[name])
    return replace(message, blocks=tuple(blocks))
