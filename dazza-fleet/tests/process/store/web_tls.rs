//! The web behind TLS: a certificate that is read at the beginning, and anew while the fleet runs.

use std::fs;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;

use nix::sys::signal::Signal;
use rcgen::CertifiedKey;
use tempfile::TempDir;

use super::web_admin::Web;
use crate::stage::{send, text, until};

/// A fleet whose web has a certificate, and the files that it is in.
struct Scene {
    web: Web,
    files: TempDir,
    supervisor: i32,
}

type Certificate = CertifiedKey<rcgen::KeyPair>;

fn certificate() -> Certificate {
    rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap()
}

fn write(folder: &Path, certificate: &Certificate, key: &Certificate) {
    fs::write(folder.join("web.pem"), certificate.cert.pem()).unwrap();
    fs::write(folder.join("web.key"), key.signing_key.serialize_pem()).unwrap();
}

impl Scene {
    async fn set(first: &Certificate) -> Self {
        let files = tempfile::tempdir().unwrap();
        write(files.path(), first, first);
        let at = |name: &str| files.path().join(name).display().to_string();
        let web = Web::up(&format!("certificate = \"{}\"\nkey = \"{}\"\n", at("web.pem"), at("web.key"))).await;
        let (_, view) = web.stage.ask("GET /api/v1/fleet").unwrap();
        let view: serde_json::Value = serde_json::from_str(&view).unwrap();
        let supervisor = i32::try_from(view["pid"].as_i64().unwrap()).unwrap();
        Self { web, files, supervisor }
    }

    /// A connection of somebody who trusts this certificate alone.
    fn connect(&self, trusted: &Certificate) -> rustls::StreamOwned<rustls::ClientConnection, TcpStream> {
        let mut roots = rustls::RootCertStore::empty();
        roots.add(trusted.cert.der().clone()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config =
            rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let config = Arc::new(config.with_root_certificates(roots).with_no_client_auth());
        let connection = rustls::ClientConnection::new(config, "localhost".try_into().unwrap()).unwrap();
        rustls::StreamOwned::new(connection, TcpStream::connect(&self.web.address).unwrap())
    }

    /// Whether somebody who trusts this certificate alone is answered.
    fn is_proved_by(&self, trusted: &Certificate) -> bool {
        healthz(&mut self.connect(trusted)).is_ok()
    }

    async fn reload(&self) -> (Option<i32>, String) {
        let told = self.web.stage.verb(&["reload"]).await;
        (told.status.code(), text(&told.stdout) + &text(&told.stderr))
    }
}

/// Asks whether the fleet is well.
fn healthz(stream: &mut (impl Read + Write)) -> io::Result<()> {
    write!(stream, "GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n")?;
    let mut start = [0; 12];
    stream.read_exact(&mut start)?;
    assert_eq!(text(&start), "HTTP/1.1 200");
    Ok(())
}

#[tokio::test]
async fn a_certificate_puts_the_web_behind_tls() {
    let first = certificate();
    let scene = Scene::set(&first).await;
    assert!(scene.is_proved_by(&first) && !scene.is_proved_by(&certificate()));
    let mut plain = TcpStream::connect(&scene.web.address).unwrap();
    write!(plain, "GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    drop(plain.read_to_end(&mut answer));
    assert!(!text(&answer).contains("200"), "plain HTTP is not answered");
}

#[tokio::test]
async fn a_new_certificate_is_taken_by_a_reload_and_a_bad_one_leaves_the_old_in_use_and_says_so() {
    let (first, second, third) = (certificate(), certificate(), certificate());
    let scene = Scene::set(&first).await;
    assert_eq!(scene.reload().await, (Some(0), "nothing changes\n".to_owned()));

    write(scene.files.path(), &second, &second);
    assert!(scene.is_proved_by(&first), "files alone change nothing");
    let plan = scene.web.stage.verb(&["plan"]).await;
    assert_eq!(text(&plan.stdout), "web.certificate holds at once\n");
    assert!(scene.is_proved_by(&first), "nor does a plan");
    assert_eq!(scene.reload().await, (Some(0), "web.certificate holds at once\n".to_owned()));
    assert!(scene.is_proved_by(&second) && !scene.is_proved_by(&first));

    // A key of another certificate; nothing else of a change is held up by it.
    write(scene.files.path(), &third, &first);
    scene.web.stage.edit("[rooms.thepub]\n", "[rooms.thepub]\nprefix = \"?\"\n");
    let (code, told) = scene.reload().await;
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("thepub takes new settings") && told.contains("[web] stays the one in use"), "{told}");
    assert!(told.contains("web.pem"), "{told}");
    assert!(scene.is_proved_by(&second) && !scene.is_proved_by(&third));
    // What is no certificate at all is a fault of the configuration.
    fs::write(scene.files.path().join("web.pem"), "gone").unwrap();
    let (code, told) = scene.reload().await;
    assert!(code == Some(10) && told.contains("web.certificate"), "{told}");
    assert!(scene.is_proved_by(&second));

    // A signal does the same.
    write(scene.files.path(), &third, &third);
    send(Signal::SIGHUP, scene.supervisor);
    until("the new certificate", || scene.is_proved_by(&third).then_some(())).await;
    scene.web.stage.until_joined().await;
    assert_eq!(scene.web.stage.told().matches("holds at once").count(), 2);
}
