"""The insurer's own people: who are they, how do they come in, and what do they look at?"""
