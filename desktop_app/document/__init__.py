"""The open project: frozen state and its undo history. Plain data and QtCore; pictures only to read masks."""
