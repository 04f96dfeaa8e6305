"""Believable demonstration data: a district by the sea, its offices, and what people report there."""

from madang.systems.complaints.demo.load import load

__all__ = ["load"]
