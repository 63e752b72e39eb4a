"""A recall-against-cost curve as a static SVG file, drawn without any library."""

import math
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 900, 560, 70, 50, 230, 60
_COLOURS = ("#c1121f", "#1d3557", "#2a9d8f", "#8d99ae", "#e09f3e", "#6d597a")
_COSTS = (2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)

Point = tuple[float, float]


def drawn(title: str, curves: Mapping[str, Sequence[Point]], points: Mapping[str, Point]) -> str:
    """Return the picture: cost on a logarithmic axis to the right, recall upwards."""
    shapes = [*_axes(title)]
    for number, (name, line) in enumerate(curves.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        path = " ".join(f"{_x(cost):.1f},{_y(recall):.1f}" for cost, recall in sorted(line))
        width = 3 if number == 0 else 1.5
        shapes.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}"/>')
        shapes += [f'<circle cx="{_x(c):.1f}" cy="{_y(r):.1f}" r="3" fill="{colour}"/>' for c, r in line]
        y = _TOP + 18 * number
        shapes.append(f'<rect x="{_WIDTH - _RIGHT + 15}" y="{y - 9}" width="12" height="3" fill="{colour}"/>')
        shapes.append(_text(_WIDTH - _RIGHT + 32, y - 3, name))
    for name, (cost, recall) in points.items():
        shapes.append(f'<rect x="{_x(cost) - 3:.1f}" y="{_y(recall) - 3:.1f}" width="6" height="6" fill="#444"/>')
        shapes.append(_text(_x(cost) + 6, _y(recall) + 12, name, size=10))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif">'
    return "\n".join([head, '<rect width="100%" height="100%" fill="#fff"/>', *shapes, "</svg>"]) + "\n"


def _axes(title: str) -> list[str]:
    shapes = [_text(_LEFT, 24, title, size=15)]
    bottom = _HEIGHT - _BOTTOM
    for step in range(11):
        y = _y(step / 10)
        shapes.append(f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#e5e5e5"/>')
        shapes.append(_text(_LEFT - 34, y + 4, f"{step * 10} %"))
    for cost in _COSTS:
        x = _x(cost)
        shapes.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{bottom}" stroke="#e5e5e5"/>')
        shapes.append(_text(x - 6, bottom + 18, str(cost)))
    shapes.append(_text(_LEFT, bottom + 42, "looks an article, those at sources counted in"))
    shapes.append(_text(_LEFT, _TOP - 8, "share of versions after an edit that were seen"))
    return shapes


def _x(cost: float) -> float:
    low, high = math.log(_COSTS[0] / 2), math.log(_COSTS[-1] * 2)
    share = (math.log(max(cost, 1.0)) - low) / (high - low)
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _y(recall: float) -> float:
    return _HEIGHT - _BOTTOM - recall * (_HEIGHT - _BOTTOM - _TOP)


def _text(x: float, y: float, text: str, *, size: int = 12) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="#222">{escape(text)}</text>'
