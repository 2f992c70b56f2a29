//! The program itself: says where it listens, serves, ends when it is asked to, and says what is wrong with a seed.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

use dazza_shared::exit::Exit;

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_dazza-sim"))
}

#[test]
fn it_listens_serves_and_ends_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let address_file = folder.path().join("sim.url");
    for signal in ["-INT", "-TERM"] {
        let mut child = program()
            .args(["--listen", "127.0.0.1:0", "--limits", "relaxed", "--address-file"])
            .arg(&address_file)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut url = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut url).unwrap();
        assert_eq!(fs::read_to_string(&address_file).unwrap(), url);

        let address = url.trim().strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(b"GET /socketconfig/shedcinema.json HTTP/1.1\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.contains(url.trim()), "{answer}");

        assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
        assert_eq!(child.wait().unwrap().code(), Some(Exit::Done.code().into()), "{signal}");
    }
}

#[test]
fn a_faulty_seed_is_told_whole() {
    let folder = tempfile::tempdir().unwrap();
    let seed = folder.path().join("seed.toml");
    fs::write(&seed, "users = [{ name = \"a b\", password = \"\" }]").unwrap();
    let output = program().arg("--seed").arg(&seed).output().unwrap();
    assert_eq!(output.status.code(), Some(Exit::BadConfig.code().into()));
    let told = String::from_utf8(output.stderr).unwrap();
    for part in ["seed.toml", "users[0].name", "users[0].password", "A-Z a-z 0-9"] {
        assert!(told.contains(part), "{told}");
    }
}

#[test]
fn an_address_in_use_is_a_failure_with_its_reason() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = program().args(["--listen", &address]).output().unwrap();
    assert_eq!(output.status.code(), Some(Exit::Failure.code().into()));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains(&format!("cannot listen on {address}: ")), "{told}");
}
