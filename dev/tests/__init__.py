"""Tests of the bootstrap's own pure parts."""
