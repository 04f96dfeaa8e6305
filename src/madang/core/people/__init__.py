"""Persons, organisations, sign-in and roles."""
