"""What can be done with payments, one verb a module."""
