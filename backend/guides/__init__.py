"""Guides: what people read and hold in their hands - web pages, search, QR codes, posters, booklet, TV, USB pack."""
