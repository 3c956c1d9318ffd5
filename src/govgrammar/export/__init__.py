"""Reports as data and as text: plain data, CSV, tables for a terminal."""
