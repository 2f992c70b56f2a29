//! A record as a line of a segment: JSON with a checksum before it, so that what a crash tore is told from what is whole.

use flate2::Crc;

use super::super::record::Record;

/// What a line begins with; eight hexadecimal digits follow.
const HEAD: &[u8] = b"{\"sum\":\"";

/// What stands between the checksum and the record.
const NECK: &[u8] = b"\",\"record\":";

/// How a line ends.
const TAIL: &[u8] = b"}\n";

/// Adds `record` to `lines`.
///
/// # Errors
///
/// The record cannot be written as JSON; `lines` is as it was.
pub(super) fn write(record: &Record, lines: &mut Vec<u8>) -> serde_json::Result<()> {
    let json = serde_json::to_vec(record)?;
    lines.reserve(HEAD.len() + 8 + NECK.len() + json.len() + TAIL.len());
    lines.extend_from_slice(HEAD);
    lines.extend_from_slice(format!("{:08x}", sum(&json)).as_bytes());
    lines.extend_from_slice(NECK);
    lines.extend_from_slice(&json);
    lines.extend_from_slice(TAIL);
    Ok(())
}

/// The record in a line, its line feed included, if the line is whole and we know what it holds.
pub(super) fn read(line: &[u8]) -> Option<Record> {
    let (told, rest) = line.strip_prefix(HEAD)?.split_at_checked(8)?;
    let json = rest.strip_prefix(NECK)?.strip_suffix(TAIL)?;
    let told = u32::from_str_radix(std::str::from_utf8(told).ok()?, 16).ok()?;
    (told == sum(json)).then(|| serde_json::from_slice(json).ok())?
}

fn sum(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

#[cfg(test)]
mod tests {
    use super::super::tests::samples;
    use super::*;

    fn line(record: &Record) -> Vec<u8> {
        let mut line = Vec::new();
        write(record, &mut line).unwrap();
        line
    }

    #[test]
    fn every_kind_of_record_is_read_back_as_it_was_written() {
        for record in samples() {
            let line = line(&record);
            assert_eq!(line.iter().position(|byte| *byte == b'\n'), Some(line.len() - 1));
            assert!(serde_json::from_slice::<serde_json::Value>(&line).is_ok(), "tools for JSON read it too");
            assert_eq!(read(&line), Some(record));
        }
    }

    #[test]
    fn a_line_that_is_torn_or_damaged_anywhere_is_none() {
        for record in samples() {
            let line = line(&record);
            for end in 0..line.len() {
                assert_eq!(read(&line[..end]), None, "cut off after {end}");
                let mut damaged = line.clone();
                damaged[end] ^= 4;
                assert_eq!(read(&damaged), None, "damaged at {end}");
            }
        }
    }

    #[test]
    fn what_another_version_wrote_is_read_as_far_as_we_know_it() {
        let framed = |json: &str| {
            let sum = sum(json.as_bytes());
            format!("{{\"sum\":\"{sum:08x}\",\"record\":{json}}}\n").into_bytes()
        };
        let picture =
            r#"{"picture":{"who":"gaz","url":"https://a.example/1.png","at":"2026-08-03T10:00:00Z","new":7}}"#;
        assert!(matches!(read(&framed(picture)), Some(Record::Picture(_))));
        let line = r#"{"line":{"key":"00112233445566778899aabbccddeeff","name":"Gaz","text":"hi","sent_at":"2026-08-03T10:00:00Z","n_words":1}}"#;
        assert!(matches!(read(&framed(line)), Some(Record::Line(_))));
        assert_eq!(read(&framed(r#"{"dream":{"of":"sheep"}}"#)), None);
    }
}
