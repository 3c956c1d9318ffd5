"""How tables are written as text: one module per way, each reads it and writes it."""
