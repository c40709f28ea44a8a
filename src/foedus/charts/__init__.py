"""Charts: every picture, one function each. The extra ``charts`` (altair, vl-convert-python) is needed."""
