"""The models: one file each, with what it says, where it comes from and how it stands."""
