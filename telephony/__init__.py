"""What stands between the telephone network and the application? A Kamailio, and the script that it runs."""
