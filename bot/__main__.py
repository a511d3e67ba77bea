"""`python -m bot` is `aitrend`."""

from bot.cli import main

main()
