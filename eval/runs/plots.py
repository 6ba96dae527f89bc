"""Plots of a result as SVG: latency distributions, reliability of confidences, robustness curves.

Texts stay texts, in the reader's own fonts; words around a plot belong to the page.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from sklearn.calibration import calibration_curve

_STYLE: Any = {"svg.fonttype": "none", "svg.hashsalt": "calldesk", "font.size": 9, "font.family": "sans-serif"}
_FEWEST = 8
"""Confidences below which their reliability would be a matter of luck."""

Point = tuple[float, float, float | None, float | None]
"""Where, how much, and the interval's ends."""


def latency_plot(series: Mapping[str, Sequence[float]], unit: str) -> str:
    """The share of waits that were no longer than so much, one step curve a series."""
    figure, axes = _axes()
    for name, values in series.items():
        axes.ecdf(values, label=f"{name} (n={len(values)})")
    axes.set_xlabel(unit)
    axes.set_ylabel("share")
    for share in (0.5, 0.95):
        axes.axhline(share, color="#999", linewidth=0.6, linestyle=":")
    axes.set_xlim(left=min(0.0, *(min(values) for values in series.values())))
    axes.legend(frameon=False, loc="lower right")
    return _svg(figure)


def reliability_plot(series: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """How often it was right against how sure it was, in bins of equal size; the diagonal is what should be."""
    figure, axes = _axes()
    axes.plot([0, 1], [0, 1], color="#999", linewidth=0.8, linestyle="--")
    for name, pairs in series.items():
        sure, right = np.asarray(pairs, float).T
        bins = min(10, max(2, len(pairs) // 5))
        share, mean = calibration_curve(right, np.clip(sure, 0, 1), n_bins=bins, strategy="quantile")
        axes.plot(mean, share, marker="o", markersize=4, label=f"{name} (n={len(pairs)})")
    axes.set_xlabel("confidence")
    axes.set_ylabel("share right")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1.02)
    axes.legend(frameon=False, loc="upper left")
    return _svg(figure)


def curve_plot(curves: Mapping[str, Sequence[Point]], x_label: str) -> str:
    """Figures along a condition with their 95% intervals."""
    figure, axes = _axes()
    for name, points in curves.items():
        x, y, low, high = zip(*sorted(points), strict=True)
        below = [value - (least if least is not None else value) for value, least in zip(y, low, strict=True)]
        above = [(most if most is not None else value) - value for value, most in zip(y, high, strict=True)]
        error = np.clip([below, above], 0, None)  # a percentile interval need not hold the value itself
        axes.errorbar(x, y, yerr=error, marker="o", markersize=4, capsize=3, label=name)
    axes.set_xlabel(x_label)
    axes.legend(frameon=False)
    return _svg(figure)


def enough(pairs: Sequence[object]) -> bool:
    """Whether there are confidences enough to plot."""
    return len(pairs) >= _FEWEST


def _axes() -> tuple[Figure, mpl.axes.Axes]:
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(6.4, 3.2), layout="constrained")
        axes = figure.subplots()
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(alpha=0.25)
        return figure, axes


def _svg(figure: Figure) -> str:
    out = io.StringIO()
    with mpl.rc_context(_STYLE):
        figure.savefig(out, format="svg", metadata={"Date": None})
    drawn = out.getvalue()
    return drawn[drawn.index("<svg") :]
