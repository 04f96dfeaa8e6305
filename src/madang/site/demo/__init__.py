"""The demonstration town: its organisations, people, staff and a little history.

Loading it again adds what is missing and changes nothing else. History is made by calling the same actions that people and
officers call, never by writing tables.
"""
