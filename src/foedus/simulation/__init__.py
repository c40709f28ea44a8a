"""Simulation: an organisation compiled to whole numbers and played as many independent worlds."""
