"""The log of every process: one line for each event, made of listed words and numbers only.

Whatever is not listed in `vocabulary` never reaches a line (decision 0015).
"""

from tipline.gateways.logs.places import place_of
from tipline.gateways.logs.set_up import set_up_logs

__all__ = ["place_of", "set_up_logs"]
