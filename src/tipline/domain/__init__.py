"""Facts and rules: what a report is, what is wrong with it, what it lacks.

No I/O, no clock, no randomness; pure libraries only. All other rooms stand on this one.
"""
