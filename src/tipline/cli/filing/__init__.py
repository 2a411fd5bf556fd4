"""Commands for online services that file reports: the sandbox, filing, the outbox."""
