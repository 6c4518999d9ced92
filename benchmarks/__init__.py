"""Measures how long things take. Nothing here is a test: figures go into benchmarks/README.md by hand, with their date."""
