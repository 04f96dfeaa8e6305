"""The domain itself: pure Python, no Django, no input or output; usable as a library."""
