"""What can be done with offers and awards, one verb a module."""
