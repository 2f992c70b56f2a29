//! Sums: reads an expression and works it out, without ever trusting it.

/// Longest expression. Unit: characters. Source: `commands-and-games.md`, 2.11.
const MAX_CHARS: usize = 200;

/// Deepest nesting. Source: `commands-and-games.md`, 2.11.
const MAX_DEPTH: u32 = 32;

/// Largest exponent, and its negative the smallest.
const MAX_EXPONENT: f64 = 1_000.0;

/// Most significant digits printed. Source: `commands-and-games.md`, 2.11.
const MAX_DIGITS: usize = 10;

/// Why an expression has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is too long to be read.
    #[error("longer than {MAX_CHARS} characters")]
    TooLong,
    /// Its parentheses go too deep.
    #[error("more than {MAX_DEPTH} levels deep")]
    TooDeep,
    /// It ends where a number should stand.
    #[error("a number is missing at the end")]
    EndsEarly,
    /// This character does not belong where it stands.
    #[error("did not expect {0} there")]
    Unexpected(char),
    /// A parenthesis is open at the end.
    #[error("a closing ) is missing")]
    Unclosed,
    /// A run of digits and points is not a number.
    #[error("a number with two points")]
    BadNumber,
    /// An exponent is out of bounds.
    #[error("exponents go to {MAX_EXPONENT} and no further")]
    HugeExponent,
}

/// The value of `expression`; it may be infinite, or no number at all, as when dividing by nothing.
///
/// Knows `+ - * / % ^`, a sign in front, parentheses and decimals. `×`, `x`, `·` and `÷` do too, since chat filters
/// eat stars. `^` binds tightest and to the right: `-2^2` is -4, `2^3^2` is 512. `%` is the rest of a division.
///
/// # Errors
///
/// Says what is wrong with the expression.
pub fn value(expression: &str) -> Result<f64, Fault> {
    if expression.chars().count() > MAX_CHARS {
        return Err(Fault::TooLong);
    }
    let characters: Vec<_> = expression.chars().filter(|c| !c.is_whitespace()).map(plain_operator).collect();
    let mut reader = Reader { rest: &characters, depth: 0 };
    let value = reader.sum()?;
    reader.rest.first().map_or(Ok(value), |c| Err(Fault::Unexpected(*c)))
}

/// `value` with at most ten significant digits, in plain digits unless it is very large or very small.
pub fn printed(value: f64) -> String {
    let scientific = format!("{:.*e}", MAX_DIGITS - 1, value);
    let Some((digits, exponent)) = scientific.split_once('e') else { return scientific };
    let digits = without_zeros(digits);
    match exponent.parse::<i32>() {
        Ok(exponent @ -6..=14) => {
            let n_decimals = usize::try_from(9 - exponent).unwrap_or(0);
            let rounded: f64 = scientific.parse().unwrap_or(value);
            without_zeros(&format!("{rounded:.n_decimals$}")).to_owned()
        }
        _ => format!("{digits}e{exponent}"),
    }
}

fn without_zeros(digits: &str) -> &str {
    let digits = if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { digits };
    if digits == "-0" { "0" } else { digits }
}

fn plain_operator(c: char) -> char {
    match c {
        '×' | 'x' | 'X' | '·' => '*',
        '÷' => '/',
        '−' | '–' => '-',
        other => other,
    }
}

/// Reads an expression from the left, one rule of the grammar a function.
struct Reader<'a> {
    rest: &'a [char],
    depth: u32,
}

impl Reader<'_> {
    fn take(&mut self, wanted: impl Fn(char) -> bool) -> Option<char> {
        let (first, rest) = self.rest.split_first().filter(|(first, _)| wanted(**first))?;
        self.rest = rest;
        Some(*first)
    }

    fn sum(&mut self) -> Result<f64, Fault> {
        let mut value = self.product()?;
        while let Some(operator) = self.take(|c| "+-".contains(c)) {
            let right = self.product()?;
            value = if operator == '+' { value + right } else { value - right };
        }
        Ok(value)
    }

    fn product(&mut self) -> Result<f64, Fault> {
        let mut value = self.signed()?;
        while let Some(operator) = self.take(|c| "*/%".contains(c)) {
            let right = self.signed()?;
            value = match operator {
                '*' => value * right,
                '/' => value / right,
                _ => value % right,
            };
        }
        Ok(value)
    }

    fn signed(&mut self) -> Result<f64, Fault> {
        match self.take(|c| "+-".contains(c)) {
            Some('-') => self.deeper(Self::signed).map(|value| -value),
            Some(_) => self.deeper(Self::signed),
            None => self.power(),
        }
    }

    fn power(&mut self) -> Result<f64, Fault> {
        let base = self.atom()?;
        if self.take(|c| c == '^').is_none() {
            return Ok(base);
        }
        let exponent = self.deeper(Self::signed)?;
        if exponent.abs() > MAX_EXPONENT { Err(Fault::HugeExponent) } else { Ok(base.powf(exponent)) }
    }

    fn atom(&mut self) -> Result<f64, Fault> {
        if self.take(|c| c == '(').is_none() {
            return self.number();
        }
        let value = self.deeper(Self::sum)?;
        match self.take(|c| c == ')') {
            Some(_) => Ok(value),
            None => Err(self.rest.first().map_or(Fault::Unclosed, |c| Fault::Unexpected(*c))),
        }
    }

    fn number(&mut self) -> Result<f64, Fault> {
        let mut digits = String::new();
        while let Some(digit) = self.take(|c| c.is_ascii_digit() || c == '.') {
            digits.push(digit);
        }
        if digits.is_empty() {
            return Err(self.rest.first().map_or(Fault::EndsEarly, |c| Fault::Unexpected(*c)));
        }
        digits.parse().ok().ok_or(Fault::BadNumber)
    }

    /// Runs a rule one level down, so that no expression can exhaust the stack.
    fn deeper(&mut self, rule: impl Fn(&mut Self) -> Result<f64, Fault>) -> Result<f64, Fault> {
        if self.depth == MAX_DEPTH {
            return Err(Fault::TooDeep);
        }
        self.depth += 1;
        let value = rule(self);
        self.depth -= 1;
        value
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sums_come_out_right() {
        for (expression, result) in [
            ("1 + 2 * 3", "7"),
            ("(1 + 2) * 3", "9"),
            ("10 / 4", "2.5"),
            ("10 % 4", "2"),
            ("-2^2", "-4"),
            ("2^3^2", "512"),
            ("2^-1", "0.5"),
            ("--3 - -3", "6"),
            ("2 x 3 × 4 ÷ 6", "4"),
            (".5 + 1.", "1.5"),
            ("0.1 + 0.2", "0.3"),
            ("1/3", "0.3333333333"),
            ("2/3*100", "66.66666667"),
            ("123456789012", "123456789000"),
            ("1 - 1", "0"),
            ("0 * -1", "0"),
            ("10^15", "1e15"),
            ("1/10^7", "1e-7"),
            ("2^64", "1.844674407e19"),
            ("1/0", "inf"),
            ("0/0", "NaN"),
        ] {
            assert_eq!(printed(value(expression).unwrap()), result, "{expression}");
        }
    }

    #[test]
    fn faults_are_named() {
        let deep = format!("{}1{}", "(".repeat(33), ")".repeat(33));
        for (expression, fault) in [
            ("", Fault::EndsEarly),
            ("1 +", Fault::EndsEarly),
            ("(1", Fault::Unclosed),
            ("(1]", Fault::Unexpected(']')),
            ("1)", Fault::Unexpected(')')),
            ("2 ** 3", Fault::Unexpected('*')),
            ("1.2.3", Fault::BadNumber),
            (".", Fault::BadNumber),
            ("require(1)", Fault::Unexpected('r')),
            ("2^1001", Fault::HugeExponent),
            (deep.as_str(), Fault::TooDeep),
            (&"-".repeat(40), Fault::TooDeep),
            (&"1".repeat(201), Fault::TooLong),
        ] {
            assert_eq!(value(expression), Err(fault), "{expression}");
        }
        assert_eq!(value(&format!("{}1{}", "(".repeat(32), ")".repeat(32))), Ok(1.0));
    }

    proptest! {
        #[test]
        fn no_expression_panics_and_every_value_is_short(expression in "[-+*/%^(). 0-9x]{0,60}|\\PC{0,40}") {
            if let Ok(value) = value(&expression) {
                prop_assert!(printed(value).len() <= 30);
            }
        }

        #[test]
        fn printing_keeps_ten_digits(number in proptest::num::f64::NORMAL) {
            let read: f64 = printed(number).parse().unwrap();
            prop_assert!((read - number).abs() <= number.abs() * 1e-9);
        }
    }
}
