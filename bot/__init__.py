"""aitrend: finds the right section of a team's documents in Slack, however it is typed."""

__version__ = "0.1.0"
