"""Which reports belong together, as the desk's pages show it: the panel of a report, the words.

What is decided there is in `judging`.
"""
