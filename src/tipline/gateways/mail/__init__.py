"""Mail out: the SMTP client."""
