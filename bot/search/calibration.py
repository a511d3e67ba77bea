"""From where on a section is an answer, and the labelled queries that say so.

A section explains the share of a query's weight (the rarity of its words) that it holds, 0 to 1; see
`bot.search.rank.Ranking`. Measured by `python -m benchmarks threshold`, which prints this table anew: how many
answerable queries would be refused, and how many unanswerable ones answered, at each threshold.
"""

from __future__ import annotations

ANSWERED = 0.37
"""Least share that one of the best hits must explain for the query to be answered."""

SHOWN = 0.2
"""Least share of a further hit of an answered query: two of three golden passages of a topic hold only a part of it."""
