"""System checks that hold the project's own rules."""
