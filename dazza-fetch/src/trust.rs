//! Whom we trust over TLS: the public certificate authorities, and one file of the operator's own.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rustls::client::Resumption;
use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::{self, PemObject};
use rustls::{ClientConfig, RootCertStore};

/// The certificates we trust; made into a TLS configuration when first needed.
#[derive(Debug, Default)]
pub struct Trust {
    ca_file: Option<PathBuf>,
    config: OnceLock<Arc<ClientConfig>>,
}

/// Why the certificates could not be used.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    /// The file cannot be read, or holds broken PEM.
    #[error("cannot read certificates from {}; make ca_file name a readable PEM file", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: pem::Error,
    },
    /// The file has no certificate in it.
    #[error("{} holds no certificate; it needs at least one BEGIN CERTIFICATE section", .path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// The TLS library does not take what we gave it.
    #[error("cannot set up TLS; check that ca_file holds certificates of an authority")]
    Tls(#[from] rustls::Error),
}

impl Trust {
    /// Trusts the public authorities, and those in the PEM file `ca_file`.
    pub fn new(ca_file: Option<PathBuf>) -> Self {
        Self { ca_file, config: OnceLock::new() }
    }

    /// The TLS configuration; the file is read once, at the first call that succeeds.
    ///
    /// # Errors
    /// [`TrustError`], when the operator's file is of no use.
    pub fn client_config(&self) -> Result<Arc<ClientConfig>, TrustError> {
        if let Some(config) = self.config.get() {
            return Ok(Arc::clone(config));
        }
        let config = Arc::new(build(self.ca_file.as_deref())?);
        Ok(Arc::clone(self.config.get_or_init(|| config)))
    }
}

fn build(ca_file: Option<&Path>) -> Result<ClientConfig, TrustError> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    if let Some(path) = ca_file {
        add_file(&mut roots, path)?;
    }
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    // A room dials once in days: a store of sessions would only hold memory.
    config.resumption = Resumption::disabled();
    Ok(config)
}

fn add_file(roots: &mut RootCertStore, path: &Path) -> Result<(), TrustError> {
    let unreadable = |source| TrustError::Unreadable { path: path.to_owned(), source };
    let mut n_added = 0;
    for certificate in CertificateDer::pem_file_iter(path).map_err(unreadable)? {
        roots.add(certificate.map_err(unreadable)?)?;
        n_added += 1;
    }
    if n_added == 0 { Err(TrustError::Empty { path: path.to_owned() }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_file(text: &str) -> Result<Arc<ClientConfig>, TrustError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ca.pem");
        std::fs::write(&path, text).unwrap();
        Trust::new(Some(path)).client_config()
    }

    #[test]
    fn the_public_authorities_need_no_file() {
        assert!(Trust::default().client_config().is_ok());
    }

    #[test]
    fn a_file_of_certificates_is_taken_and_anything_else_refused_by_name() {
        let own = rcgen::generate_simple_self_signed(["chat.example".to_owned()]).unwrap();
        assert!(with_file(&own.cert.pem()).is_ok());
        assert!(matches!(with_file("no certificate here\n"), Err(TrustError::Empty { .. })));
        let broken = "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n";
        assert!(matches!(with_file(broken), Err(TrustError::Unreadable { .. })));
        let wrong = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        assert!(matches!(with_file(wrong), Err(TrustError::Tls(_))));
        let missing = Trust::new(Some("/nowhere/ca.pem".into())).client_config();
        assert!(missing.unwrap_err().to_string().contains("/nowhere/ca.pem"));
    }
}
