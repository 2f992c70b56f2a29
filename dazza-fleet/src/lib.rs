//! The supervisor of a fleet of rooms, with its command line, API and metrics.

mod supervisor;
