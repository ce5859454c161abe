"""Amends: the desk where complaints are put right."""

__version__ = "0.1.0"
