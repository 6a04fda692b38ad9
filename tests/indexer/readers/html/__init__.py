"""The tests of saved web pages."""
