"""From application to case: opening, history, promised date and progress."""
