"""How each sample document is drawn."""
