"""The Qt application of Impasto. It never imports torch."""
