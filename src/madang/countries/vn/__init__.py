"""Viet Nam: the social pension of Decree 176/2025/ND-CP."""
