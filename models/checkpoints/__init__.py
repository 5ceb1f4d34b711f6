"""Style files, and networks made by others."""
