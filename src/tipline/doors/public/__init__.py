"""The public door: the form through which anybody can report, without a name if they wish.

It can write a report and read it back by its receipt code, and nothing else.
"""
