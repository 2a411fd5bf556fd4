"""The service that reports are filed with, as it is called; knows nothing of the outbox."""
