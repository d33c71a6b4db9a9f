"""Pages of trials: what they are named after, what they lead to, and what they say of a record."""

from __future__ import annotations

import re
from pathlib import Path

import regentrials as rt
from tests.site.reading import text_of


def test_a_trial_leads_to_each_of_its_records(site: Path) -> None:
    page = (site / "trials/NCT01691261/index.html").read_text("utf-8")
    for address in ("https://clinicaltrials.gov/study/NCT01691261", "https://hpscreg.eu/browse/trial/39"):
        assert f'href="{address}"' in page, address


def test_a_trials_title_says_what_is_tried_in_what(site: Path) -> None:
    page = (site / "trials/NCT06976229/index.html").read_text("utf-8")
    title = "XS228: Spinal cord injury (NCT06976229)"
    assert f"<title>{title} - RegenTrials</title>" in page
    assert re.search(rf'<h1 id="[^"]*">{re.escape(title)}<', page)
    titles = [
        re.findall("<title>(.*?)</title>", page.read_text("utf-8"))[0] for page in site.glob("trials/*/index.html")
    ]
    assert len(set(titles)) == len(titles) == len(rt.load_trials())


def test_no_page_calls_a_trial_by_an_id_of_ours(site: Path) -> None:
    unnumbered = rt.load_trials().query("registry == 'not_found'")
    assert len(unnumbered)
    for path in ("trials/index.html", *(f"trials/{key}/index.html" for key in unnumbered["trial_id"])):
        page = (site / path).read_text("utf-8")
        assert not re.search(r"<h1[^>]*>[^<]*unnumbered-|<a [^>]*>[^<]*unnumbered-", page), path
    assert "XS411, no registry number found" in text_of(site / "trials/index.html")


def test_what_sources_disagree_on_is_written_for_people(site: Path) -> None:
    page = (site / "products/amchepry/index.html").read_text("utf-8")
    told = page.split('id="where-sources-disagree"')[1].split("<h2")[0]
    assert "phase 1" in told and "phase_" not in told
    for row in rt.load_discrepancies().query("table == 'trials'").itertuples():
        trial = (site / "trials" / str(row.record_id).replace("/", "-") / "index.html").read_text("utf-8")
        assert "<th>Record</th>" not in trial.split('id="where-sources-disagree"')[1].split("<h2")[0]


def test_a_trial_names_its_registry_once_and_leads_to_its_countries(site: Path) -> None:
    page = (site / "trials/NCT06976229/index.html").read_text("utf-8")
    facts = page.split("<article")[1].split('id="sources"')[0]
    assert facts.count("ClinicalTrials.gov") == 1
    assert 'href="../../jurisdictions/CN/"' in facts


def test_a_trials_status_line_has_its_date(site: Path) -> None:
    for row in rt.load_trials().dropna(subset=["status"]).itertuples():
        page = text_of(site / "trials" / str(row.trial_id).replace("/", "-") / "index.html")
        said = page.split(" Status ")[1][:400]
        assert ", as of 20" in said or ", of no stated date" in said, row.trial_id
