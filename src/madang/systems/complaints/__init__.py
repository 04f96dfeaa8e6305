"""Complaints: a public service of its own, on the plan that all systems share."""
