"""The neural core of Impasto: usable from a script or a notebook on its own; it never imports Qt."""
