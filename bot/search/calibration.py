"""From where on a section is an answer, and the labelled queries that say so.

A section explains the share of a query's weight (the rarity of its words) that it holds, 0 to 1; see
`bot.search.rank.Ranking`. Measured by `python -m benchmarks threshold`, which prints this table anew, over the shipped
documents and the 156 labelled queries without filters, 15 of which have no answer:

    threshold            0.20  0.24  0.28  0.30  0.34  0.36  0.38  0.40  0.60
    refused                 0     0     0     0     0     0     1     2     3
    answered wrongly        5     4     3     1     1     0     0     0     0
"""

from __future__ import annotations

ANSWERED = 0.35
"""Least share that one of the best hits must explain for the query to be answered."""

SHOWN = 0.2
"""Least share of a further hit of an answered query: two of three golden passages of a topic hold only a part of it."""
