//! Where the database is: on a server of the fleet's own, or where `fleet.toml` says.

use dazza_shared::config::DatabaseConfig;
use dazza_shared::store::Access;

use crate::postgres::{self, Login};

/// Where the database is, and as whom the fleet logs in.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The owner of the database.
    pub(crate) owner: Access,
    /// The server's superuser with its own database, on a server of the fleet's own.
    pub(crate) superuser: Option<Access>,
}

impl Place {
    /// The database on the server of the fleet's own.
    pub(crate) fn embedded(server: &postgres::Access) -> Self {
        let access = |login: &Login, database: &str| Access {
            url: format!("postgres://localhost:{}/{database}?host={}", server.port, server.socket_dir.display()),
            role: login.name.to_owned(),
            password: Some(login.password.clone()),
        };
        let (owner, superuser) = (&server.owner, &server.superuser);
        Self { owner: access(owner, owner.name), superuser: Some(access(superuser, "postgres")) }
    }

    /// The database on a server of somebody else; `None` when `config` names none.
    pub(crate) fn of_server(config: &DatabaseConfig) -> Option<Self> {
        let DatabaseConfig::Server { url, password } = config else { return None };
        let (url, role) = without_role(url);
        Some(Self { owner: Access { url, role, password: password.clone() }, superuser: None })
    }
}

/// The address without the name to log in with, and that name.
fn without_role(url: &str) -> (String, String) {
    let Some((scheme, rest)) = url.split_once("://") else { return (url.to_owned(), String::new()) };
    match rest.split_once('@') {
        Some((role, rest)) => (format!("{scheme}://{rest}"), role.to_owned()),
        None => (url.to_owned(), String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_to_log_in_with_is_taken_out_of_the_address() {
        for (url, address, role) in [
            (
                "postgres://dazza@db.example:5433/fleet?sslmode=require",
                "postgres://db.example:5433/fleet?sslmode=require",
                "dazza",
            ),
            ("postgres://db.example/fleet", "postgres://db.example/fleet", ""),
            ("postgresql://dazza@localhost/x?host=/run/pg", "postgresql://localhost/x?host=/run/pg", "dazza"),
        ] {
            assert_eq!(without_role(url), (address.to_owned(), role.to_owned()));
        }
    }
}
