"""Service items: loaded from the catalogue, kept in versions, listed and searched."""
