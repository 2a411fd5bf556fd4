"""What other projects plug into their own tools: each module alone, and light."""
