"""Which reports belong together, as the store keeps it: identifiers, edges, clusters as trees."""
