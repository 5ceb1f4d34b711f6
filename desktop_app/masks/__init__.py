"""Painting on a picture what counts and what does not: shared by the rooms that have masks. Knows no room."""
