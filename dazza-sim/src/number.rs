//! Numbers as JavaScript writes them: without a fraction where there is none.

use serde_json::Value;

/// The number as JSON.
#[expect(clippy::cast_possible_truncation, reason = "only taken for whole numbers within 32 bits")]
pub(crate) fn json(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() <= f64::from(i32::MAX) {
        Value::from(number as i64)
    } else {
        Value::from(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_written_whole() {
        for (number, text) in [(-1.0, "-1"), (1.5, "1.5"), (255.0, "255"), (0.25, "0.25"), (f64::NAN, "null")] {
            assert_eq!(json(number).to_string(), text);
        }
    }
}
