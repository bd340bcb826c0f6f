"""The command line: what is asked in words becomes a request, and an answer becomes text or JSON."""
