//! Converts between metric units and the others.

/// What a unit measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// How long.
    Length,
    /// How heavy.
    Weight,
    /// How hot.
    Temperature,
    /// How much fits in.
    Volume,
}

/// A unit: its sign, and what else it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// How it is written behind a number.
    pub sign: &'static str,
    names: &'static [&'static str],
}

/// Two units that convert into one another.
#[derive(Clone, Copy, Debug)]
struct Pair {
    dimension: Dimension,
    left: Unit,
    right: Unit,
    rule: Rule,
}

#[derive(Clone, Copy, Debug)]
enum Rule {
    /// Factors from left to right, and back.
    Factors(f64, f64),
    /// Celsius to Fahrenheit.
    Temperature,
}

/// The pairs, with their factors. Source: `commands-and-games.md`, 2.11.
const PAIRS: [Pair; 8] = [
    pair(Dimension::Length, KILOMETRE, MILE, Rule::Factors(0.621_371, 1.609_34)),
    pair(Dimension::Length, METRE, FOOT, Rule::Factors(3.280_84, 0.304_8)),
    pair(Dimension::Length, CENTIMETRE, INCH, Rule::Factors(0.393_701, 2.54)),
    pair(Dimension::Weight, KILOGRAM, POUND, Rule::Factors(2.204_62, 0.453_592)),
    pair(Dimension::Weight, GRAM, OUNCE, Rule::Factors(0.035_274, 28.349_5)),
    pair(Dimension::Volume, LITRE, GALLON, Rule::Factors(0.264_172, 3.785_41)),
    pair(Dimension::Volume, MILLILITRE, FLUID_OUNCE, Rule::Factors(0.033_814, 29.573_5)),
    pair(Dimension::Temperature, CELSIUS, FAHRENHEIT, Rule::Temperature),
];

const KILOMETRE: Unit = unit("km", &["kms", "kilometre", "kilometer", "klick", "k"]);
const MILE: Unit = unit("mi", &["mile"]);
const METRE: Unit = unit("m", &["metre", "meter"]);
const FOOT: Unit = unit("ft", &["foot", "feet", "'"]);
const CENTIMETRE: Unit = unit("cm", &["cms", "centimetre", "centimeter"]);
const INCH: Unit = unit("in", &["inch", "inches", "\""]);
const KILOGRAM: Unit = unit("kg", &["kgs", "kilo", "kilogram", "kilogramme"]);
const POUND: Unit = unit("lb", &["lbs", "pound"]);
const GRAM: Unit = unit("g", &["gram", "gramme", "gm"]);
const OUNCE: Unit = unit("oz", &["ounce"]);
const LITRE: Unit = unit("L", &["l", "litre", "liter"]);
const GALLON: Unit = unit("gal", &["gallon"]);
const MILLILITRE: Unit = unit("mL", &["ml", "mls", "mil", "millilitre", "milliliter"]);
const FLUID_OUNCE: Unit = unit("fl oz", &["floz", "fl.oz", "fluidounce"]);
const CELSIUS: Unit = unit("°C", &["c", "celsius", "centigrade", "celcius", "degc"]);
const FAHRENHEIT: Unit = unit("°F", &["f", "fahrenheit", "farenheit", "degf"]);

/// What was asked: a number of one unit in another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wish {
    /// How many.
    pub amount: f64,
    /// Of what.
    pub from: Unit,
    /// In what.
    pub to: Unit,
}

/// Why a wish cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadWish {
    /// It is not of the form `5 km to miles`.
    Unreadable,
    /// This is not a number, or one too large to mean anything.
    NotANumber(String),
    /// There is no unit of that name.
    NoSuchUnit(String),
}

/// Largest amount, and its negative the smallest.
const MAX_AMOUNT: f64 = 1e12;

/// What `wish` comes to, and what it measures; `None` when the units do not go together.
pub fn convert(wish: &Wish) -> Option<(f64, Dimension)> {
    PAIRS.iter().find_map(|pair| pair.apply(wish).map(|amount| (amount, pair.dimension)))
}

/// The unit that `unit` converts into.
pub fn partner(unit: Unit) -> Option<Unit> {
    PAIRS.iter().find_map(|pair| match unit {
        _ if unit == pair.left => Some(pair.right),
        _ if unit == pair.right => Some(pair.left),
        _ => None,
    })
}

/// Reads `5 km to miles`, `5km in miles` and their like.
///
/// # Errors
///
/// Says which part of it is not understood.
pub fn read(text: &str) -> Result<Wish, BadWish> {
    let (left, right) = halves(text).ok_or(BadWish::Unreadable)?;
    let (digits, from) = left.split_at(left.find(|c| !is_digit(c)).unwrap_or(left.len()));
    let first = || left.split_whitespace().next().unwrap_or_default().to_owned();
    let amount = amount(digits).ok_or_else(|| BadWish::NotANumber(first()))?;
    Ok(Wish { amount, from: named(from)?, to: named(&right)? })
}

/// `amount` with two decimals, without a minus in front of nothing.
pub fn printed(amount: f64) -> String {
    let digits = format!("{amount:.2}");
    if digits == "-0.00" { "0.00".to_owned() } else { digits }
}

/// Words that stand between the two units.
const CONNECTIVES: [&str; 5] = ["to", "in", "as", "into", "->"];

/// What stands before and behind the word that means "to": the first such word with a unit in front of it.
///
/// The inch is called `in` too: `10 in in cm`.
fn halves(text: &str) -> Option<(String, String)> {
    let words: Vec<_> = text.split_whitespace().collect();
    (0..words.len()).find_map(|at| {
        let (left, rest) = words.split_at(at);
        let (connective, right) = rest.split_first()?;
        let (left, right) = (left.join(" "), right.join(" "));
        let has_unit = !left.trim_start_matches(is_digit).trim_start().is_empty();
        (CONNECTIVES.contains(connective) && has_unit && !right.is_empty()).then_some((left, right))
    })
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || "+-.,".contains(c)
}

/// Digits with thousands marked by commas, or not.
fn amount(digits: &str) -> Option<f64> {
    let amount: f64 = digits.replace(',', "").parse().ok()?;
    (amount.abs() <= MAX_AMOUNT).then_some(amount)
}

/// The unit of that name: any case, singular or plural, with or without `degrees`.
fn named(name: &str) -> Result<Unit, BadWish> {
    let bare = name.trim().trim_end_matches(['.', '?', '!']).to_lowercase();
    let bare = bare.trim_start_matches("degrees").trim_start_matches("degree").replace([' ', '°'], "");
    let singular = bare.strip_suffix('s').unwrap_or(&bare);
    PAIRS
        .iter()
        .flat_map(|pair| [pair.left, pair.right])
        .find(|unit| unit.is_called(&bare) || unit.is_called(singular))
        .ok_or_else(|| BadWish::NoSuchUnit(name.trim().to_owned()))
}

impl Unit {
    fn is_called(self, name: &str) -> bool {
        self.sign == name || self.names.contains(&name)
    }
}

impl Pair {
    fn apply(&self, wish: &Wish) -> Option<f64> {
        let is_onward = match (wish.from, wish.to) {
            (from, to) if from == self.left && to == self.right => true,
            (from, to) if from == self.right && to == self.left => false,
            _ => return None,
        };
        Some(match (self.rule, is_onward) {
            (Rule::Factors(onward, _), true) => wish.amount * onward,
            (Rule::Factors(_, back), false) => wish.amount * back,
            (Rule::Temperature, true) => wish.amount * 9.0 / 5.0 + 32.0,
            (Rule::Temperature, false) => (wish.amount - 32.0) * 5.0 / 9.0,
        })
    }
}

const fn unit(sign: &'static str, names: &'static [&'static str]) -> Unit {
    Unit { sign, names }
}

const fn pair(dimension: Dimension, left: Unit, right: Unit, rule: Rule) -> Pair {
    Pair { dimension, left, right, rule }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn wishes_are_read_and_granted() {
        for (text, result) in [
            ("5 km to miles", "3.11"),
            ("5km in mi", "3.11"),
            ("1 mile to kilometres", "1.61"),
            ("6 feet in metres", "1.83"),
            ("3 ft to m", "0.91"),
            ("10 inches as cm", "25.40"),
            ("10 in in cm", "25.40"),
            ("25.4 cm in in", "10.00"),
            ("1,000 grams to ounces", "35.27"),
            ("80 kgs to lbs", "176.37"),
            ("2 gallons into litres", "7.57"),
            ("375 ml -> fl oz", "12.68"),
            ("0 c to f", "32.00"),
            ("-40 degrees F to °C", "-40.00"),
            ("31.9999 F to C", "0.00"),
            ("100 degrees celsius to fahrenheit?", "212.00"),
        ] {
            let (amount, _) = convert(&read(text).unwrap()).unwrap();
            assert_eq!(printed(amount), result, "{text}");
        }
    }

    #[test]
    fn what_is_not_understood_is_named() {
        for (text, bad) in [
            ("", BadWish::Unreadable),
            ("5 km", BadWish::Unreadable),
            ("5 to miles", BadWish::Unreadable),
            ("five km to miles", BadWish::NotANumber("five".to_owned())),
            ("1e500 km to miles", BadWish::NoSuchUnit("e500 km".to_owned())),
            ("99999999999999 km to miles", BadWish::NotANumber("99999999999999".to_owned())),
            ("1.2.3 km to miles", BadWish::NotANumber("1.2.3".to_owned())),
            ("5 furlongs to miles", BadWish::NoSuchUnit("furlongs".to_owned())),
            ("5 km to stones", BadWish::NoSuchUnit("stones".to_owned())),
        ] {
            assert_eq!(read(text), Err(bad), "{text}");
        }
        assert_eq!(convert(&read("5 km to pounds").unwrap()), None);
        assert_eq!(partner(MILE), Some(KILOMETRE));
    }

    #[test]
    fn no_two_units_share_a_name() {
        let mut seen = std::collections::BTreeSet::new();
        for unit in PAIRS.iter().flat_map(|pair| [pair.left, pair.right]) {
            assert!(std::iter::once(&unit.sign).chain(unit.names).all(|name| seen.insert(*name)), "{unit:?}");
            assert!(partner(unit).and_then(partner) == Some(unit));
        }
    }

    proptest! {
        #[test]
        fn there_and_back_is_near_the_start(pair in 0..PAIRS.len(), amount in -1e6..1e6_f64) {
            let Pair { left, right, .. } = PAIRS[pair];
            let (there, _) = convert(&Wish { amount, from: left, to: right }).unwrap();
            let (back, _) = convert(&Wish { amount: there, from: right, to: left }).unwrap();
            prop_assert!((back - amount).abs() <= amount.abs() * 1e-4 + 1e-9);
        }

        #[test]
        fn no_wish_panics(text in "\\PC{0,40}") {
            read(&text).ok().and_then(|wish| convert(&wish));
        }
    }
}
