"""The Slack listeners: thin functions from what a person did to calls of the services and views of `bot.slack`."""
