"""Tests of the study service."""
