"""What does HTTP ask, and what page does it get?"""
