"""Keep generations of the index on disk, and say which one serves."""
