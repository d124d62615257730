"""How does any procedure answer a browser?"""
