"""What deliveries say, each put together from what trends, agenda and stores know and the Slack room renders."""
