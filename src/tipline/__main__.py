"""`python -m tipline` is the program `tipline`."""

from tipline.cli import main

main()
