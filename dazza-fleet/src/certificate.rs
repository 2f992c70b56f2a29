//! What the web proves itself with: a certificate and its key, read when the fleet begins and anew with every reload.

use std::io;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use dazza_shared::config::TlsFiles;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// The certificate in use; all that is made of it has the same.
#[derive(Clone, Debug)]
pub(crate) struct Certificate(Arc<RwLock<Held>>);

#[derive(Clone, Debug)]
struct Held {
    /// It, and those that vouch for it.
    chain: Vec<CertificateDer<'static>>,
    /// How TLS connections are taken with it.
    config: Arc<ServerConfig>,
}

impl Certificate {
    /// The one in these files.
    ///
    /// # Errors
    ///
    /// A file cannot be read, or the key is not that of the certificate.
    pub(crate) fn read(files: &TlsFiles) -> io::Result<Self> {
        Held::read(files).map(|held| Self(Arc::new(RwLock::new(held))))
    }

    /// How TLS connections are taken from now on.
    pub(crate) fn config(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner).config)
    }

    /// Whether there is another one in these files.
    ///
    /// # Errors
    ///
    /// As with [`Certificate::read`].
    pub(crate) fn differs(&self, files: &TlsFiles) -> io::Result<bool> {
        Ok(Held::read(files)?.chain != self.0.read().unwrap_or_else(PoisonError::into_inner).chain)
    }

    /// Takes the one in these files for all connections to come; whether it is another one.
    ///
    /// # Errors
    ///
    /// As with [`Certificate::read`]; the old one stays in use.
    pub(crate) fn renew(&self, files: &TlsFiles) -> io::Result<bool> {
        let new = Held::read(files)?;
        let mut held = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let is_another = new.chain != held.chain;
        if is_another {
            *held = new;
        }
        Ok(is_another)
    }
}

impl Held {
    fn read(files: &TlsFiles) -> io::Result<Self> {
        let at = |path: &Path, error: &dyn std::error::Error| io::Error::other(format!("{}: {error}", path.display()));
        let chain = CertificateDer::pem_file_iter(&files.certificate)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|error| at(&files.certificate, &error))?;
        let key = PrivateKeyDer::from_pem_file(&files.key).map_err(|error| at(&files.key, &error))?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|config| config.with_no_client_auth().with_single_cert(chain.clone(), key))
            .map_err(|error| at(&files.certificate, &error))?;
        Ok(Self { chain, config: Arc::new(config) })
    }
}
