"""Live play: the server owns every match, its clock and its seats; browsers and windows only press keys and look."""
