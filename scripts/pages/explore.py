"""The rows that the Explore page and the home page's charts read, as JSON files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from pages.charts import CHARTS, ORIGINS, STEPS, kind_of, tissue_of
from pages.columns import column
from pages.found import held_in, names_of_organizations, names_of_places, regulators
from pages.home import by_step, products_query
from pages.layout import APPROVALS, CHOICES, FACETS, HIDDEN, KEYS, ORDER, PRODUCTS, SHARED, TRIALS
from pages.markup import plain, slug
from pages.names import product_names
from pages.recruiting import people, start
from pages.standing import not_sold, places, where_not, where_now
from regentrials import fields
from regentrials.countries import name as country_name
from regentrials.fields import readable
from regentrials.lookup import Tables
from regentrials.package import Row
from regentrials.views import AUTHORIZATIONS, PLURIPOTENT, areas, authorized_in, stage_of, status_word

Value = str | int | None | list[str]
NOT_KNOWN = "not known"


def files(tables: Tables) -> Iterator[tuple[str, str]]:
    """The path and JSON text of each file."""
    yield _file(tables, "trials", TRIALS, [_trial(tables, row) for row in tables["trials"].values()])
    yield _file(tables, "approvals", APPROVALS, [_decision(tables, row) for row in tables["approvals"].values()])
    yield _file(tables, "products", PRODUCTS, [_product(tables, key, row) for key, row in tables["products"].items()])
    yield "explore/home.json", json.dumps(_home(tables), ensure_ascii=False)


def _file(
    tables: Tables,
    name: str,
    columns: tuple[tuple[str, str, str], ...],
    rows: list[dict[str, Value]],
) -> tuple[str, str]:
    described = [column(tables, *each) for each in columns]
    titles = {str(each["key"]): each["title"] for each in described} | {"year": "Year"}
    value = {
        "version": tables.package.version,
        "columns": described,
        "facets": [{"key": key, "title": titles[key], **CHOICES[name].get(key, {})} for key in FACETS[name]],
        "shared": {other: [key for key in SHARED if key in FACETS[name] and key in FACETS[other]] for other in FACETS},
        "key": KEYS[name],
        "chart": CHARTS[name],
        "order": ORDER[name],
        # In the columns' order, as the page lists them: only another choice than this one is part of an address.
        "hidden": [key for key in titles if key in HIDDEN[name]],
        "rows": rows,
    }
    return f"explore/{name}.json", json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _trial(tables: Tables, row: Row) -> dict[str, Value]:
    condition = tables["conditions"][row["condition_id"]]
    return {
        "trial_id": row["trial_id"],
        "link": f"trials/{slug(row['trial_id'])}/",
        "title": row["title"],
        "product": tables.name_of("products", row["product_id"]),
        "product_link": f"products/{row['product_id']}/",
        "origin": readable(tables["products"][row["product_id"]]["cell_origin"]),
        "condition": condition["name"],
        "condition_link": f"conditions/{row['condition_id']}/",
        "area": readable(condition["area"]),
        "phase": readable(row["phase"]),
        "status": readable(row["status"]),
        "status_blank": None if row["status"] else "not stated",
        "enrollment": int(row["enrollment"]) if row["enrollment"] else None,
        "enrollment_type": readable(row["enrollment_type"]),
        "enrollment_note": _beside(row["enrollment"], people(row)),
        "start": row["start_date"],
        "start_note": _beside(row["start_date"], start(row, tables.package.date)),
        "year": int(row["start_date"][:4]) if row["start_date"] else "",
        **_organization(tables, "sponsor", row["sponsor_id"]),
        "countries": [country_name(code) for code in fields.split(row["countries"])],
        "study_type": readable(row["study_type"]),
        "as_of": row["as_of"],
        "numbers": list(fields.split(row["secondary_ids"])),
        "aliases": product_names(tables["products"][row["product_id"]]),
        **_around(tables, tables.conditions_of(row)),
        "names": [
            *names_of_places(fields.split(row["countries"])),
            *names_of_organizations(tables, [row["sponsor_id"]]),
        ],
    }


def _beside(value: str, shown: str) -> str | None:
    """What other tables of the site show beside a value."""
    return plain(shown).removeprefix(value).strip() or None


def _decision(tables: Tables, row: Row) -> dict[str, Value]:
    product = tables["products"][row["product_id"]]
    condition = tables["conditions"].get(row["condition_id"], {})
    return {
        "approval_id": row["approval_id"],
        "date": row["decision_date"],
        "year": int(row["decision_date"][:4]) if row["decision_date"] else "",
        "jurisdiction": country_name(row["jurisdiction"]),
        "jurisdiction_link": f"jurisdictions/{row['jurisdiction']}/",
        "held_in": held_in(row["decision_type"], row["jurisdiction"]),
        "decision": readable(row["decision_type"]),
        "kind": kind_of(row["decision_type"]),
        "link": f"products/{row['product_id']}/#{row['approval_id']}",
        "product": product["name"],
        "product_link": f"products/{row['product_id']}/",
        "status": status_word(row),
        "indication": row["indication"] or condition.get("name", ""),
        "condition": condition.get("name", ""),
        "condition_link": f"conditions/{row['condition_id']}/" if condition else "",
        "area": readable(condition.get("area", "")),
        "origin": readable(product["cell_origin"]),
        "product_class": readable(product["product_class"]),
        **_organization(tables, "agency", row["agency"]),
        "reference": row["regulator_ref"],
        "aliases": product_names(product),
        **_organization(tables, "developer", product["developer_id"]),
        **_around(tables, tables.conditions_of(row)),
        "names": [
            *names_of_places([row["jurisdiction"]]),
            *names_of_organizations(tables, [*regulators(tables, row["jurisdiction"]), product["developer_id"]]),
        ],
    }


def _product(tables: Tables, key: str, row: Row) -> dict[str, Value]:
    trials, decisions = tables.trials_of(key), tables.decisions_of(key)
    conditions = _conditions(tables, trials, decisions)
    codes = authorized_in(decisions)
    return {
        "product_id": key,
        "name": row["name"],
        "link": f"products/{key}/",
        "aliases": product_names(row),
        "origin": readable(row["cell_origin"]),
        "tissue": tissue_of(row["cell_origin"]),
        "donor": readable(row["donor_relation"]),
        "product_class": readable(row["product_class"]),
        **_organization(tables, "developer", row["developer_id"]),
        "area": [readable(area) for area in areas(tables, trials, decisions)],
        "condition": [tables.name_of("conditions", other) for other in conditions],
        "stage": readable(stage_of(trials, decisions) or ""),
        "authorized_in": sorted(country_name(code) for code in codes),
        # A list of places alone would round a condition up.
        "authorized_in_note": _remarks(decisions),
        # A blank would not say that there is no such place.
        "authorized_in_blank": None if codes else plain(where_now(decisions)),
        "held_in": _held_in(codes, decisions),
        # Trials of other cells are no part of the dataset: none recorded says nothing about them.
        "trials": len(trials) if trials or row["cell_origin"] in PLURIPOTENT else None,
        "decisions": len(decisions),
        **_around(tables, conditions),
        "names": [*names_of_places(codes), *names_of_organizations(tables, [row["developer_id"]])],
    }


def _remarks(decisions: list[Row]) -> str | None:
    """Of the places where a product is authorized, those where it is so on condition, or not marketed."""
    said = {"on condition": places(decisions)[1], "licensed, not marketed": sorted(not_sold(decisions))}
    listed = [f"{remark}: {', '.join(map(country_name, codes))}" for remark, codes in said.items() if codes]
    return f"({'; '.join(listed)})" if listed else None


def _held_in(codes: Iterable[str], decisions: list[Row]) -> list[str]:
    """Where a product is authorized, the members of the European Union too; "not known" where no document says."""
    found = list(dict.fromkeys(name for code in codes for name in held_in(AUTHORIZATIONS[0], code)))
    return found or ([NOT_KNOWN] if {"unknown", "suspended"} & set(where_not(decisions)) else [])


def _organization(tables: Tables, column: str, key: str) -> dict[str, Value]:
    name = tables.name_of("organizations", key) if key else ""
    return {column: name, f"{column}_link": f"organizations/{key}/" if key else ""}


def _conditions(tables: Tables, trials: list[Row], decisions: list[Row]) -> list[str]:
    keys = [key for row in (*trials, *decisions) for key in tables.conditions_of(row)]
    return list(dict.fromkeys(keys))


def _around(tables: Tables, conditions: Iterable[str]) -> dict[str, Value]:
    """The names of conditions and of what they are part of, and their other names, by which a row is found too."""
    keys = dict.fromkeys(other for key in conditions for other in (key, *tables.broader(key)))
    names = [tables.name_of("conditions", key) for key in keys]
    aliases = [alias for key in keys for alias in fields.split(tables["conditions"][key]["aliases"])]
    return {"within": names, "condition_names": [*names, *aliases]}


def _home(tables: Tables) -> dict[str, object]:
    return {
        "version": tables.package.version,
        "pipeline": list(_pipeline(tables)),
        "origins": ORIGINS,
        "steps": list(dict.fromkeys(STEPS.values())),
        "decisions": list(_decisions(tables)),
    }


def _pipeline(tables: Tables) -> Iterator[dict[str, object]]:
    """What one colour of a bar counts: it is one, though several stages may be drawn together."""
    for (area, step, origin), stages in by_step(tables).items():
        yield {
            "area": readable(area),
            "step": step,
            "origin": readable(origin),
            "products": stages.total(),
            "stages": {readable(stage): count for stage, count in stages.items()},
            "link": f"explore/{products_query(area, stages, [origin])}",
        }


def _decisions(tables: Tables) -> Iterator[dict[str, Value]]:
    for row in tables["approvals"].values():
        if row["decision_date"]:
            kind = "marketing authorizations" if row["decision_type"] in AUTHORIZATIONS else "other decisions"
            yield {
                "year": int(row["decision_date"][:4]),
                "jurisdiction": country_name(row["jurisdiction"]),
                "kind": kind,
            }
