"""The public door: for now one page; with the next step the form through which anybody can report.

It will be able to write a report and read it back by its receipt code, and nothing else.
"""
