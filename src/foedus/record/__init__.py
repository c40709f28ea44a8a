"""Facts: their schema, the packs that hold them, and the view of one day."""
