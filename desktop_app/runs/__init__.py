"""Trainings as they are seen and kept, whichever room began them: what Train and Collections share."""
