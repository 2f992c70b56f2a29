//! Checks `[web]`: where the web pages and the API are, and who may ask.

use std::net::SocketAddr;
use std::path::PathBuf;

use super::Checker;
use super::file::read_text;
use super::server::PEM_CERTIFICATE;
use crate::config::fleet::{TlsFiles, WebAccess};
use crate::config::raw::RawWeb;

/// Where the web pages are unless the file says otherwise.
const DEFAULT_LISTEN: &str = "127.0.0.1:8080";

/// How the label of every private key in a PEM file ends. Source: RFC 7468, sections 10 and 11.
const PEM_KEY: &str = "PRIVATE KEY-----";

/// Longest file of a certificate with its chain, or of a key. Unit: bytes.
const MAX_PEM_BYTES: u64 = 1 << 20;

impl Checker<'_> {
    pub(super) fn web_listen(&mut self, raw: &RawWeb) -> Option<SocketAddr> {
        let written = raw.listen.as_deref().unwrap_or(DEFAULT_LISTEN);
        if written == "off" {
            return None;
        }
        let address = written.parse().ok();
        if address.is_none() {
            let hint = "write an IP address with a port, e.g. \"127.0.0.1:8080\" or \"[::1]:8080\", or \"off\"";
            self.fault("web.listen", "this is no address to listen on", hint);
        }
        address
    }

    pub(super) fn web_access(&mut self, raw: &RawWeb) -> WebAccess {
        for origin in raw.cors_origins.iter().filter(|origin| !is_origin(origin)) {
            let hint = "write scheme, host and port as a browser does, without a path, e.g. [\"https://example.org\"]";
            self.fault("web.cors_origins", format!("{origin:?} is no site"), hint);
        }
        let mut trusted_proxies = Vec::new();
        for written in &raw.trusted_proxies {
            match written.parse() {
                Ok(network) => trusted_proxies.push(network),
                Err(problem) => {
                    let hint = "write addresses or networks such as [\"127.0.0.1\", \"10.1.0.0/16\"]";
                    self.fault("web.trusted_proxies", format!("{written:?} is no network: {problem}"), hint);
                }
            }
        }
        let is_public = raw.public.unwrap_or(true);
        WebAccess { is_public, cors_origins: raw.cors_origins.clone(), trusted_proxies, tls: self.web_tls(raw) }
    }

    fn web_tls(&mut self, raw: &RawWeb) -> Option<TlsFiles> {
        let (certificate, key) = match (&raw.certificate, &raw.key) {
            (Some(certificate), Some(key)) => (certificate, key),
            (None, None) => return None,
            (Some(_), None) => {
                self.fault("web.key", "a certificate is of no use without its key", "name the PEM file of the key");
                return None;
            }
            (None, Some(_)) => {
                let hint = "name the PEM file of the certificate, with its chain";
                self.fault("web.certificate", "a key is of no use without its certificate", hint);
                return None;
            }
        };
        let certificate = self.pem("web.certificate", certificate, PEM_CERTIFICATE);
        let key = self.pem("web.key", key, PEM_KEY);
        Some(TlsFiles { certificate: certificate?, key: key? })
    }

    fn pem(&mut self, at: &str, written: &str, mark: &str) -> Option<PathBuf> {
        let path = self.path(written);
        let hint =
            "name a PEM file that the fleet's user may read, or leave `certificate` and `key` out for plain HTTP";
        match read_text(&path, MAX_PEM_BYTES) {
            Ok(text) if text.contains(mark) => return Some(path),
            Ok(_) => self.fault(at, format!("there is no `{mark}` in this file"), hint),
            Err(error) => self.fault(at, format!("{} cannot be read: {error}", path.display()), hint),
        }
        None
    }
}

/// Whether this is a site as browsers name it. Source: RFC 6454, 6.2.
fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    let is_plain = |c: char| c.is_ascii_digit() || c.is_ascii_lowercase() || "-.:[]".contains(c);
    !host.is_empty() && host.chars().all(is_plain)
}
