"""Run `manchette` with all the time that a slow machine needs to read a file: « patient.py … »."""

from importlib.metadata import entry_points

from indexer.indexing import extraction

if __name__ == "__main__":
    extraction.SECONDS = 120
    (manchette,) = entry_points(group="console_scripts", name="manchette")
    manchette.load()()
