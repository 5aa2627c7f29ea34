"""The core that every game stands on: contract, batch, rounds and episodes, scenes, dice."""
