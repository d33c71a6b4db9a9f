"""The dataset at a glance counts what the tables hold, the most and the newest first."""

from __future__ import annotations

import regentrials as rt
from regentrials.package import DataPackage
from regentrials.summary import summary
from tests.conftest import Copy


def _lines(package: DataPackage, head: str) -> list[str]:
    """The lines of a part of the summary, without its head."""
    return summary(package).partition(f"{head}\n")[2].partition("\n\n")[0].splitlines()


def test_a_trial_whose_phase_no_schema_knows_counts(copy: Copy) -> None:
    copy.change("trials", lambda row: row.update(phase="phase_9"), lambda row: row["phase"] == "phase_1")
    head, *lines = _lines(copy.package, "Trials by cell origin and phase")
    assert "ph9" in head
    assert sum(int(line.split()[-1]) for line in lines) == len(copy.rows("trials"))


def test_the_most_frequent_origin_comes_first(package: DataPackage) -> None:
    counts = [int(line.split()[-1]) for line in _lines(package, "Trials by cell origin and phase")[1:]]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]


def test_the_eight_newest_decisions_come_first(package: DataPackage) -> None:
    dates = [line.split()[0] for line in _lines(package, "Newest decisions")]
    stated = [row["decision_date"] for row in package.resource("approvals").by_key().values()]
    assert dates == sorted(stated, reverse=True)[:8]


def test_it_names_the_version_and_where_the_files_are(package: DataPackage) -> None:
    assert summary(package).startswith(f"RegenTrials {rt.__version__}, as of {package.date}\n")
    assert summary(package).endswith(str(rt.path("trials").parent))
