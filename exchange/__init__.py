"""How do files of the core system come in, and what goes out: requests to it, letters on paper? (data.md)"""
