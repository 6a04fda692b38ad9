"""How well does the French analysis find what was asked? Rankings, accents and conflation."""
