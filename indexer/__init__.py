"""Turn page dumps into a searchable archive: read, analyse, index, publish, search."""
