"""The chat gateway: the only door between residents and the conversation engine."""
