"""Run `manchette` with all the time that a slow machine needs to read a file: « patient.py … »."""

from indexer import reading
from webapp.cli import main

if __name__ == "__main__":
    reading.SECONDS = 120
    main()
