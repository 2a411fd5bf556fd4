"""The public door: the form through which anybody can report, and the way back by receipt.

It can write a report and read back what one visitor's browser or receipt opens, and nothing else.
"""
