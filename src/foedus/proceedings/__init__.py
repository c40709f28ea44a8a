"""Proceedings: acts, the case, the engine that orders them, and the docket that keeps them."""
