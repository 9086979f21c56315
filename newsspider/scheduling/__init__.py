"""Decides when an address is requested again and how fast a server is asked; pure."""
