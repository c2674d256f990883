"""Pushing the graphs of a build to a SPARQL 1.1 store (docs/sparql-stores.md)."""
