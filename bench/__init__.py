"""How fast is the application, measured against others and against itself? `python -m bench`; see README.md."""
