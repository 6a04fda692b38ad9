"""Kill the commands, damage the files, load the server: what then?"""
