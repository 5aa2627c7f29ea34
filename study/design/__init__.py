"""Designs: a study as one YAML file, checked before anything starts and never changed after."""
