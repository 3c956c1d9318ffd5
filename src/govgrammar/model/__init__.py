"""What a report says: cells, tables, narratives, the report."""
