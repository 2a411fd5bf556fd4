"""Engines for all clusters at once: numba, scipy as its fallback, Splink on Spark beyond both.

None is imported before it is asked for: the extras `bulk` and `spark` may be missing, and no
other command should wait for them (decision 0024).
"""
