"""Speed, as ratios to a peer or to a physical limit that ran in turn with ours."""
