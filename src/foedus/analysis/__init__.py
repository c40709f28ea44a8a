"""Analysis: what follows from several records side by side."""
