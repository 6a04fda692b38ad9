"""Make the next generation of the index from what changed under the sources."""
