"""How does what customers asked go out, and when is it applied?"""
