"""A page for every class of products with several authorizations: where which of them may be sold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from pages.blocks import UNSOUGHT, UP, cited, front
from pages.markup import counted, country, decision_link, link, sentence, table, text
from pages.standing import ever_authorized, not_sold, places
from regentrials.countries import EU_MEMBERS
from regentrials.countries import name as country_name
from regentrials.fields import readable as word
from regentrials.lookup import Tables
from regentrials.package import Row
from regentrials.views import AUTHORIZATIONS, authorized_in, status_word

# One authorization is told on the page of its product.
SEVERAL = 2
UNION = (
    f"An authorization of the [European Union]({UP}jurisdictions/EU.md) holds in each of its {len(EU_MEMBERS)} member "
    "states, which are not counted one by one; what one of them authorized by itself stands under its own name. An "
    "authorization that was converted from a conditional to a full one counts once, as the full one. "
    f'What "on condition" means stands in [What "approved" means]({UP}approved.md), how complete this is in '
    f"[Coverage]({UP}coverage.md)."
)
CELLS = (
    "The year is that of the first authorization there. Where no other word stands beside it, the authorization is in "
    "force without condition."
)


def pages(tables: Tables) -> Iterator[tuple[str, str]]:
    """The path and Markdown of the list and of every class's page."""
    found = _classes(tables)
    yield "classes/index.md", _list(tables, found)
    for kind, decisions in found.items():
        yield f"classes/{slug(kind)}.md", _page(tables, kind, decisions)


def slug(kind: str) -> str:
    return kind.replace("_", "-")


def _classes(tables: Tables) -> dict[str, list[Row]]:
    """Classes with several authorizations, and these; the class with most products first."""
    groups: dict[str, list[Row]] = {}
    for row in ever_authorized(tables["approvals"].values()):
        groups.setdefault(tables["products"][row["product_id"]]["product_class"], []).append(row)
    several = [(kind, rows) for kind, rows in groups.items() if len(rows) >= SEVERAL]
    return dict(sorted(several, key=lambda group: (-len(_products(group[1])), group[0])))


def _meaning(tables: Tables, kind: str) -> str:
    return text(str(tables.package.resource("products").fields["product_class"]["definitions"][kind]))


def _list(tables: Tables, found: dict[str, list[Row]]) -> str:
    rows = [
        (
            f"[{sentence(word(kind))}]({slug(kind)}.md)",
            _meaning(tables, kind),
            str(len(_products(standing))),
            str(len({row["jurisdiction"] for row in standing})),
            str(len(_products(decisions))),
        )
        for kind, decisions in found.items()
        for standing in [[row for row in decisions if authorized_in([row])]]
    ]
    intro = (
        "Classes of products with more than one marketing authorization: what is authorized today, in how many "
        "jurisdictions, and what ever was. "
        f"[Marketing authorizations]({UP}authorizations.md) lists all, by what became of them."
    )
    header = ("Class", "What it is", "Products authorized", "Jurisdictions", "Ever authorized")
    return front("Authorized products by class", wide=True, says=intro) + f"{intro}\n\n" + table(header, rows)


def _products(rows: Iterable[Row]) -> set[str]:
    return {row["product_id"] for row in rows}


def _page(tables: Tables, kind: str, decisions: list[Row]) -> str:
    shown = sentence(word(kind))
    lead = _lead(tables, kind, decisions)
    head = front(f"{shown} products: where they are authorized", True, "Classes", _tags(shown), says=lead)
    query = (
        f"table=approvals&f.product_class={quote(word(kind))}&f.decision={quote('|'.join(map(word, AUTHORIZATIONS)))}"
    )
    parts = [
        lead,
        f"{_meaning(tables, kind)} {UNION}",
        f"The same in [Explore]({UP}explore.md?{query}), to filter, draw and download.",
    ]
    parts.append("## By jurisdiction\n\n" + _by_jurisdiction(tables, decisions))
    parts.append(f"## By product and jurisdiction{UNSOUGHT}\n\n{CELLS}\n\n" + _matrix(tables, decisions))
    parts.append(cited(tables, "Class", kind))
    return head + "\n\n".join(parts)


def _tags(shown: str) -> list[str]:
    ways = [shown, *([shown.replace("-", " ")] if "-" in shown else [])]
    return [f"{way}{what}" for way in ways for what in ("", " approvals by country", " approvals per country")]


def _lead(tables: Tables, kind: str, decisions: list[Row]) -> str:
    standing = [row for row in decisions if authorized_in([row])]
    today, where = len(_products(standing)), len({row["jurisdiction"] for row in standing})
    return (
        f"**{today} {word(kind)} {'product is' if today == 1 else 'products are'} authorized today, in "
        f"{counted(where, 'jurisdiction')}**, as far as recorded, as of {text(tables.package.date)}; "
        f"{(ever := len(_products(decisions)))} ever {'was' if ever == 1 else 'were'}."
    )


def _by_jurisdiction(tables: Tables, decisions: list[Row]) -> str:
    rows = []
    for code, found in sorted(_grouped(decisions, "jurisdiction").items(), key=lambda group: country_name(group[0])):
        products = _grouped(found, "product_id").values()
        full, conditional = (sum(bool(places(given)[i]) for given in products) for i in (0, 1))
        unsold = sum(bool(not_sold(given)) for given in products)
        rows.append(
            (
                country(tables, code, UP),
                str(full + conditional),
                str(conditional or ""),
                str(unsold or ""),
                str(len(products)),
            )
        )
    rows.sort(key=lambda row: (-int(row[1]), -int(row[-1])))
    header = ("Where", "Authorized today", "Of them on condition", "Of them not marketed", "Ever authorized")
    used = [i for i in range(len(header)) if any(row[i] for row in rows)]
    return table([header[i] for i in used], [[row[i] for i in used] for row in rows])


def _grouped(decisions: list[Row], column: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in decisions:
        groups.setdefault(row[column], []).append(row)
    return groups


def _matrix(tables: Tables, decisions: list[Row]) -> str:
    """Products by jurisdictions; whichever are fewer are the columns."""
    products = sorted(_products(decisions), key=lambda key: tables.name_of("products", key).casefold())
    codes = sorted({row["jurisdiction"] for row in decisions}, key=country_name)
    cells = {(key, code): _cell(_given(decisions, key, code)) for key in products for code in codes}
    if len(products) < len(codes):
        rows = [(country(tables, code, UP), *(cells[key, code] for key in products)) for code in codes]
        return table(("Where", *(link(tables, "products", key, UP) for key in products)), rows)
    rows = [(link(tables, "products", key, UP), *(cells[key, code] for code in codes)) for key in products]
    return table(("Product", *map(country_name, codes)), rows)


def _given(decisions: list[Row], product: str, code: str) -> list[Row]:
    found = [row for row in decisions if (row["product_id"], row["jurisdiction"]) == (product, code)]
    return sorted(found, key=lambda row: (row["status"] != "superseded", row["decision_date"]))


def _cell(given: list[Row]) -> str:
    """What became of a product's authorizations in one place: the last word on them, under the year of the first."""
    if not given:
        return ""
    last = next((row for row in given if authorized_in([row])), given[-1])
    year = min((row["decision_date"][:4] for row in given if row["decision_date"]), default="")
    state = "state unknown" if last["status"] == "unknown" else status_word(last)
    remarks = [] if last["status"] == "in_force" and year else [state]
    remarks += ["on condition"] if last["decision_type"] != AUTHORIZATIONS[-1] and last["status"] == "in_force" else []
    remarks += ["not marketed"] if not_sold(given) else []
    label = decision_link(last, UP, year or "undated")
    return ", ".join([label, *remarks])
