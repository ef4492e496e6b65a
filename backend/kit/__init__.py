"""What every feature of the backend needs: database, errors, HTTP, security, logs. Imports no feature."""
