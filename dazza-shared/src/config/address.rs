//! Addresses of chat servers: a scheme and a host, nothing behind.

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
