"""The store of rounds: what was decided, kept so that it replays exactly."""
