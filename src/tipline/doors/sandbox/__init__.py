"""The sandbox: the provider door with a memory store, a page that shows all, and faults on call.

It is the same door that a hotline has. What is here stands around it.
"""

from tipline.doors.sandbox.app import Sandbox, build_sandbox

__all__ = ["Sandbox", "build_sandbox"]
