"""Folders of pictures for training."""
