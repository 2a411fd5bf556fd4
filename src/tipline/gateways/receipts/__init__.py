"""Keys of visitors: what a browser's token and a receipt code open."""
