"""Ways to break a rule in a copy of the package."""

from __future__ import annotations

from collections.abc import Callable

from tests.conftest import Copy

Break = Callable[[Copy], object]


def set_cell(table: str, column: str, value: str, where: Callable[[dict[str, str]], object] = bool) -> Break:
    return lambda copy: copy.change(table, lambda row: row.update({column: value}), where)


def append_item(table: str, column: str, item: str, where: Callable[[dict[str, str]], object] = bool) -> Break:
    def edit(row: dict[str, str]) -> None:
        row[column] = f"{row[column]};{item}" if row[column] else item

    return lambda copy: copy.change(table, edit, where)


def unsort(copy: Copy) -> None:
    copy.write("trials", copy.rows("trials")[::-1])


def crlf(copy: Copy) -> None:
    path = copy.folder / "data/trials.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def repeat_source(copy: Copy) -> None:
    def edit(row: dict[str, str]) -> None:
        row["source_ids"] += ";" + row["source_ids"].split(";")[0]

    copy.change("trials", edit)


def share_secondary_id(copy: Copy) -> None:
    rows = copy.rows("trials")
    rows[0]["secondary_ids"] = rows[1]["trial_id"]
    copy.write("trials", rows)


def two_rows_with_one_secondary_id(copy: Copy) -> None:
    rows = copy.rows("trials")
    for row in rows[:2]:
        row["secondary_ids"] = "EUCTR-shared"
    copy.write("trials", rows)


def unused(table: str, **others: str) -> Break:
    def add(copy: Copy) -> None:
        rows = copy.rows(table)
        copy.write(table, [*rows, {**rows[-1], copy.package.resource(table).key: "zzz-unused", **others}])

    return add


def parent(**cells: str) -> Break:
    """The parent of a follow-up study gets other cells."""

    def edit(copy: Copy) -> None:
        parent = next(row["parent_trial_id"] for row in copy.rows("trials") if row["parent_trial_id"])
        copy.change("trials", lambda row: row.update(cells), lambda row: row["trial_id"] == parent)

    return edit


def ended(**cells: str) -> Break:
    """A decision that another one ended gets other cells."""

    def edit(copy: Copy) -> None:
        ended = {row["follows_id"] for row in copy.rows("approvals")}
        copy.change("approvals", lambda row: row.update(cells), lambda row: row["approval_id"] in ended)

    return edit


def worst_source_first(copy: Copy) -> None:
    kinds = {row["source_id"]: row["source_type"] for row in copy.rows("sources")}
    best, worst = ("registry_copy", "registry_record"), ("news", "trade_press")
    last = next(key for key, kind in kinds.items() if kind in worst)

    def edit(row: dict[str, str]) -> None:
        row["source_ids"] = f"{last};{row['source_ids']}"

    copy.change(
        "trials",
        edit,
        lambda row: kinds[row["source_ids"].split(";")[0]] in best and last not in row["source_ids"],
    )


def second_first_authorization(kind: str) -> Break:
    def repeat(copy: Copy) -> None:
        rows = copy.rows("approvals")
        first = next(row for row in rows if row["decision_type"] == kind)
        copy.write("approvals", [*rows, {**first, "approval_id": "zzz-again"}])

    return repeat


def extension(of: str, **cells: str) -> Break:
    """An extension in force is added beside a decision."""

    def extend(copy: Copy) -> None:
        rows = copy.rows("approvals")
        decision = next(row for row in rows if row["approval_id"] == of)
        kind = {"approval_id": "zzz-extended", "decision_type": "indication_extension", "status": "in_force"}
        copy.write("approvals", [*rows, {**decision, **kind, **cells}])

    return extend


def entered_twice(**cells: str) -> Break:
    """A dated decision stands in a second row under another id, told with other cells."""

    def repeat(copy: Copy) -> None:
        rows = copy.rows("approvals")
        first = next(row for row in rows if row["decision_date"].startswith("2025-") and row["trial_id"])
        copy.write("approvals", [*rows, {**first, "approval_id": "zzz-again", "follows_id": "", **cells}])

    return repeat


def same_document(spelt: Callable[[str], str]) -> Break:
    """A document stands in a second row under another spelling of its address."""

    def repeat(copy: Copy) -> None:
        rows = copy.rows("sources")
        first = next(row for row in rows if row["url"].startswith("https://") and "://www." not in row["url"])
        copy.write("sources", [*rows, {**first, "source_id": "zzz-again", "url": spelt(first["url"])}])

    return repeat


def reports_of_one_publisher(count: int) -> Break:
    """A study without a number rests on so many reports in the news, all of one publisher, alone."""

    def rest(copy: Copy) -> None:
        reports: dict[str, list[str]] = {}
        for row in copy.rows("sources"):
            if row["source_type"] == "news":
                reports.setdefault(row["publisher"], []).append(row["source_id"])
        found = next(keys[:count] for keys in reports.values() if len(keys) >= count)
        set_cell("trials", "source_ids", ";".join(found), lambda row: row["registry"] == "not_found")(copy)

    return rest


def own_parent(copy: Copy) -> None:
    copy.change("trials", lambda row: row.update(parent_trial_id=row["trial_id"]), treats)


def discrepancy_repeats(copy: Copy) -> None:
    copy.change("discrepancies", lambda row: row.update(other_value=row["recorded_value"]))


def part_of_a_source_id(copy: Copy) -> None:
    copy.change("discrepancies", lambda row: row.update(recorded_source_id=row["recorded_source_id"][:-1]))


def exclude_included(column: str) -> Break:
    def exclude(copy: Copy) -> None:
        included = next(row[column] for row in copy.rows("trials") if row[column]).split(";")[0]
        copy.change("excluded_trials", lambda row: row.update(registry_id=included, reason="not_pluripotent"))

    return exclude


def in_a_circle(copy: Copy) -> None:
    lower = next(row for row in copy.rows("conditions") if row["broader_id"])
    set_cell("conditions", "broader_id", lower["condition_id"], lambda row: row["condition_id"] == lower["broader_id"])(
        copy
    )


def treats(row: dict[str, str]) -> bool:
    return row["study_type"] == "interventional"
