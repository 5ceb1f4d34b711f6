"""The room for folders of works: what they can become, and swatches that nobody has painted."""
