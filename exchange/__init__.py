"""How do files of the core system come in, and how do requests go back to it? (data.md)"""
