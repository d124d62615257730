"""What does the company write, by mail and on paper, and how does it leave?"""
