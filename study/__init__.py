"""User studies: what participants and experimenters meet."""
