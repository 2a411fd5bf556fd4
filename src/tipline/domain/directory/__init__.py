"""The directory: public bodies to whom reports can be referred, and faults of their records."""
