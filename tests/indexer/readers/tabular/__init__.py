"""A package, because the readers and their tests have names in common."""
