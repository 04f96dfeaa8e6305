"""Views, one module a place of the portal."""
