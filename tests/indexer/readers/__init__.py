"""A package, because benchmarks have a test_pagedump too."""
