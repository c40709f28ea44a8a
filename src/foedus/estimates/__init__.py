"""Estimates: will it come? Models, and their record on cases that they had not seen."""
