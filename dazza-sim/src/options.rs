//! A channel's options: their stock values, who may change which, and to what.

use serde_json::{Map, Value, json};

use crate::rank::Rank;

/// The options of a new channel.
///
/// Source: `cytube-protocol`, 6.3.
pub(crate) fn stock(channel: &str) -> Map<String, Value> {
    let Value::Object(options) = json!({
        "allow_voteskip": true,
        "voteskip_ratio": 0.5,
        "afk_timeout": 600,
        "pagetitle": channel,
        "maxlength": 0,
        "externalcss": "",
        "externaljs": "",
        "chat_antiflood": false,
        "chat_antiflood_params": { "burst": 4, "sustained": 1, "cooldown": 4 },
        "show_public": false,
        "enable_link_regex": true,
        "password": false,
        "allow_dupes": false,
        "torbanned": false,
        "block_anonymous_users": false,
        "allow_ascii_control": false,
        "playlist_max_per_user": 0,
        "new_user_chat_delay": 0,
        "new_user_chat_link_delay": 0,
        "playlist_max_duration_per_user": 0,
    }) else {
        return Map::new();
    };
    options
}

/// Options that need more than a moderator's rank.
///
/// Source: `cytube-protocol`, 6.4: some keys need rank 3; which ones we know from the settings page of the server.
const ADMIN_ONLY: [&str; 6] = ["pagetitle", "externalcss", "externaljs", "show_public", "password", "torbanned"];

/// Longest time until somebody counts as away. Source: `cytube-protocol`, 3.4. Unit: seconds.
const MAX_AFK_TIMEOUT: f64 = 86_400.0;

/// The rank that changing `key` takes.
pub(crate) fn rank_for(key: &str) -> Rank {
    if ADMIN_ONLY.contains(&key) { Rank::ADMIN } else { Rank::MODERATOR }
}

/// Whether `value` is one for `key`.
///
/// # Errors
///
/// What is wrong, in words.
pub(crate) fn check(key: &str, value: &Value) -> Result<(), String> {
    let stock = stock("");
    let Some(known) = stock.get(key) else { return Err("is no option".to_owned()) };
    let fits = match (key, known) {
        ("password", _) => value.is_string() || value == &Value::Bool(false),
        ("afk_timeout", _) => value.as_f64().is_some_and(|seconds| (0.0..=MAX_AFK_TIMEOUT).contains(&seconds)),
        ("chat_antiflood_params", _) => {
            let positive = |key| value.get(key).and_then(Value::as_f64).is_some_and(|number| number > 0.0);
            positive("burst") && positive("sustained")
        }
        (_, Value::Bool(_)) => value.is_boolean(),
        (_, Value::Number(_)) => value.as_f64().is_some_and(|number| number >= 0.0),
        (_, _) => value.is_string(),
    };
    if fits { Ok(()) } else { Err(format!("{value} does not fit")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stock_options_fit_themselves_and_others_are_told() {
        for (key, value) in stock("fatpizza") {
            assert_eq!(check(&key, &value), Ok(()), "{key}");
        }
        assert!(check("afk_timeout", &json!(86_401)).is_err());
        assert!(check("chat_antiflood_params", &json!({ "burst": 0, "sustained": 1 })).is_err());
        assert!(check("nonsense", &json!(1)).is_err());
        assert_eq!(rank_for("afk_timeout"), Rank::MODERATOR);
        assert_eq!(rank_for("password"), Rank::ADMIN);
    }
}
