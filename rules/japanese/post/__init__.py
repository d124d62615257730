"""What does the post know of an address? Codes, municipalities, and where an address is cut."""
