"""The unmodified Python client of the Energy Transition Model as a judge of the sandbox."""
