"""What do developers see that customers never do? Not there in production."""
