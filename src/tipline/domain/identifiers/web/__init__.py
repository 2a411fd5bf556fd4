"""Web addresses as identifiers: text that is compared, never fetched and never shown as a link."""
