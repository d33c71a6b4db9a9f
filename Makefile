# Every target sets up what it needs: a machine with python3 and make is enough.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test lint types fix docs build refresh links release bench clean

run: $(VENV)/run.stamp
	$(BIN)/regentrials validate .
	$(BIN)/regentrials summary

test: $(VENV)/dev.stamp
	$(BIN)/pytest --numprocesses auto --dist loadfile

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.citation-file-format CITATION.cff
	$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/[ac]*-*.yml

types: $(VENV)/dev.stamp
	$(BIN)/mypy

# Canonical CSV and its counts, then what is derived from them: README.md, CHANGELOG.md, the citation files.
fix: $(VENV)/dev.stamp
	$(BIN)/regentrials fix .
	$(BIN)/python scripts/derive.py

# Status 3 says that some records could not be read; what was read is written all the same.
refresh: $(VENV)/dev.stamp
	$(BIN)/regentrials refresh . --write || [ $$? -eq 3 ]
	$(BIN)/python scripts/derive.py

links: $(VENV)/dev.stamp
	$(BIN)/python scripts/check_links.py

docs: $(VENV)/dev.stamp
	$(BIN)/mkdocs build --strict

build: $(VENV)/dev.stamp
	$(BIN)/python -m build --outdir dist
	$(BIN)/python scripts/try_wheel.py dist

# The files of a release; PREVIOUS=folder or zip of the version before goes into the notes.
release: $(VENV)/dev.stamp
	$(BIN)/python scripts/make_release.py $(if $(PREVIOUS),--previous $(PREVIOUS))

# Ratios of one run; ARGS=--full adds a thousand times the rows.
bench: $(VENV)/dev.stamp
	$(BIN)/python -m pip install --quiet --editable ".[bench]"
	$(BIN)/python -m benchmarks.run $(ARGS)

clean:
	rm -rf $(VENV) dist site

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable ".[validate]"
	touch $@

$(VENV)/dev.stamp: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	touch $@ $(VENV)/run.stamp
