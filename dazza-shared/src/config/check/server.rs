//! Checks `[cytube]`: where the chat server is and how it is reached.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use super::Checker;
use super::file::read_text;
use crate::config::address::base_url;
use crate::config::raw::RawCytube;
use crate::config::room::ServerSettings;

/// How a certificate begins in a PEM file. Source: RFC 7468, section 5.1.
pub(super) const PEM_CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----";

/// Longest file of certificates; those of all public authorities together have a quarter of it. Unit: bytes.
const MAX_CA_BYTES: u64 = 1 << 20;

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_hours(1);

impl Checker<'_> {
    /// The server of all rooms that name none of their own.
    pub(super) fn server(&mut self, raw: &RawCytube) -> ServerSettings {
        let usual = ServerSettings::default();
        let url = raw.url.as_ref().map(|url| self.server_url("cytube.url", url, &usual.url));
        let interval = raw.connect_interval.as_ref();
        let (low, high) = (Duration::from_millis(1), HOUR);
        ServerSettings {
            url: url.unwrap_or(usual.url),
            ca_file: raw.ca_file.as_ref().and_then(|file| self.ca_file(file)),
            local_address: raw.local_address.as_ref().and_then(|at| self.local_address("cytube.local_address", at)),
            connect_timeout: self.duration(
                "cytube.connect_timeout",
                raw.connect_timeout.as_ref(),
                usual.connect_timeout,
                SECOND / 10..=300 * SECOND,
            ),
            connect_burst: self.number("cytube.connect_burst", raw.connect_burst, usual.connect_burst, 1..=10_000),
            connect_interval: self.duration("cytube.connect_interval", interval, usual.connect_interval, low..=high),
            max_sockets: self.number(
                "cytube.max_sockets_per_address",
                raw.max_sockets_per_address,
                usual.max_sockets,
                1..=10_000,
            ),
        }
    }

    /// An address without a slash at its end, or `usual` after a fault.
    pub(super) fn server_url(&mut self, key: &str, written: &str, usual: &str) -> String {
        match base_url(written) {
            Ok(url) => url,
            Err(problem) => {
                self.fault(key, problem, "write the server's address alone, e.g. \"https://cytu.be\"");
                usual.to_owned()
            }
        }
    }

    /// An address of this machine; `None` after a fault.
    pub(super) fn local_address(&mut self, key: &str, written: &str) -> Option<IpAddr> {
        let address = written.parse().ok();
        if address.is_none() {
            self.fault(
                key,
                "this is no IP address",
                "write an address of this machine, e.g. \"192.0.2.7\", or leave it out",
            );
        }
        address
    }

    fn ca_file(&mut self, written: &str) -> Option<PathBuf> {
        let path = self.path(written);
        let hint = "name a PEM file with the certificates to trust, or leave it out";
        match read_text(&path, MAX_CA_BYTES) {
            Ok(text) if text.contains(PEM_CERTIFICATE) => return Some(path),
            Ok(_) => self.fault("cytube.ca_file", "this file holds no certificate", hint),
            Err(error) => self.fault("cytube.ca_file", format!("{} cannot be read: {error}", path.display()), hint),
        }
        None
    }
}
