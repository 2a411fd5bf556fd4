"""The package as pages to print (PDF), set with Typst; see `encode_print`."""

from tipline.codecs.printable.encode import encode_print
from tipline.codecs.printable.typeset import PrintFailedError

__all__ = ["PrintFailedError", "encode_print"]
