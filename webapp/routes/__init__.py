"""Which addresses are there, and what does each answer? A module holds those of one purpose."""
