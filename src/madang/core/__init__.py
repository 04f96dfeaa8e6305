"""What every service needs. Knows nothing above it."""
