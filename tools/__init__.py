"""Scripts that make data which is kept in the repository."""
