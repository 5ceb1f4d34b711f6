"""Trainings as generators: one loop, tasks that name their losses, run folders."""

import torch

# Numbers too small to be normal cost a processor a hundredfold, and long trainings are full of them:
# measured, a step slowed from 0.8 to 2.2 seconds of one core within a thousand steps. Set on import, because
# only threads that start later take it over.
torch.set_flush_denormal(True)
