"""Understanding residents: one component a file; pure text and mathematics below them."""
