"""What does the company know and do? Who gets in, what they hold, what they are told."""
