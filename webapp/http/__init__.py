"""Who reads requests and writes answers, whatever the client does?"""
