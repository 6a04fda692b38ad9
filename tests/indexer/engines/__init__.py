"""A package, because its conftest would clash with the one above."""
