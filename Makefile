# Everything from a fresh clone, with only Python 3.11 or newer and make: `make lab` or `make test`.

PYTHON ?= python3
THEME ?= light
VENV := .venv
BIN := $(VENV)/bin
NOTEBOOKS = $(wildcard notebooks/*.ipynb)
# In a container one often is root, and JupyterLab wants that said.
AS_ROOT = $(if $(filter 0,$(shell id -u)),--allow-root)
# A file's tests stay together: they share a browser, and a notebook's cells share a kernel. The files keep their order:
# the browser's, which are few and long, come early, so that no worker is left alone with them at the end.
PARALLEL = --numprocesses=auto --maxprocesses=4 --dist=loadfile --no-loadscope-reorder
PIP_INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check

# An environment of its own: JupyterLab would take the site's kernel for an extension of its own, and fail to load it.
SITE_VENV := .cache/site/venv
SITE = dist/site

.DEFAULT_GOAL := help
.PHONY: help lab app test notebooks bench site serve clean

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile

lab: $(VENV)/lab.stamp ## open the course in JupyterLab
	JUPYTER_CONFIG_PATH=notebooks/lab $(BIN)/jupyter lab $(AS_ROOT) notebooks/contents.ipynb

app: $(VENV)/app.stamp ## serve the lab alone, full width, for a talk (THEME=dark for a dark room)
	JUPYTER_PATH=notebooks $(BIN)/voila --template=talk --theme=$(THEME) notebooks/app.ipynb

test: $(VENV)/test.stamp ## lint, check the types, run every test and compare every notebook's outputs
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m pytest $(PARALLEL)
	$(if $(NOTEBOOKS),$(BIN)/python -m pytest --nbval --nbval-current-env --nbval-cell-timeout=60 -p no:cacheprovider $(PARALLEL) $(NOTEBOOKS))

notebooks: $(VENV)/test.stamp ## execute every notebook again and save it without widget state
	$(BIN)/python -m tests.notebooks.regenerate

bench: $(VENV)/test.stamp ## compare the speed with other signers
	$(BIN)/python -m tests.benchmarks

site: $(SITE_VENV)/stamp ## build the kit as a folder of static files, in dist/site
	$(SITE_VENV)/bin/python -m notebooks.site build --site $(SITE)

serve: site ## show that folder on this machine
	$(SITE_VENV)/bin/python -m notebooks.site serve --site $(SITE)

clean: ## remove the virtual environment and every cache
	rm -rf $(VENV) .cache dist .mypy_cache .pytest_cache .ruff_cache .hypothesis tests/clients/node_modules tests/clients/.installing
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp says that its extras are installed; a change of pyproject.toml installs them anew.
$(VENV)/lab.stamp: EXTRAS = lab
$(VENV)/app.stamp: EXTRAS = lab,app
$(VENV)/test.stamp: EXTRAS = lab,app,test
$(VENV)/%.stamp: pyproject.toml | $(BIN)/python
	@echo "Installing sigv4_explain[$(EXTRAS)] into $(VENV) ..."
	$(PIP_INSTALL) -e '.[$(EXTRAS)]'
	@touch $@

$(SITE_VENV)/stamp: pyproject.toml
	@echo "Installing sigv4_explain[site] into $(SITE_VENV) ..."
	@$(PYTHON) -m venv $(SITE_VENV)
	@$(SITE_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-compile -e '.[site]'
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo 'sigv4_explain needs Python 3.11 or newer; name one, for example: make PYTHON=python3.12 lab' >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo 'Python cannot make a virtual environment. On Debian and Ubuntu: sudo apt-get install python3-venv' >&2; exit 1; }
