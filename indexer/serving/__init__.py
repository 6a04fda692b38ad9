"""Which generation do searches run on, here or on a cluster?"""
