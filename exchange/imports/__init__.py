"""How do files of the core system come in? (data.md)"""
