"""The one form in which every check reports a failure."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import asdict, dataclass

# The remedy of whatever is only a matter of form.
FIX = "run: regentrials fix DIR"

# The remedy of a count that is not the table's: new counts would make a loss look meant.
COUNT = "if you changed the table, run: regentrials fix DIR; if not, get a whole copy"

# A broken column fails once a row; beyond this many the rest is counted, not printed.
SHOWN = 20


@dataclass(frozen=True)
class Finding:
    """One failure: where it is, which rule it breaks, the value found, and what to do."""

    file: str
    line: int | None
    column: str
    rule: str
    value: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place} {self.column or '-'}  {self.rule}  {self.value!r}  {self.remedy}"


def as_text(findings: list[Finding]) -> str:
    """All failures as lines, those of one rule in one column cut after the first twenty."""
    if not findings:
        return "valid: no failures"
    groups: dict[tuple[str, str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.file, finding.column, finding.rule].append(finding)
    lines = []
    for (file, column, rule), group in groups.items():
        lines += [str(finding) for finding in group[:SHOWN]]
        if len(group) > SHOWN:
            lines.append(f"{file} {column or '-'}  {rule}  and {len(group) - SHOWN} more")
    return "\n".join([*lines, f"{len(findings)} failure{'s' if len(findings) > 1 else ''}"])


def as_json(findings: list[Finding]) -> str:
    """All failures as a JSON list of objects."""
    return json.dumps([asdict(finding) for finding in findings], indent=2, ensure_ascii=False)
