//! One setting of a room as the command line gives it: `key=value`.

use std::str::FromStr;

use toml_edit::{Key, Value};

/// A key and its value, as they will stand in the file.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    key: String,
    value: Value,
}

/// Why a text is no setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SettingError {
    /// There is no `=` in it.
    #[error("write key=value, e.g. prefix=? or admins='[\"Gaz\"]'")]
    NoValue,
    /// What stands before the `=` cannot be a key.
    #[error("a key is a word such as prefix, or two with a dot such as log.level")]
    NoKey,
    /// It is nothing, and not a value.
    #[error("null is no value; what is to have its default again is unset")]
    Null,
}

impl Setting {
    /// A key with a text.
    pub(crate) fn text(key: &str, text: &str) -> Self {
        Self { key: key.to_owned(), value: Value::from(text) }
    }

    /// A key with a value as JSON has it.
    ///
    /// # Errors
    ///
    /// The key is none, or the value is `null` or has one in it: TOML has no such thing.
    pub(crate) fn of(key: &str, value: &serde_json::Value) -> Result<Self, SettingError> {
        if key.contains('\n') || Key::parse(key).is_err() {
            return Err(SettingError::NoKey);
        }
        Ok(Self { key: key.to_owned(), value: toml(value).ok_or(SettingError::Null)? })
    }

    /// The parts of its key, and its value.
    pub(super) fn parts(&self) -> (Vec<Key>, &Value) {
        (Key::parse(&self.key).unwrap_or_default(), &self.value)
    }

    /// The setting as a line of the file.
    pub(super) fn line(&self) -> String {
        let value = self.value.clone().decorated("", "");
        format!("{} = {value}", self.key)
    }
}

fn toml(value: &serde_json::Value) -> Option<Value> {
    Some(match value {
        serde_json::Value::Null => return None,
        serde_json::Value::Bool(is_so) => Value::from(*is_so),
        serde_json::Value::Number(number) => match number.as_i64() {
            Some(number) => Value::from(number),
            None => Value::from(number.as_f64()?),
        },
        serde_json::Value::String(text) => Value::from(text.as_str()),
        serde_json::Value::Array(list) => Value::Array(list.iter().map(toml).collect::<Option<_>>()?),
        serde_json::Value::Object(fields) => {
            let fields: Option<Vec<_>> = fields.iter().map(|(key, value)| Some((key.as_str(), toml(value)?))).collect();
            Value::InlineTable(fields?.into_iter().collect())
        }
    })
}

impl FromStr for Setting {
    type Err = SettingError;

    /// Reads a value as the file would, and as plain text where it would not: `prefix=?` needs no quotes.
    fn from_str(text: &str) -> Result<Self, SettingError> {
        let (key, value) = text.split_once('=').ok_or(SettingError::NoValue)?;
        let key = key.trim();
        if key.contains('\n') || Key::parse(key).is_err() {
            return Err(SettingError::NoKey);
        }
        let value = value.trim();
        Ok(Self { key: key.to_owned(), value: value.parse().unwrap_or_else(|_not_toml| Value::from(value)) })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn values_keep_their_kind_and_bare_words_are_texts() {
        let cases = [
            ("prefix=?", Ok("prefix = \"?\"")),
            ("prefix = \"?\"", Ok("prefix = \"?\"")),
            ("allow_unregistered=true", Ok("allow_unregistered = true")),
            ("log.keep=3", Ok("log.keep = 3")),
            ("admins=[\"Gaz\", 'Shaz']", Ok("admins = [\"Gaz\", 'Shaz']")),
            ("url=http://127.0.0.1:8880", Ok("url = \"http://127.0.0.1:8880\"")),
            ("manual_url=", Ok("manual_url = \"\"")),
            ("password={ env = \"PUB\" }", Ok("password = { env = \"PUB\" }")),
            ("prefix=a\nb", Ok("prefix = \"\"\"\na\nb\"\"\"")),
            ("prefix", Err(SettingError::NoValue)),
            ("=x", Err(SettingError::NoKey)),
            ("a b=x", Err(SettingError::NoKey)),
            ("a]\n[b=x", Err(SettingError::NoKey)),
        ];
        for (text, wanted) in cases {
            assert_eq!(text.parse::<Setting>().map(|setting| setting.line()), wanted.map(str::to_owned), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn a_setting_is_one_key_of_toml_whatever_is_typed(value in "\\PC*") {
            let line = format!("prefix={value}").parse::<Setting>().unwrap().line();
            let table: toml::Table = line.parse().unwrap();
            prop_assert_eq!(table.keys().collect::<Vec<_>>(), ["prefix"]);
        }
    }
}
