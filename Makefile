.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

BIN := .venv/bin
DEMO := index/demo
PORT := 8000
CODE := indexer webapp tests benchmarks tools
FAST := not slow and not browser
# The others wait for servers, files and browsers: three at a time, whatever the cores
OTHERS := -n 3 --dist loadfile -m "not ($(FAST))"

.PHONY: help demo dev test check format lint proof bench cluster relevance docs page screenshot clean

help: ## What one can do here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(DEMO)/current.json ## Serve the demonstration archive on http://127.0.0.1:8000, or on PORT=
	@$(BIN)/manchette serve --index $(DEMO) --port $(PORT)

dev: $(DEMO)/current.json ## The same, restarted on each change of the code, of a template or of a style
	@$(BIN)/watchfiles '$(BIN)/manchette serve --index $(DEMO) --port $(PORT)' indexer webapp

test: .venv/dev ## Set up and run the whole suite, browser tests included
	@tools/packages.sh
	@$(BIN)/python -m pytest -q -n auto -m "$(FAST)"
	@$(BIN)/python -m pytest $(OTHERS) --and-before

check: lint ## Format, lint, types and the fast tests
	@$(BIN)/python -m pytest -q -n auto -m "$(FAST)"

format: .venv/dev ## Format the code
	@$(BIN)/ruff format $(CODE)
	@$(BIN)/ruff check --fix $(CODE)

lint: .venv/dev
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/mypy

proof: .venv/proof ## Kill, damage, load and compare at length, and print what came of it
	@tools/packages.sh
	@$(BIN)/python -m pytest -q --long
	@$(BIN)/python -m pytest -q -n 3 --dist loadfile -m browser --slow-line
	@OPENSEARCH_MAJOR=3 $(BIN)/python -m pytest -q tests/cluster tests/indexer/engines -k "cluster or opensearch"
	@for major in 2 3; do \
		OPENSEARCH_MAJOR=$$major $(BIN)/python -m pytest -q tests/cluster/proof_three_nodes.py || exit 1; \
	done

bench: .venv/dev ## Measure indexing and search on generated articles, as JSON and a table
	@$(BIN)/python -m benchmarks.bench

docs: .venv/dev ## Write docs/query-language.md and the drawing of docs/architecture.md again
	@$(BIN)/python -m tools.query_language
	@$(BIN)/python -m tools.layers

cluster: .venv/dev ## Run an OpenSearch cluster until Ctrl-C and print the OPENSEARCH_URL of its nodes
	@$(BIN)/python -m tools.cluster

page: .venv/dev ## Measure pages in a browser; INDEX= names an index, else generated articles
	@tools/packages.sh
	@$(BIN)/python -m benchmarks.page $(if $(INDEX),--index $(INDEX))

relevance: .venv/dev ## Measure the French analysis; PIAF=, LEXICON= and WORDS= name more data
	@$(BIN)/python -m benchmarks.relevance $(if $(PIAF),--piaf $(PIAF)) \
		$(if $(LEXICON),--lexicon $(LEXICON)) $(foreach list,$(WORDS),--words $(list)) \
		$(if $(LOWER_FLOORS),--lower-floors)

screenshot: .venv/dev ## Draw the pictures of docs/images again
	@tools/packages.sh
	@$(BIN)/python tools/screenshot.py

clean: ## Delete the environment, the demonstration index and the caches
	rm -rf .venv $(DEMO) .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info tools/cluster/target

$(DEMO)/current.json: .venv/run $(shell find samples indexer -type f -not -name '*.pyc')
	@echo "Indexation des articles de samples/, dont une page est incomplète exprès : elle sera rejetée."
	@$(BIN)/manchette reindex samples --index $(DEMO) || [ $$? -eq 3 ]

.venv/run: pyproject.toml constraints.txt
	@tools/venv.sh "[formats]"
	@touch $@

.venv/dev: pyproject.toml constraints.txt
	@tools/venv.sh "[dev,formats,tantivy,opensearch]"
	@touch .venv/run $@

.venv/proof: .venv/dev
	@tools/venv.sh "[dev,formats,tantivy,opensearch,proof]"
	@touch .venv/run .venv/dev $@
