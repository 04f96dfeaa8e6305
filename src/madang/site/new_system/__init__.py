"""The pattern from which `madang new-system` makes a system that works, passes every check and is yours to change."""
