"""The store of the sandbox: everything in memory, gone with the process; no Django, no disk.

It gives the same results as the real store to what the provider door asks (one contract suite
runs on both), and has nothing else: no desk, no audit log, no public form.
"""

from tipline.stores.memory.clock import ForwardClock
from tipline.stores.memory.linking import MemoryLinkReader
from tipline.stores.memory.reading import MemoryReader
from tipline.stores.memory.store import FIRST_NUMBER, MemoryStore
from tipline.stores.memory.writing import MemoryWriter

__all__ = [
    "FIRST_NUMBER",
    "ForwardClock",
    "MemoryLinkReader",
    "MemoryReader",
    "MemoryStore",
    "MemoryWriter",
]
