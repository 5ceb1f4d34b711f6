"""The verbs of the command line, one file each. None of them imports Qt; torch only when work begins."""
