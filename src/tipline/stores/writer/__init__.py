"""The one process that changes the store, and the ways to hand it an operation.

Whatever waits is applied in one transaction and answered after its one commit (group commit).
"""
