"""Cases in the store: how they change and how they are looked at."""
