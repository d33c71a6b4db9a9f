"""How likely a record is a study of pluripotent-derived cells: points by the rules of strategy.json."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any

from regentrials import fields
from regentrials.package import DataPackage, Row
from regentrials.views import PLURIPOTENT

NAME_COLUMNS = ("name", "aliases", "inn", "brand_names")


@dataclass(frozen=True)
class Score:
    """Points, and the rules that gave or took them."""

    points: int
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Measure:
    """How well the rules tell the table's trials from the excluded ones, by title alone.

    Attributes:
        name: what was measured.
        found: trials of the table that the rules would include.
        missed: trials of the table that they would not.
        wrong: excluded records that they would include.
        right: excluded records that they would not.
    """

    name: str
    found: int
    missed: int
    wrong: int
    right: int

    @property
    def precision(self) -> float:
        return self.found / max(self.found + self.wrong, 1)

    @property
    def recall(self) -> float:
        return self.found / max(self.found + self.missed, 1)

    def __str__(self) -> str:
        return (
            f"{self.name}: precision {self.precision:.2f} ({self.found} of {self.found + self.wrong} included are"
            f" trials), recall {self.recall:.2f} ({self.found} of {self.found + self.missed} trials are included)"
        )


def strategy() -> dict[str, Any]:
    """The saved search strategy."""
    value: dict[str, Any] = json.loads(files("regentrials.registries").joinpath("strategy.json").read_text("utf-8"))
    return value


class Scorer:
    """The rules, with the products and developers of one data package.

    Args:
        package: the data package.
        codes: whether known products count.
    """

    def __init__(self, package: DataPackage, codes: bool = True) -> None:
        self.strategy = strategy()
        self.products = {name.casefold(): row for row in _products(package) for name in _names(row)} if codes else {}
        self.sponsors = {*self.strategy["sponsors"], *developers(package)}

    @cached_property
    def patterns(self) -> dict[str, re.Pattern[str]]:
        """The strategy's patterns, and those of the names that the tables know."""
        found = {name: re.compile(text, re.IGNORECASE) for name, text in self.strategy["patterns"].items()}
        return found | {"codes": _any_of(self.products), "sponsors": _any_of(self.sponsors)}

    def score(self, texts: Mapping[str, str]) -> Score:
        """The points of a record.

        Args:
            texts: title, interventions, summary, keywords, sponsor; any may be missing.
        """
        hits = [
            rule
            for rule in self.strategy["rules"]
            if any(self.patterns[rule["pattern"]].search(texts.get(part, "")) for part in rule["in"])
        ]
        return Score(sum(rule["points"] for rule in hits), tuple(rule["name"] for rule in hits))

    def is_included(self, score: Score) -> bool:
        return score.points >= int(self.strategy["include_from"])

    def suggestion(self, score: Score) -> str:
        """What the rules would do: include, look or exclude."""
        if self.is_included(score):
            return "include"
        return "look" if score.points >= self.strategy["look_from"] else "exclude"

    def product(self, texts: Mapping[str, str]) -> str:
        """The id of the one known product that title or interventions name, or ""."""
        named = self.patterns["codes"].findall(f"{texts.get('title', '')} ; {texts.get('interventions', '')}")
        ids = {self.products[name.casefold()]["product_id"] for name in named}
        return ids.pop() if len(ids) == 1 else ""


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    # The longest first, so that "FT500 Plus" is not read as "FT500".
    listed = sorted((re.escape(name) for name in names), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(listed)})(?![\w-])" if listed else r"(?!)", re.IGNORECASE)


def _products(package: DataPackage) -> list[Row]:
    return [row for _, row in package.resource("products").rows() if row["cell_origin"] in PLURIPOTENT]


def _names(product: Row) -> list[str]:
    names = [name for column in NAME_COLUMNS for name in fields.split(product[column])]
    return [name for name in names if is_distinctive(name)]


def is_distinctive(name: str) -> bool:
    """Whether a name can be searched for: not a short word that means something else too."""
    bare = name.removesuffix(" cells")
    is_mixed = not bare.isupper() and any(c.isupper() for c in bare[1:])
    is_code = is_mixed or any(c.isdigit() for c in bare)
    return name.isascii() and (len(bare) >= 7 or (len(bare) >= 4 and is_code))


def codes(package: DataPackage) -> list[str]:
    """The names by which registries know the pluripotent-derived products, sorted."""
    return sorted({name for row in _products(package) for name in _names(row)})


def developers(package: DataPackage) -> list[str]:
    """The names of companies that develop a pluripotent-derived product, sorted."""
    ids = {row["developer_id"] for row in _products(package)}
    rows = (row for _, row in package.resource("organizations").rows() if row["organization_id"] in ids)
    names = {name for row in rows for name in (row["name"], *fields.split(row["aliases"]))}
    return sorted(name for name in names if name.isascii() and len(name) >= 5)


def measure(package: DataPackage) -> list[Measure]:
    """Precision and recall on the titles of trials and excluded_trials, without and with known products.

    The products' names come from the trials that are tested, so that only the first measure says how the rules do on
    what is new. Records hold more than titles; recall on them is higher.
    """
    titles = {
        table: [row["title"] for _, row in package.resource(table).rows()] for table in ("trials", "excluded_trials")
    }
    found = []
    for name, scorer in (
        ("titles, words alone", Scorer(package, codes=False)),
        ("titles, with the products' names", Scorer(package)),
    ):
        included = {
            table: sum(scorer.is_included(scorer.score({"title": title})) for title in listed)
            for table, listed in titles.items()
        }
        yes, no = included["trials"], included["excluded_trials"]
        found.append(Measure(name, yes, len(titles["trials"]) - yes, no, len(titles["excluded_trials"]) - no))
    return found
