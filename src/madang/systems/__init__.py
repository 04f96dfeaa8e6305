"""One public-service system a folder, all on one plan; systems never import each other."""
