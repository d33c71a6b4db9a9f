"""Pages of records say what was decided and lead to what they rest on."""

from __future__ import annotations

import json
import re
from pathlib import Path

import regentrials as rt
from regentrials.package import installed
from tests.site.reading import text_of


def test_decisions_can_be_narrowed_to_a_class_of_products(site: Path) -> None:
    data = json.loads((site / "explore/approvals.json").read_text("utf-8"))
    assert "product_class" in [facet["key"] for facet in data["facets"]]
    assert "CAR-T" in {row["product_class"] for row in data["rows"]}


def test_every_record_has_an_address_of_its_own(site: Path) -> None:
    for trial in rt.load_trials()["trial_id"]:
        assert (site / "trials" / trial.replace("/", "-") / "index.html").is_file(), trial
    for row in rt.load_approvals().itertuples():
        page = (site / "products" / str(row.product_id) / "index.html").read_text("utf-8")
        assert f'id="{row.approval_id}"' in page, row.approval_id
    for kind, keys in rt.load_sources().groupby("source_type", observed=True)["source_id"]:
        page = (site / "sources" / str(kind) / "index.html").read_text("utf-8")
        assert [key for key in keys if f'id="{key}"' not in page] == [], kind
    left_out = (site / "left-out/index.html").read_text("utf-8")
    assert [key for key in rt.load_excluded_trials()["registry_id"] if f'id="{key}"' not in left_out] == []


def test_a_document_leads_to_what_rests_on_it(site: Path) -> None:
    (row,) = rt.load_trials().query("trial_id == 'NCT06976229'").itertuples()
    kinds = rt.load_sources().set_index("source_id")["source_type"]
    for source_id in row.source_ids:
        page = (site / "sources" / kinds[source_id] / "index.html").read_text("utf-8")
        (entry,) = re.findall(rf'<p id="{source_id}">.*?</p>', page, re.DOTALL)
        assert 'href="../../trials/NCT06976229/"' in entry, source_id


def test_a_decision_and_the_one_that_ended_it_lead_to_each_other(site: Path) -> None:
    for row in rt.load_approvals().dropna(subset="follows_id").itertuples():
        page = (site / "products" / str(row.product_id) / "index.html").read_text("utf-8")
        for target in (row.approval_id, row.follows_id):
            # The table of contents has the bare anchor of every decision.
            assert f'href="./#{target}"' in page, target


def test_every_organization_has_a_page_with_what_it_did(site: Path) -> None:
    pages = {key: site / "organizations" / key / "index.html" for key in rt.load_organizations()["organization_id"]}
    assert not [key for key, page in pages.items() if not page.is_file()]
    rows = [
        *rt.load_trials()[["sponsor_id", "trial_id"]].dropna().itertuples(index=False),
        *rt.load_products()[["developer_id", "product_id"]].dropna().itertuples(index=False),
        *rt.load_approvals()[["agency", "approval_id"]].dropna().itertuples(index=False),
    ]
    texts = {key: page.read_text("utf-8") for key, page in pages.items()}
    missing = [(who, what) for who, what in rows if what.replace("/", "-") not in texts[who]]
    assert not missing, f"{len(missing)}, such as {missing[:3]}"


def test_names_of_organizations_lead_to_their_pages(site: Path) -> None:
    for path, organization in (
        ("products/amchepry", "sumitomo-pharma"),
        ("products/amchepry", "mhlw"),
        ("trials/NCT06976229", "third-affiliated-hospital-sun-yat-sen-university"),
        ("conditions/parkinson-disease", "bluerock-therapeutics"),
        ("jurisdictions/JP", "pmda"),
        ("organizations/fate-therapeutics", "masonic-cancer-center-minnesota"),
    ):
        page = (site / path / "index.html").read_text("utf-8")
        assert re.search(rf'href="(?:../)+(?:organizations/)?{organization}/"', page), (path, organization)


def test_titles_in_other_scripts_name_their_language(site: Path) -> None:
    sources = rt.load_sources().set_index("source_id")
    found = 0
    for kind in ("news", "registry_copy"):
        page = (site / "sources" / kind / "index.html").read_text("utf-8")
        for key, language in re.findall(
            r'<p id="([^"]*)"><strong>[^<]*</strong> <a href="[^"]*"><span lang="(\w\w)">', page
        ):
            assert language == sources.language[key] != "en", key
            found += 1
        assert not any(f'<span lang="{tongue}">' in page for tongue in ("en", "de", "fr")), kind
    assert found


def test_no_page_rounds_a_condition_up(site: Path) -> None:
    """Where only a conditional authorization is in force, the product's first line says so."""
    standing = rt.load_approvals().query("status == 'in_force'")
    full = set(standing.query("decision_type == 'marketing_authorization'")["product_id"])
    conditional = set(standing.query("decision_type == 'conditional_marketing_authorization'")["product_id"]) - full
    assert conditional
    for product in conditional:
        assert "Authorized, on condition, in" in text_of(site / "products" / product / "index.html"), product


def test_member_states_name_the_authorizations_of_the_union(site: Path) -> None:
    """A reader who looks up Germany sees them, and need not know that they are filed under the Union."""
    for code in ("DE", "FR"):
        _, _, told = text_of(site / "jurisdictions" / code / "index.html").partition("hold here , as far as recorded")
        missing = [name for name in rt.authorized("EU")["product"] if name not in told.split("Coverage")[0]]
        assert not missing, f"{code}: {missing}"
    assert "hold here" not in text_of(site / "jurisdictions/GB/index.html")


def test_only_authorizations_are_in_force_or_expired(site: Path) -> None:
    page = (site / "jurisdictions/JP/index.html").read_text("utf-8")
    market, rest = re.split('<h2 [^>]*id="decisions-on-the-way', page)
    assert ">in force<" in market
    assert ">stands<" in rest
    assert not re.search(">(?:in force|expired)<", rest)


def test_no_block_of_a_permission_or_designation_calls_it_in_force(site: Path) -> None:
    """Of a trial's permission that is "in force" a headline is made."""
    decisions = rt.load_approvals()
    allowing = decisions["decision_type"].str.contains("authorization|extension|exemption")
    allowing &= decisions["decision_type"] != "trial_authorization"
    assert allowing.any() and not allowing.all()
    for product, rows in decisions[~allowing].groupby("product_id"):
        page = (site / "products" / str(product) / "index.html").read_text("utf-8")
        blocks = dict(re.findall(r'<h3 id="([^"]*)">(.*?)(?=<h[23] )', page, re.DOTALL))
        for key in rows["approval_id"]:
            assert not re.search(r"<td[^>]*>(?:in force|expired)\b", blocks[key]), key


def test_explore_calls_no_permission_of_a_trial_in_force(site: Path) -> None:
    rows = json.loads((site / "explore/approvals.json").read_text("utf-8"))["rows"]
    words = {row["status"] for row in rows if row["decision"] in ("trial authorization", "orphan designation")}
    assert "stands" in words
    assert not words & {"in force", "expired"}


def test_a_condition_says_first_what_may_be_sold(site: Path) -> None:
    amchepry = "Amchepry (neural, made from iPSC, a donor's): Japan (on condition)"
    assert amchepry in text_of(site / "conditions/parkinson-disease/index.html")
    assert "No authorization for this condition is recorded." in text_of(site / "conditions/lupus-nephritis/index.html")


def test_other_names_stand_on_the_pages_of_conditions(site: Path) -> None:
    for row in rt.load_conditions().itertuples():
        if row.aliases:
            page = text_of(site / "conditions" / str(row.condition_id) / "index.html")
            assert f"Also called {', '.join(row.aliases)}." in page, row.condition_id


def test_an_id_of_a_vocabulary_leads_to_its_term(site: Path) -> None:
    condition = (site / "conditions/parkinson-disease/index.html").read_text("utf-8")
    product = (site / "products/amchepry/index.html").read_text("utf-8")
    package = installed()
    for page, table, column in (
        (condition, "conditions", "mondo_id"),
        (condition, "conditions", "mesh_id"),
        (condition, "conditions", "icd10_code"),
        (product, "products", "cell_type_id"),
    ):
        key = {"conditions": "parkinson-disease", "products": "amchepry"}[table]
        resource = package.resource(table)
        value = next(row[column] for _, row in resource.rows() if row[resource.key] == key)
        address = resource.fields[column]["recordUrl"].format(id=value)
        assert f'<a href="{address}">{value}</a>' in page


def test_a_condition_leads_to_broader_and_narrower_ones_and_counts_them(site: Path) -> None:
    page = site / "conditions/leukemia/index.html"
    for other in ("hematologic-malignancy", "acute-myeloid-leukemia", "t-cell-acute-lymphoblastic-leukemia"):
        assert f'href="../{other}/"' in page.read_text("utf-8"), other
    trials = len(rt.load_trials("leukemia"))
    assert f"Trials of cells made from pluripotent stem cells : {trials}, narrower conditions included" in text_of(page)


def test_a_condition_counts_what_recruits_and_shows_it(site: Path) -> None:
    count = rt.load_trials("parkinson-disease").query("status == 'recruiting'").shape[0]
    page = (site / "conditions/parkinson-disease/index.html").read_text("utf-8")
    address = "../../explore/?table=trials&amp;f.condition=Parkinson%20disease&amp;f.status=recruiting"
    assert f'<a href="{address}">{count} of these trials</a>' in page
    for row in rt.load_conditions().itertuples():
        trials = rt.load_trials(str(row.condition_id))
        none = len(trials) > 0 and not (trials["status"] == "recruiting").any()
        text = text_of(site / "conditions" / str(row.condition_id) / "index.html")
        said = "none of them recorded as recruiting." if len(trials) > 1 else ", not recorded as recruiting."
        assert (said in text) == none, row.condition_id


def test_a_status_comes_with_the_date_of_the_record(site: Path) -> None:
    trial = rt.load_trials().dropna(subset=["status", "as_of"]).query("as_of_precision == 'day'").iloc[0]
    page = text_of(site / "trials/index.html")
    assert f"{str(trial['status']).replace('_', ' ')} ({trial['as_of']:%Y-%m-%d})" in page


def test_home_names_what_is_authorized_of_pluripotent_cells(site: Path) -> None:
    standing = rt.load_approvals().query("status == 'in_force'").merge(rt.load_products(), on="product_id")
    standing = standing[
        standing["decision_type"].isin(["marketing_authorization", "conditional_marketing_authorization"])
    ]
    page = text_of(site / "index.html").split("and authorized anywhere")[1].split("A trial that may start")[0]
    for name in standing.query("cell_origin in ('ipsc', 'esc')")["name"]:
        assert f"{name} : " in page
    assert "Kymriah" not in page


def test_claims_are_counted_and_grouped_by_verdict(site: Path) -> None:
    page = (site / "claims/index.html").read_text("utf-8")
    assert page.index('id="contradicted"') < page.index('id="supported"'), "readers come for what is said wrongly"
    for verdict, count in rt.load_claims()["verdict"].value_counts().items():
        group = re.search(rf'<h2 id="{verdict}">(.*?)(?:<h2 |</article>)', page, re.DOTALL)
        assert group, verdict
        assert group[1].count("<h3 ") == count, verdict
        assert re.search(rf'href="#{verdict}">.*?<td[^>]*>{count}</td>', page, re.DOTALL), verdict
