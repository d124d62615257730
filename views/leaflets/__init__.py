"""How does a leaflet come about? It is drawn from the running product: its screens, its letters, its settings."""
