"""The version of dateline, where the floor of the house can reach it."""

__version__ = "0.1.0"
