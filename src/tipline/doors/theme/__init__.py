"""What the doors for people share: the look, its files, headers, and the frame around Django.

No page of any door lives here. The files are built from `frontend/` by `make assets`.
"""
