//! The view, as Prometheus text: one table of metrics feeds the page, its manual and the tests.

mod exposition;
mod form;
mod manual;
mod metric;
mod process;
mod sample;
mod scrape;
mod table;

#[cfg(test)]
mod tests;

pub(crate) use exposition::page;
pub(crate) use form::Form;
pub use manual::manual;
pub(crate) use process::Vitals;
pub(crate) use scrape::Scrape;
