"""What the Makefile calls: set-up, supervisor, training, checks, measurements. Imported by nothing else."""
