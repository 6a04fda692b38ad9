"""Answer a search on one open generation, and offer ways on."""
