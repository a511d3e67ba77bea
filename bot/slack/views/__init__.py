"""Messages, windows and the home page: pure functions from values to Slack's JSON."""
