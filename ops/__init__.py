"""What do operators and cron run?"""
