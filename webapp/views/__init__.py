"""Shape what was found into what is shown: JSON, bars, citations, files."""
