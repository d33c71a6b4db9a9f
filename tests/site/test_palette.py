"""The charts' colours can be told from the page, and one from another."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

# The theme's two pages.
PAGES = {"default": "#FFFFFF", "slate": "#1E2129"}
# How red, green and blue reach eyes without one kind of cones (Machado, Oliveira and Fernandes, 2009).
EYES = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red ones": ((0.1523, 1.0526, -0.2049), (0.1145, 0.7863, 0.0992), (-0.0039, -0.0481, 1.0520)),
    "no green ones": ((0.3673, 0.8607, -0.2280), (0.2801, 0.6725, 0.0474), (-0.0118, 0.0429, 0.9689)),
}
Colour = tuple[float, ...]


def _palette(scheme: str) -> list[str]:
    css = (ROOT / "docs/assets/site.css").read_text("utf-8")
    (block,) = [
        part
        for part in re.findall(rf'\[data-md-color-scheme="{scheme}"\] \{{(.*?)\}}', css, re.DOTALL)
        if "--rt-colour" in part
    ]
    return re.findall(r"--rt-colour-\d: (#\w{6})", block)


def _light(colour: str) -> Colour:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def _luminance(colour: str) -> float:
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), _light(colour), strict=True))


def _contrast(one: str, other: str) -> float:
    dark, bright = sorted((_luminance(one), _luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def _seen(colour: str, eyes: str) -> Colour:
    light = _light(colour)
    return tuple(max(sum(a * b for a, b in zip(row, light, strict=True)), 0) ** (1 / 2.4) for row in EYES[eyes])


@pytest.mark.parametrize("scheme", PAGES)
def test_every_colour_stands_out_from_the_page(scheme: str) -> None:
    weak = [colour for colour in _palette(scheme) if _contrast(colour, PAGES[scheme]) < 3]
    assert not weak, "WCAG 1.4.11 asks for 3:1"


@pytest.mark.parametrize("scheme", PAGES)
@pytest.mark.parametrize("eyes", EYES)
def test_no_two_colours_look_alike(scheme: str, eyes: str) -> None:
    for one, other in itertools.combinations(_palette(scheme), 2):
        apart = sum((a - b) ** 2 for a, b in zip(_seen(one, eyes), _seen(other, eyes), strict=True)) ** 0.5
        assert apart > 0.15, (one, other)


def test_no_chart_tells_more_apart_than_the_palette_has_colours(site: Path) -> None:
    assert len(_palette("default")) == len(_palette("slate")) == 8
    for name in ("trials", "approvals", "products"):
        data = json.loads((site / f"explore/{name}.json").read_text("utf-8"))
        told_apart = {row[data["chart"]["fill"]] for row in data["rows"]}
        assert told_apart <= set(data["chart"]["domain"]), name
        assert 1 < len(data["chart"]["domain"]) <= len(_palette("default")), name
