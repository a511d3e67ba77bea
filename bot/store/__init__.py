"""State in SQLite or PostgreSQL: one schema, one module an aggregate. The only package that writes SQL."""
