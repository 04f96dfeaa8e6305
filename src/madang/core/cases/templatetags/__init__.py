"""Template tags of the block."""
