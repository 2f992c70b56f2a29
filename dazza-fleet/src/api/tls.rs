//! What the web proves itself with: a certificate and its key, read when the fleet begins.

use std::io;
use std::path::Path;
use std::sync::Arc;

use dazza_shared::config::TlsFiles;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// How TLS connections are taken with this certificate.
///
/// # Errors
///
/// A file cannot be read, or the key is not that of the certificate.
pub(crate) fn certified(files: &TlsFiles) -> io::Result<Arc<ServerConfig>> {
    let at = |path: &Path, error: &dyn std::error::Error| io::Error::other(format!("{}: {error}", path.display()));
    let chain = CertificateDer::pem_file_iter(&files.certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| at(&files.certificate, &error))?;
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(|error| at(&files.key, &error))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|config| config.with_no_client_auth().with_single_cert(chain, key))
        .map_err(|error| at(&files.certificate, &error))?;
    Ok(Arc::new(config))
}
