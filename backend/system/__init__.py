"""The backend about itself: health, figures, and the description of its API."""
