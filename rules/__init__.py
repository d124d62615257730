"""What does the business allow, and how is Japanese read and shown? No Flask, no database, no clock."""
