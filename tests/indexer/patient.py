"""Run `manchette` with all the time that a slow machine needs to read a file: « patient.py … »."""

from importlib.metadata import entry_points

from indexer import reading

if __name__ == "__main__":
    reading.SECONDS = 120
    (manchette,) = entry_points(group="console_scripts", name="manchette")
    manchette.load()()
