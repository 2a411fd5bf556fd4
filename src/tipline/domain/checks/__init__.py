"""What is wrong with a report: every rule, every problem, at once.

Structure is the codecs' business; lengths, forms, order in time and cross-field rules are here.
"""

from tipline.domain.checks.check import check_report

__all__ = ["check_report"]
