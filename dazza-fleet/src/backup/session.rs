//! A program of PostgreSQL that logs in to the database: told where by its arguments, and the password by neither those
//! nor its environment.

use std::io::{self, Seek, Write};
use std::os::fd::AsRawFd;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Stdio;

use dazza_shared::store::Access;
use rustix::fs::{MemfdFlags, memfd_create};
use secrecy::ExposeSecret;
use tokio::process::Command;

/// The password as the program reads it: a file in our memory, which is gone when we are.
#[derive(Debug)]
pub(super) struct PassFile(std::fs::File);

/// How the program shows in the server's own lists.
const PROGRAM: &str = "dazza-fleet backup";

/// A command that runs `program` as a session of `access`. The file that comes with it must live as long as it may log in.
///
/// # Errors
///
/// What the system says.
pub(super) fn command(program: &Path, access: &Access) -> io::Result<(Command, Option<PassFile>)> {
    let password = access.password.as_ref().map(|password| PassFile::holding(password.expose_secret())).transpose()?;
    let mut command = Command::new(program);
    command.env_clear().env("LC_ALL", "C.UTF-8").env("TZ", "UTC").env("PGAPPNAME", PROGRAM).env("PGUSER", &access.role);
    if let Some(password) = &password {
        command.env("PGPASSFILE", password.path());
    }
    command.arg("--no-password").arg(format!("--dbname={}", access.url));
    command.stdin(Stdio::null()).stdout(Stdio::null());
    Ok((command, password))
}

impl PassFile {
    /// Source: the manual of PostgreSQL, "The Password File": nobody else may read it; colons and backslashes are escaped.
    fn holding(password: &str) -> io::Result<Self> {
        let mut file = std::fs::File::from(memfd_create("dazza-password", MemfdFlags::CLOEXEC)?);
        file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
        writeln!(file, "*:*:*:*:{}", password.replace('\\', "\\\\").replace(':', "\\:"))?;
        file.rewind()?;
        Ok(Self(file))
    }

    /// Where the program finds it, as long as we have it open.
    fn path(&self) -> String {
        format!("/proc/{}/fd/{}", std::process::id(), self.0.as_raw_fd())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_in_a_file_that_nobody_else_reads_and_nowhere_else() {
        let url = "postgres://localhost/dazza".to_owned();
        let access = Access { url, role: "dazza".to_owned(), password: Some("hun:ter\\2".to_owned().into()) };
        let (command, file) = command(Path::new("pg_dump"), &access).unwrap();
        assert!(!format!("{:?}", command.as_std()).contains("hun"), "{command:?}");
        let path = file.as_ref().unwrap().path();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "*:*:*:*:hun\\:ter\\\\2\n");
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
