"""Many subscribers in one file (客户库): CSV, NDJSON and Parquet, read as a stream; what can't be read is told row by row."""
