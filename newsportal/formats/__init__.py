"""How dates are written where a newspaper writes them otherwise than Django's locale does."""
