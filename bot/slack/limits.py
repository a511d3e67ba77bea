"""What Slack accepts, as numbers; beside each where the number comes from.

D is Slack's documentation, S Slack's own SDK source, 3 a third party's measurement taken as the safe worst case.
"""

from __future__ import annotations

MESSAGE_BLOCKS = 50  # D
VIEW_BLOCKS = 100  # D
MESSAGE_TEXT = 40_000  # D: the text beside the blocks
MESSAGE_CHARS = 12_000  # 3: over all blocks of a message
MESSAGE_CHARS_REFUSED = 13_200  # 3: near here messages fail
SECTION_TEXT = 3_000  # D
RICH_TEXT = 2_900  # no limit is published; kept under that of a section
RICH_TEXT_REFUSED = 4_000  # no limit is published; aitrend builds none that comes near
RICH_ELEMENTS = 1_000  # no limit is published; aitrend builds none that comes near
FIELDS = 10  # D
FIELD_TEXT = 2_000  # D
HEADER_TEXT = 150  # D
CONTEXT_ELEMENTS = 10  # D
CONTEXT_TEXT = 2_000  # S: a text object without a limit of its own is cut nowhere below this
ACTIONS = 25  # D
BUTTON_TEXT = 75  # S
BUTTON_VALUE = 2_000  # S
URL = 3_000  # S
OPTION_TEXT = 75  # S
OPTION_VALUE = 150  # S
OPTIONS = 100  # S
OVERFLOW_OPTIONS = 5  # S
CHOICES = 10  # S: radio buttons and check boxes
PLACEHOLDER = 150  # S
LABEL = 2_000  # S
ID = 255  # S: block_id and action_id
ALT_TEXT = 2_000  # S
CONFIRM_TITLE = 100  # S
CONFIRM_TEXT = 300  # S
CONFIRM_BUTTON = 30  # S
VIEW_TITLE = 24  # D
PRIVATE_METADATA = 3_000  # D
CALLBACK_ID = 255  # D
TABLE_ROWS = 100  # D
TABLE_CELLS = 20  # D
TABLE_CHARS = 10_000  # 3: over all cells of a message
LIST_INDENT = 8  # S
RESPONSES = 5  # D: uses of a response_url
RESPONSE_SECONDS = 1_800  # D: how long a response_url works
PLAIN_INPUT = 3_000  # D

SHOWN_QUERY = 120
"""A query is echoed up to here: enough to recognise it, never a wall of text."""

SHOWN_TITLE = 280
"""A heading is shown up to here in an answer; the section's own window has all of it."""
