//! The same chat server over TLS: what is encrypted for `localhost` goes on to it in the clear, in a thread of its own.

use std::fs;
use std::net::{SocketAddr, TcpListener as Bound};
use std::path::Path;
use std::sync::Arc;
use std::thread;

use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::PrivatePkcs8KeyDer;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// Begins to take connections for the server at `behind`; where. Who dials in must trust the certificate left at `ca_file`.
pub(crate) fn before(behind: SocketAddr, ca_file: &Path) -> String {
    let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivatePkcs8KeyDer::from(own.signing_key.serialize_der()).into();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.der().clone()], key)
        .unwrap();
    fs::write(ca_file, own.cert.pem()).unwrap();
    let bound = Bound::bind("127.0.0.1:0").unwrap();
    bound.set_nonblocking(true).unwrap();
    let url = format!("https://localhost:{}", bound.local_addr().unwrap().port());
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(serve(bound, behind, Arc::new(config).into()));
    });
    url
}

async fn serve(bound: Bound, behind: SocketAddr, acceptor: TlsAcceptor) {
    let listener = TcpListener::from_std(bound).unwrap();
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let acceptor = acceptor.clone();
        tokio::spawn(async move {
            stream.set_nodelay(true).unwrap();
            let Ok(mut stream) = acceptor.accept(stream).await else { return };
            let mut plain = TcpStream::connect(behind).await.unwrap();
            plain.set_nodelay(true).unwrap();
            // Either side may go without a word: rooms are killed.
            drop(copy_bidirectional(&mut stream, &mut plain).await);
        });
    }
}
