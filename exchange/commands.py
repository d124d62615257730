"""Which files can be brought in from the command line?"""

from flask.cli import AppGroup

cli = AppGroup("data", help="Files of the core system.")
