"""How partners are trained: rollouts, one learner, human models, populations and recipes; the only place of torch."""
