//! Addresses of chat servers, which have nothing behind their host, and of database servers, which have a name before it.

use std::net::Ipv6Addr;

/// The address without a slash at its end, or what is wrong with it.
pub(super) fn base_url(text: &str) -> Result<String, &'static str> {
    let lower = text.trim().to_ascii_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    let rest = rest.ok_or("an address begins with http:// or https://")?;
    let authority = rest.strip_suffix('/').unwrap_or(rest);
    if authority.contains(['/', '?', '#']) {
        return Err("an address ends after its host and port");
    }
    if authority.contains('@') {
        return Err("an address holds no name and password");
    }
    let (host, port) = split_port(authority)?;
    if !(is_host(host) || is_ipv6(host)) {
        return Err("there is no host in this address");
    }
    if port.is_some_and(|port| !matches!(port.parse::<u16>(), Ok(1..))) {
        return Err("a port is a number from 1 to 65535");
    }
    Ok(lower.strip_suffix('/').unwrap_or(&lower).to_owned())
}

/// What is wrong with the address of a database server, and how to mend it.
///
/// Source: the manual of PostgreSQL, connection URIs. What follows the name of the database is the driver's business.
pub(super) fn database_url(text: &str) -> Result<(), (&'static str, &'static str)> {
    let usual = "write \"postgres://USER@HOST:PORT/DATABASE\", or \"embedded\" for a server of the fleet's own";
    let rest = text.strip_prefix("postgres://").or_else(|| text.strip_prefix("postgresql://"));
    let rest = rest.ok_or(("an address of a database begins with postgres:// or postgresql://", usual))?;
    let (place, options) = rest.split_once('?').unwrap_or((rest, ""));
    // A password may hold an `@` that nobody escaped: what stands before the last one is a name with its password.
    let (user, server) = place.rsplit_once('@').ok_or(("there is no user in this address", usual))?;
    if user.contains(':') || options.split('&').any(|option| option.starts_with("password=")) {
        let hint = "take it out of the address and add password = { file = \"…\" }, or { env = \"…\" }";
        return Err(("a password is never written into this file", hint));
    }
    let (authority, database) = server.split_once('/').unwrap_or((server, ""));
    if user.is_empty() || database.is_empty() {
        return Err(("an address of a database names a user and a database", usual));
    }
    if database.contains('/') || text.contains(|c: char| c.is_whitespace() || c.is_control() || c == '#') {
        return Err(("this address holds a sign that has no place there", usual));
    }
    let (host, port) = split_port(authority).map_err(|problem| (problem, usual))?;
    // A host with a `%` is the folder of a local socket, escaped.
    if !(is_host(host) || is_ipv6(host) || host.starts_with("%2F") || host.starts_with("%2f")) {
        return Err(("there is no host in this address", usual));
    }
    if port.is_some_and(|port| !matches!(port.parse::<u16>(), Ok(1..))) {
        return Err(("a port is a number from 1 to 65535", usual));
    }
    Ok(())
}

/// Host and port; the colons of an IPv6 address stand between brackets.
fn split_port(authority: &str) -> Result<(&str, Option<&str>), &'static str> {
    match authority.rsplit_once(']') {
        Some((_, "")) => Ok((authority, None)),
        Some((host, port)) => {
            let port = port.strip_prefix(':').ok_or("a port follows its host after a colon")?;
            Ok((authority.get(..=host.len()).unwrap_or_default(), Some(port)))
        }
        None => Ok(authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)))),
    }
}

fn is_host(host: &str) -> bool {
    let is_label =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    host.strip_suffix('.').unwrap_or(host).split('.').all(is_label)
}

fn is_ipv6(host: &str) -> bool {
    let inner = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    inner.is_some_and(|address| address.parse::<Ipv6Addr>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_scheme_and_a_host() {
        let cases = [
            ("https://cytu.be", Some("https://cytu.be")),
            ("HTTPS://CyTu.be/", Some("https://cytu.be")),
            ("http://127.0.0.1:8880", Some("http://127.0.0.1:8880")),
            ("http://[::1]:8880/", Some("http://[::1]:8880")),
            ("http://[::1]", Some("http://[::1]")),
            ("http://localhost", Some("http://localhost")),
            ("cytu.be", None),
            ("ftp://cytu.be", None),
            ("https://", None),
            ("https:///", None),
            ("https://cytu.be/r/fatpizza", None),
            ("https://cytu.be//", None),
            ("https://cytu.be?x=1", None),
            ("https://dazza:secret@cytu.be", None),
            ("https://cytu.be:0", None),
            ("https://cytu.be:70000", None),
            ("https://cytu.be:", None),
            ("https://cy tu.be", None),
            ("https://::1", None),
            ("https://[::1", None),
            ("https://[::1]8880", None),
            ("https://[cytu.be]", None),
            ("https://..", None),
        ];
        for (text, wanted) in cases {
            assert_eq!(base_url(text).ok().as_deref(), wanted, "{text:?}");
        }
    }
}
