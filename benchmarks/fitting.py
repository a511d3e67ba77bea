"""The two fits by which the numbers of bot/meaning/calibration.json are learnt, by Newton's method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

CHOOSER_RIDGE = 0.02
STEPS = 100
CLOSE_ENOUGH = 1e-6


def chooser(queries: Sequence[tuple[Numbers, NDArray[np.bool_]]]) -> Numbers:
    """Conditional logit: the weights under which the golden candidates are likeliest chosen (McFadden 1974).

    A query is the evidence of its candidates, a row each, and which of them are golden, at least one.
    """
    width = np.sqrt(np.mean([rows.var(axis=0) for rows, _ in queries], axis=0)) + 1e-9
    scaled = [((rows - rows.max(axis=0)) / width, golden) for rows, golden in queries]
    weights = np.zeros(len(width))
    for _ in range(STEPS):
        slope = -CHOOSER_RIDGE * len(scaled) * weights
        bend = CHOOSER_RIDGE * len(scaled) * np.eye(len(weights))
        for rows, golden in scaled:
            chances = _softmax(rows @ weights)
            right = np.where(golden, chances + 1e-300, 0.0)
            middle = chances @ rows
            slope += (right / right.sum()) @ rows - middle
            bend += (rows * chances[:, None]).T @ rows - np.outer(middle, middle)
        step = np.linalg.solve(bend, slope)
        size = 1.0
        while size > 1e-4 and _misfit(scaled, weights + size * step) > _misfit(scaled, weights):
            size /= 2
        weights = weights + size * step
        if np.abs(size * step).max() < CLOSE_ENOUGH:
            break
    return np.asarray(weights / width)


def _misfit(queries: Sequence[tuple[Numbers, NDArray[np.bool_]]], weights: Numbers) -> float:
    loss = 0.5 * CHOOSER_RIDGE * len(queries) * float(weights @ weights)
    return loss - sum(float(np.log(_softmax(rows @ weights)[golden].sum() + 1e-300)) for rows, golden in queries)


def _softmax(values: Numbers) -> Numbers:
    raised = np.exp(values - values.max())
    return np.asarray(raised / raised.sum())


def classifier(
    rows: Sequence[Mapping[str, float]], answers: Numbers, ridge: Mapping[str, float]
) -> tuple[float, dict[str, float]]:
    """Logistic regression with a ridge for each feature; returns the bias and the weights by name.

    The two kinds of mistakes weigh alike, however many rows of each there are.
    """
    names = list(ridge)
    raw = np.array([[row[name] for name in names] for row in rows])
    middle, width = raw.mean(axis=0), raw.std(axis=0) + 1e-9
    scaled = np.hstack((np.ones((len(raw), 1)), (raw - middle) / width))
    balance = np.where(answers > 0, 0.5 / answers.mean(), 0.5 / (1 - answers.mean()))
    held = np.array([min(ridge.values()), *ridge.values()])
    weights = np.zeros(len(held))
    for _ in range(STEPS):
        chances = 1 / (1 + np.exp(-scaled @ weights))
        bend = (scaled * (balance * chances * (1 - chances))[:, None]).T @ scaled + np.diag(held)
        step = np.linalg.solve(bend, scaled.T @ (balance * (answers - chances)) - held * weights)
        weights = weights + step
        if np.abs(step).max() < CLOSE_ENOUGH:
            break
    told = weights[1:] / width
    return float(weights[0] - told @ middle), dict(zip(names, told.tolist(), strict=True))
