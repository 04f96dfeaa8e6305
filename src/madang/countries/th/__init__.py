"""Thailand: the child support grant and the old-age allowance."""
