"""Files into checked values: catalogues and subscribers."""
