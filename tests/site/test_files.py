"""The built site's files: links, weights, downloads, what is vendored."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from docs_hook import MENDED

import regentrials as rt
from regentrials.package import installed
from tests.conftest import ROOT

EXPLORE = ("d3.min.js", "plot.umd.min.js", "dataTables.min.js")


def _weight(*files: Path) -> float:
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) / 1000


def test_explore_scripts_are_light() -> None:
    assets = ROOT / "docs/assets"
    weight = _weight(*(assets / "vendor" / name for name in EXPLORE), assets / "explore.js", assets / "charts.js")
    assert weight < 250, f"{weight:.0f} kB"


def test_decisions_can_be_narrowed_to_a_class_of_products(site: Path) -> None:
    data = json.loads((site / "explore/approvals.json").read_text("utf-8"))
    assert "product_class" in [facet["key"] for facet in data["facets"]]
    assert "CAR-T" in {row["product_class"] for row in data["rows"]}


def test_no_chart_tells_more_apart_than_the_palette_has_colours(site: Path) -> None:
    script = (ROOT / "docs/assets/charts.js").read_text("utf-8")
    colours = len(re.findall(r'"#\w{6}"', script.split("COLOURS = [")[1].split("]")[0]))
    for name in ("trials", "approvals", "products"):
        data = json.loads((site / f"explore/{name}.json").read_text("utf-8"))
        told_apart = {row[data["chart"]["fill"]] for row in data["rows"]}
        assert 1 < len(told_apart) <= colours, f"{name}: {sorted(told_apart)}"


def test_headings_leave_out_no_level(site: Path) -> None:
    for page in site.rglob("index.html"):
        article = page.read_text("utf-8").split("<article")[1].split("</article>")[0]
        levels = [0, *map(int, re.findall(r"<h([1-6])\b", article))]
        skipped = [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1]
        assert not skipped, f"{page.relative_to(site)}: {skipped}"


def test_the_search_of_the_theme_is_mended(site: Path) -> None:
    """Without a browser too: a new version of the theme may be written otherwise, and the mending then does nothing."""
    (script,) = site.glob("assets/javascripts/workers/search.*.min.js")
    text = script.read_text("utf-8")
    for wrong, right in MENDED.items():
        assert (text.count(right), text.count(wrong)) == (1, right.count(wrong)), (
            f"{script.name} is not mended of {wrong!r}: if its search finds what test_search.py asks for by itself,"
            " drop the line of MENDED in scripts/docs_hook.py; else bring it up to date"
        )


def test_other_pages_load_little_beyond_the_theme(site: Path) -> None:
    for path in ("index.html", "products/xs228/index.html", "claims/index.html"):
        text = (site / path).read_text("utf-8")
        own = re.findall(r'(?:src|href)="([^"]*assets/(?!javascripts|stylesheets|images)[^"]+\.(?:js|css))"', text)
        weight = _weight(*((site / path).parent / item for item in own))
        assert weight < 60, f"{path}: {weight:.0f} kB"


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


def test_a_trial_leads_to_each_of_its_records(site: Path) -> None:
    page = (site / "trials/NCT01691261/index.html").read_text("utf-8")
    for address in ("https://clinicaltrials.gov/study/NCT01691261", "https://hpscreg.eu/browse/trial/39"):
        assert f'href="{address}"' in page, address


def _text(page: Path) -> str:
    """What a reader reads: the page without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.read_text("utf-8")).split())


def test_no_page_rounds_a_condition_up(site: Path) -> None:
    """Where only a conditional authorization is in force, the product's first line says so."""
    standing = rt.load_approvals().query("status == 'in_force'")
    full = set(standing.query("decision_type == 'marketing_authorization'")["product_id"])
    conditional = set(standing.query("decision_type == 'conditional_marketing_authorization'")["product_id"]) - full
    assert conditional
    for product in conditional:
        assert "Authorized, on condition, in" in _text(site / "products" / product / "index.html"), product


def test_member_states_name_the_authorizations_of_the_union(site: Path) -> None:
    count = rt.load_approvals().query("jurisdiction == 'EU' and status == 'in_force'")
    count = count[count["decision_type"].isin(["marketing_authorization", "conditional_marketing_authorization"])]
    for code in ("DE", "FR"):
        text = _text(site / "jurisdictions" / code / "index.html")
        assert f"hold here too : {count['product_id'].nunique()} products" in text, code
    assert "hold here too" not in _text(site / "jurisdictions/GB/index.html")


def test_only_authorizations_are_in_force_or_expired(site: Path) -> None:
    page = (site / "jurisdictions/JP/index.html").read_text("utf-8")
    market, rest = page.split('<h2 id="decisions-on-the-way')
    assert ">in force<" in market
    assert ">stands<" in rest
    assert not re.search(">(?:in force|expired)<", rest)


def test_explore_calls_no_permission_of_a_trial_in_force(site: Path) -> None:
    rows = json.loads((site / "explore/approvals.json").read_text("utf-8"))["rows"]
    words = {row["status"] for row in rows if row["decision"] in ("trial authorization", "orphan designation")}
    assert "stands" in words
    assert not words & {"in force", "expired"}


def test_a_condition_says_first_what_may_be_sold(site: Path) -> None:
    assert "Amchepry : Japan (on condition)" in _text(site / "conditions/parkinson-disease/index.html")
    assert "No product is authorized" in _text(site / "conditions/lupus-nephritis/index.html")


def test_other_names_stand_on_the_pages_of_conditions(site: Path) -> None:
    for row in rt.load_conditions().itertuples():
        if row.aliases:
            page = _text(site / "conditions" / str(row.condition_id) / "index.html")
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
    trials, decisions = len(rt.load_trials("leukemia")), len(rt.load_approvals("leukemia"))
    assert f"Trials: {trials}, decisions: {decisions}, narrower conditions included." in _text(page)


def test_a_condition_counts_what_recruits_and_shows_it(site: Path) -> None:
    count = rt.load_trials("parkinson-disease").query("status == 'recruiting'").shape[0]
    page = (site / "conditions/parkinson-disease/index.html").read_text("utf-8")
    address = "../../explore/?table=trials&amp;f.condition=Parkinson%20disease&amp;f.status=recruiting"
    assert f'<a href="{address}">{count} of the trials</a>' in page
    for row in rt.load_conditions().itertuples():
        trials = rt.load_trials(str(row.condition_id))
        none = len(trials) > 0 and not (trials["status"] == "recruiting").any()
        text = _text(site / "conditions" / str(row.condition_id) / "index.html")
        assert ("No trial is recorded as recruiting." in text) == none, row.condition_id


def test_a_status_comes_with_the_date_of_the_record(site: Path) -> None:
    trial = rt.load_trials().dropna(subset=["status", "as_of"]).query("as_of_precision == 'day'").iloc[0]
    page = _text(site / "trials/index.html")
    assert f"{str(trial['status']).replace('_', ' ')} ({trial['as_of']:%Y-%m-%d})" in page


def test_home_names_what_is_authorized_of_pluripotent_cells(site: Path) -> None:
    standing = rt.load_approvals().query("status == 'in_force'").merge(rt.load_products(), on="product_id")
    standing = standing[
        standing["decision_type"].isin(["marketing_authorization", "conditional_marketing_authorization"])
    ]
    page = _text(site / "index.html").split("authorized anywhere")[1].split("A trial that may start")[0]
    for name in standing.query("cell_origin in ('ipsc', 'esc')")["name"]:
        assert f"{name} : " in page
    assert "Kymriah" not in page


def test_the_search_knows_one_page_on_citing(site: Path) -> None:
    docs = json.loads((site / "search/search_index.json").read_text("utf-8"))["docs"]
    assert [entry["location"] for entry in docs if entry["title"] == "Cite"] == ["cite/"]


def test_the_search_leaves_out_what_repeats_other_pages(site: Path) -> None:
    docs = json.loads((site / "search/search_index.json").read_text("utf-8"))["docs"]
    records = [entry for entry in docs if entry["location"].startswith(("products/", "trials/", "organizations/"))]
    titles = {entry["title"] for entry in records}
    assert "Trials" in titles
    assert not titles & {"History", "Sources", "Sources on the product", "Where sources disagree", "Trials sponsored"}


def test_claims_are_counted_and_grouped_by_verdict(site: Path) -> None:
    page = (site / "claims/index.html").read_text("utf-8")
    assert page.index('id="contradicted"') < page.index('id="supported"'), "readers come for what is said wrongly"
    for verdict, count in rt.load_claims()["verdict"].value_counts().items():
        group = re.search(rf'<h2 id="{verdict}">(.*?)(?:<h2 |</article>)', page, re.DOTALL)
        assert group, verdict
        assert group[1].count("<h3 ") == count, verdict
        assert re.search(rf'href="#{verdict}">.*?<td[^>]*>{count}</td>', page, re.DOTALL), verdict


def test_downloads_match_their_checksums(site: Path) -> None:
    folder = site / "downloads"
    lines = (folder / "SHA256SUMS").read_text("utf-8").splitlines()
    assert len(lines) > 20
    for line in lines:
        digest, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name


@pytest.mark.parametrize("folder", ["docs/assets/vendor", "tests/vendor"])
def test_vendored_files_are_unchanged(folder: str) -> None:
    for line in (ROOT / folder / "SHA256SUMS").read_text("utf-8").splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((ROOT / folder / name).read_bytes()).hexdigest() == digest, name


def test_home_describes_the_dataset_to_search_engines(site: Path) -> None:
    text = (site / "index.html").read_text("utf-8")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found
    value = json.loads(found[1])
    assert (value["@type"], value["version"]) == ("Dataset", rt.__version__)


def test_no_column_is_without_a_name(site: Path) -> None:
    nameless = [str(page.relative_to(site)) for page in site.rglob("*.html") if "<th></th>" in page.read_text("utf-8")]
    assert not nameless, "a table's first column needs a heading too: a screen reader reads it out with each cell"


def test_every_table_has_a_caption(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        assert text.count("<table") == len(re.findall(r"<table[^>]*>\s*<caption[^>]*>[^<]", text)), page


def test_a_link_to_a_product_or_a_trial_says_elsewhere_what_it_is(site: Path) -> None:
    described = {
        "products/amchepry": "Amchepry: Authorized, on condition, in Japan, as of ",
        "products/xs228": "XS228: Not authorized anywhere, as far as recorded.",
        "trials/NCT06974968": "NCT06974968: Efficacy of iPSC-Derived Motor Neuron Cells",
    }
    for path, start in described.items():
        page = (site / path / "index.html").read_text("utf-8")
        assert f'<meta name="description" content="{start}' in page, path


def test_every_page_says_in_its_own_words_what_a_link_to_it_shows(site: Path) -> None:
    told: dict[str, list[Path]] = {}
    for page in site.rglob("index.html"):
        text = page.read_text("utf-8")
        (said,) = re.findall(r'<meta name="description" content="([^"]+)">', text)
        assert f'<meta property="og:description" content="{said}">' in text, page
        assert '<meta property="og:title" content="' in text, page
        told.setdefault(said, []).append(page)
    assert len(told) > 0.9 * sum(map(len, told.values())), "many pages share one description"


def test_every_page_names_version_and_licence(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        assert f"RegenTrials {rt.__version__} of " in text, page
        assert "licenses/by/4.0" in text, page
        assert "Not medical advice." in text, page


def test_no_page_asks_another_host(site: Path) -> None:
    asked = re.compile(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="(https?://[^"]+)"')
    for page in site.rglob("*.html"):
        found = [url for url in asked.findall(page.read_text("utf-8")) if 'rel="canonical"' not in url]
        assert not found, (page, found)


def test_no_page_shows_raw_markdown(site: Path) -> None:
    raw = re.compile(r"\]\((?:\.\./|https?://)|<!-- (?:generated|include):|\{ #")
    found = [page.relative_to(site) for page in site.rglob("*.html") if raw.search(page.read_text("utf-8"))]
    assert not found, f"{len(found)} pages, such as {found[:3]}"


def test_every_link_inside_the_site_leads_somewhere(site: Path) -> None:
    href = re.compile(r"<a [^>]*href=[\"']([^\"'#?][^\"'#?]*)")
    dead = set()
    for page in site.rglob("*.html"):
        # The error page is served at any address: its links are absolute.
        if page.name == "404.html":
            continue
        for target in set(href.findall(page.read_text("utf-8"))):
            place = (page.parent / target).resolve()
            if not re.match(r"[a-z]+:", target) and not place.is_file() and not (place / "index.html").is_file():
                dead.add(f"{page.relative_to(site)} -> {target}")
    assert not dead, f"{len(dead)} dead links, such as {sorted(dead)[:5]}"
