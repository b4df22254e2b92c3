"""The unmodified Python client as a judge of the sandbox."""
