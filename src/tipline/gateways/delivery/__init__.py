"""Ways to an agency: e-mail, an HTTPS drop, an SFTP drop, and the links by which it answers."""
