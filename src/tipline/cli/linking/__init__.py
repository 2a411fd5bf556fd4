"""Commands about which reports belong together: `links`, `clusters` and `link`."""
