"""The picture view: zoom, pan, compare."""
