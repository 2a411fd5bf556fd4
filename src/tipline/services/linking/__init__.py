"""What belongs together: finding links, looking at clusters, deciding, and rebuilding them."""
