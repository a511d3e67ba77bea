"""From where on a section is an answer, and the queries that say so.

A section explains the share of a query's weight (the rarity of its words) that it holds, 0 to 1, and scores so much for
each unit of that weight; how certain it is adds up both (see `rank.Ranking`). These tables are printed anew
by `python -m benchmarks threshold FOLDER`. Over the shipped documents and the 156 labelled queries without filters, 15
of which have no answer:

    threshold            0.90  1.00  1.10  1.15  1.20  1.30  1.40  1.60  1.80  2.00
    refused                 0     0     0     0     1     1     1     1     1     2
    answered wrongly        0     0     0     0     0     0     0     0     0     0

Over 961 passages of an encyclopedia and 150 queries of each of ten ways of typing, each also asked without the article
that answers it (the second row: whole questions only, since keywords fit other articles too):

    refused              .002  .002  .002  .003  .003  .005  .009  .020  .051  .092
    answered without      .60   .51   .42   .36   .33   .25   .20   .10   .07   .04

By the explained share alone, at as few refusals, .56 are answered without their article; of 300 questions of the
encyclopedia put to the shipped documents 21 % were answered, now 6 %.
"""

from __future__ import annotations

SCORE_SHARE = 0.5
"""Of the score for each unit of the query's weight beside the explained share: from .3 to 1 it parts both equally."""

GUESSED = 0.25
"""Believed of a term that a section holds by what may have been typed alone (`forms.Form`). Of 851 nouns of
two syllables that 32 articles on AI lack, each asked alone, 59 % were answered by some word near to them, now 15 %.
"""

CONFIRMED = 0.25
"""Of the rarity of what stands in a single section: where the words that a section holds beside its best one come to so
much, they hardly stand together by chance, and all of them are believed. nDCG@10 of keywords with one and with two
slips is .9305 and .9194, .9316 and .9218 where everything is believed; from .45 on .9262 and .9171.
"""

ANSWERED = 1.15
"""Least certainty of one of the best hits for the query to be answered."""

SHOWN = 0.2
"""Least share of the query that a further hit of an answered query explains: a passage may answer by a part of it."""

SHOWN_BESIDE = 0.4
"""Least share of the best hit's score that a further hit has: below it a word merely looks like one of the query
(`알파폴드` beside `알파칩`). nDCG@10 of 4,294 queries is .9484 with any share up to .3, .9483 with .4, .9482 with .5.
"""
