"""The room in which painted pictures are judged by figures."""
