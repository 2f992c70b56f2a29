//! Logging: JSON lines into a file of the process's own, rotated by size.
