"""Rules on evidence: every source is used, the best comes first, and every row of the lesser tables is used."""

from __future__ import annotations

import re
from collections.abc import Iterator

from regentrials import fields, references
from regentrials.validation.report import Finding
from regentrials.validation.rules.context import Context

# The worst rank of a document that needs no second one: a sponsor's or hospital's own words, or a paper.
OWN_WORDS = 2
# The one rule that a row breaks while the rows that will use it are still to come.
UNUSED = "used by a row"
# Addresses that hold a document's number.
NUMBERED = {
    "doi": r"^https?://(?:www\.|dx\.)?doi\.org/(?:doi:)?(10\.[^?#]+)",
    "pmid": r"^https?://pubmed\.ncbi\.nlm\.nih\.gov\.?/(\d+)",
}


def named(context: Context, target: str) -> set[str]:
    """Every key of `target` that some column, list or not, refers to."""
    found: set[str] = set()
    for table, resource in context.package.resources.items():
        for name, field in resource.fields.items():
            if target in references.tables(field):
                found |= context.distinct(table, name)
    return found


def every_row_is_used(context: Context) -> Iterator[Finding]:
    """Each source, product, organization and condition is used by a row."""
    for table in ("sources", "products", "organizations", "conditions"):
        key = context.package.resources[table].key
        used = named(context, table)
        for line, cell in context.cells(table, key):
            if cell not in used:
                remedy = "remove the row, or name it where it belongs"
                yield context.finding(table, line, key, UNUSED, cell, remedy)


def best_source_first(context: Context) -> Iterator[Finding]:
    """Sources stand in the order of their rank: regulator or registry, sponsor or paper, press, the rest."""
    ranks = context.package.resource("sources").fields["source_type"]["ranks"]
    kinds = context.cells("sources", "source_id", "source_type")
    rank = {source_id: int(ranks.get(source_type, 0)) for _, source_id, source_type in kinds}
    for table, resource in context.package.resources.items():
        if "source_ids" not in resource.fields:
            continue
        for line, cell in context.cells(table, "source_ids"):
            found = [rank.get(item, 0) for item in fields.split(cell)] if fields.SEPARATOR in cell else []
            if 0 not in found and found != sorted(found):
                remedy = "put regulators and registries first, then sponsors and papers, then the press"
                yield context.finding(table, line, "source_ids", "best source first", cell, remedy)


def unnumbered_studies_are_witnessed(context: Context) -> Iterator[Finding]:
    """A study without a number rests on a registry's, sponsor's or hospital's word, a paper, or two publishers."""
    ranks = context.package.resource("sources").fields["source_type"]["ranks"]
    known = {key: rest for _, key, *rest in context.cells("sources", "source_id", "source_type", "publisher")}
    for line, registry, cell in context.cells("trials", "registry", "source_ids"):
        found = [known[item] for item in fields.split(cell) if item in known]
        alone = len({publisher for _, publisher in found}) < 2
        if registry == "not_found" and alone and all(int(ranks.get(kind, 0)) > OWN_WORDS for kind, _ in found):
            remedy = "name a better document, or a second one of another publisher"
            yield context.finding("trials", line, "source_ids", "witness of an unnumbered study", cell, remedy)


def numbers_fit_the_address(context: Context) -> Iterator[Finding]:
    """An address at doi.org or PubMed holds the DOI or the number that the row gives the document."""
    for line, url, *numbers in context.cells("sources", "url", *NUMBERED):
        for (column, pattern), number in zip(NUMBERED.items(), numbers, strict=True):
            found = re.search(pattern, url)
            if found and number.casefold() != found[1].casefold():
                remedy = f"the address is that of {found[1]}: correct one of the two"
                yield context.finding("sources", line, column, "number of its address", number, remedy)


RULES = (every_row_is_used, best_source_first, unnumbered_studies_are_witnessed, numbers_fit_the_address)
