"""The program `tipline`: one module for each command group; parse, call, print."""

from tipline.cli.program import main

__all__ = ["main"]
