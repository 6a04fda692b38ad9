"""Which addresses do programs ask, with which parameters, and what is a parameter refused for?"""
