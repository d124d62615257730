"""How do IDs and passwords come out, on paper?"""
