"""The organisation: district, hall, departments, towns and stations. Read from the catalogue, not stored."""
