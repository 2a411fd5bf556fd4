"""From a case to a report, by the rules of a mapping."""
