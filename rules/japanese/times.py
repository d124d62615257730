"""Which time is meant? Said once here, for every signature. A bare `date` is a day in Japan."""

from datetime import datetime
from typing import TypeAlias

# As the clock tells it and the database keeps it: aware, in UTC.
UtcDateTime: TypeAlias = datetime
# As customers and the people who answer them have it: aware, in Japan time.
JstDateTime: TypeAlias = datetime
# Aware, of whatever zone: for what asks for Japan time itself.
AwareDateTime: TypeAlias = datetime
