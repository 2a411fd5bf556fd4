"""The flat rows of a dossier for spreadsheets: CSV that is read back, XLSX to look at."""

from tipline.codecs.spreadsheet.comma import decode_csv, encode_csv
from tipline.codecs.spreadsheet.workbook import encode_xlsx

__all__ = ["decode_csv", "encode_csv", "encode_xlsx"]
