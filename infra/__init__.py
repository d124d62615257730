"""What does everything stand on? Database, encryption, clock, locks, limits, PDF: nothing of insurance."""
