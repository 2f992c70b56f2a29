//! A certificate of a server's own, and the file a client needs to trust it.

use std::path::PathBuf;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::PrivatePkcs8KeyDer;
use tempfile::TempDir;
use tokio_rustls::TlsAcceptor;

/// A certificate for `localhost`, as server and client need it.
pub(crate) struct OwnCertificate {
    /// Secures the server's side.
    pub(crate) acceptor: TlsAcceptor,
    folder: TempDir,
}

impl OwnCertificate {
    pub(crate) fn new() -> Self {
        let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let key = PrivatePkcs8KeyDer::from(own.signing_key.serialize_der()).into();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![own.cert.der().clone()], key)
            .unwrap();
        let own_certificate = Self { acceptor: Arc::new(config).into(), folder: tempfile::tempdir().unwrap() };
        std::fs::write(own_certificate.ca_file(), own.cert.pem()).unwrap();
        own_certificate
    }

    /// The PEM file that a client needs to trust it.
    pub(crate) fn ca_file(&self) -> PathBuf {
        self.folder.path().join("own.pem")
    }
}
