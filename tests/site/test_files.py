"""The built site's files: links, weights, downloads, what is vendored."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from docs_hook import MENDED

import regentrials as rt
from tests.conftest import ROOT

EXPLORE = ("d3.min.js", "plot.umd.min.js", "dataTables.min.js")
OWN = (
    "explore.js",
    "address.js",
    "charts.js",
    "elements.js",
    "facets.js",
    "finding.js",
    "picture.js",
    "view.js",
)


def _weight(*files: Path) -> float:
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) / 1000


def test_explore_scripts_are_light() -> None:
    assets = ROOT / "docs/assets"
    weight = _weight(*(assets / "vendor" / name for name in EXPLORE), *(assets / name for name in OWN))
    assert weight < 250, f"{weight:.0f} kB"


def test_the_description_for_search_engines_leads_to_files_of_the_site(site: Path) -> None:
    home = (site / "index.html").read_text("utf-8")
    described = json.loads(home.split('<script type="application/ld+json">')[1].split("</script>")[0])
    files = [part["contentUrl"] for part in described["distribution"]]
    assert len(files) == len(rt.tables())
    assert [file for file in files if not (site / file).is_file()] == []


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


def test_the_index_of_the_search_is_light(site: Path) -> None:
    """Every page loads it, asked for anything or not: what repeats other pages is left out by `data-search-exclude`."""
    weight = _weight(site / "search/search_index.json")
    assert weight < 330, f"{weight:.0f} kB"


def test_the_search_knows_one_page_on_citing(site: Path) -> None:
    docs = json.loads((site / "search/search_index.json").read_text("utf-8"))["docs"]
    assert [entry["location"] for entry in docs if entry["title"] == "Cite"] == ["cite/"]


def test_the_search_leaves_out_what_repeats_other_pages(site: Path) -> None:
    docs = json.loads((site / "search/search_index.json").read_text("utf-8"))["docs"]
    records = [entry for entry in docs if entry["location"].startswith(("products/", "trials/", "organizations/"))]
    titles = {entry["title"] for entry in records}
    assert "Trials" in titles
    assert not titles & {"History", "Sources", "Sources on the product", "Where sources disagree", "Trials sponsored"}


def test_the_package_to_install_is_among_the_downloads_and_holds_the_data(site: Path) -> None:
    (wheel,) = (site / "downloads").glob("*.whl")
    assert wheel.name == f"regentrials-{rt.__version__}-py3-none-any.whl"
    names = zipfile.ZipFile(wheel).namelist()
    assert {"regentrials/__init__.py", "regentrials/datapackage/data/trials.csv"} <= set(names)
    assert f"pip install {wheel.name}" in re.sub(r"<[^>]+>", "", (site / "start/index.html").read_text("utf-8"))


def test_no_two_links_to_files_have_one_name(site: Path) -> None:
    page = (site / "downloads/index.html").read_text("utf-8")
    files = re.findall(r'<a href="(?:[^"]*/)?([^"/]*\.(?:csv|jsonl|parquet))">([^<]*)</a>', page)
    assert len(files) == 3 * len(rt.tables())
    assert [name for file, name in files if file != name] == []


def test_each_table_to_download_leads_to_its_columns_and_counts_its_rows(site: Path) -> None:
    page = (site / "downloads/index.html").read_text("utf-8")
    for name, rows in rt.tables().set_index("table")["rows"].items():
        (row,) = re.findall(rf'<tr>\s*<td[^>]*><a href="\.\./dictionary/#{name}">.*?</tr>', page, re.DOTALL)
        assert f">{rows:,}</td>" in row, name


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
        "trials/NCT06974968": "XS228: Spinal cord injury (NCT06974968): Efficacy of iPSC-Derived Motor Neuron Cells",
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
    asked = re.compile(
        r'<(?:script|link(?! rel="(?:canonical|next|prev)")|img|iframe)[^>]+(?:src|href)="(https?://[^"]+)"'
    )
    for page in site.rglob("*.html"):
        found = asked.findall(page.read_text("utf-8"))
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
