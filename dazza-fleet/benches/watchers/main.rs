//! How quick rooms answer while people follow the live feed.
fn main() {}
