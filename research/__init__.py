"""Research: scripts that compute the figures which pages quote, from data that does not belong to the project."""
