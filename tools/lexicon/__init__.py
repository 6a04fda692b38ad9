"""Make the tables of the analysis from the dictionary of Debian's hunspell-fr-comprehensive."""
