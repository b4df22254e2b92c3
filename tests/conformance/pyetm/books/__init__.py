"""Workbooks: what the published client and `aurora etm` make of each other's, and whether both ask for the same."""
