//! What a table of the source is: its columns, and how each is converted. The tables themselves are rows in `tables/`.

use dazza_shared::store::import::{self, Staging, Type};

use super::people::Where;
use super::source::Which;

/// A table of the source.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table {
    /// Its name there.
    pub(super) name: &'static str,
    /// The file that it is in.
    pub(super) file: Which,
    /// What becomes of its rows.
    pub(super) fate: Fate,
    /// Our columns.
    pub(super) columns: &'static [Column],
    /// Its columns that we have no use for.
    pub(super) dropped: &'static [&'static str],
    /// Whose rows are taken.
    pub(super) takes: Takes,
    /// Our columns that tell when somebody was there.
    pub(super) seen: &'static [&'static str],
    /// What a spelling in it counts for.
    pub(super) place: Where,
}

/// What becomes of a table's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// They are staged, and a script has its way with them.
    Staged,
    /// They are lines of chat, which go straight to where they belong.
    Lines,
    /// They are left out, for this reason.
    LeftOut(&'static str),
}

/// Whose rows are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// Everybody's; those of lost names under a key of their own.
    Everybody,
    /// Everybody's who has a name.
    Named,
    /// Those of people, and of the bot.
    People,
}

/// A column of ours, and what it is made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    /// Our name of it, which the scripts know.
    pub(super) to: &'static str,
    /// The source's; the first of these that there is. [`Kind::Trust`] takes the first with a value.
    pub(super) from: &'static [&'static str],
    /// How it is converted.
    pub(super) kind: Kind,
}

/// How a column is converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A row's own number; none, no row.
    Id,
    /// A whole number, else 0.
    Count,
    /// A whole number, else nothing.
    Whole,
    /// A small whole number, else 0.
    Small,
    /// Whole dollars, else 0.
    Money,
    /// The same, not below 0.
    Balance,
    /// How far somebody is trusted, from 0 to 100.
    Trust,
    /// Any number, else 0.
    Real,
    /// Any number, else nothing.
    RealOrNone,
    /// Yes or no, else this.
    Flag(bool),
    /// Yes or no, else nothing.
    FlagOrNone,
    /// Whose row it is.
    Person,
    /// Another's name; none, no row.
    Named,
    /// Another's name, else nothing.
    NamedOrNone,
    /// Whom to remind: `@me` is nobody else.
    Reminded,
    /// A room.
    Room,
    /// A moment; none, no row.
    Moment,
    /// A moment, else nothing.
    MomentOrNone,
    /// A moment, else that of the import.
    MomentOrNow,
    /// A day; none, no row.
    Day,
    /// A day, else nothing.
    DayOrNone,
    /// Text as it is, else none.
    Text,
    /// Text that names something, as much of it as an index can hold.
    Key,
    /// Text as it is, else nothing.
    TextOrNone,
    /// Chat: HTML, to be made plain.
    Plain,
    /// Text with entities, else none.
    Decoded,
    /// A title with entities; `Unknown` is nothing.
    Title,
    /// A word in lower case, else nothing.
    Word,
    /// One of these words; another, no row.
    OneOf(&'static [&'static str]),
    /// What a line of the ledger is about.
    Ledger,
    /// JSON, else this.
    Json(&'static str),
    /// JSON, else the text as it is in JSON, else nothing.
    JsonOrRaw,
    /// An address, spelled one way.
    Normalized,
    /// The address of a picture; none, no row.
    Picture,
    /// CyTube's two letters for what plays at an address.
    MediaType,
    /// The id of what plays at an address.
    MediaId,
}

impl Kind {
    /// The type it has in our staging table.
    pub(super) const fn sql_type(self) -> Type {
        match self {
            Self::Id | Self::Count | Self::Whole | Self::Small | Self::Money | Self::Balance | Self::Trust => Type::Int,
            Self::Real | Self::RealOrNone => Type::Real,
            Self::Flag(_) | Self::FlagOrNone => Type::Flag,
            Self::Moment | Self::MomentOrNone | Self::MomentOrNow => Type::Moment,
            Self::Day | Self::DayOrNone => Type::Day,
            Self::Json(_) | Self::JsonOrRaw => Type::Json,
            _ => Type::Text,
        }
    }

    /// Whether a table means nothing without the column.
    pub(super) const fn is_vital(self) -> bool {
        matches!(
            self,
            Self::Id
                | Self::Person
                | Self::Named
                | Self::Reminded
                | Self::Moment
                | Self::Day
                | Self::OneOf(_)
                | Self::Picture
        )
    }
}

impl Table {
    /// A table whose rows are staged.
    pub(super) const fn staged(name: &'static str, columns: &'static [Column]) -> Self {
        Self {
            name,
            file: Which::Main,
            fate: Fate::Staged,
            columns,
            dropped: &["created_at", "updated_at"],
            takes: Takes::People,
            seen: &[],
            place: Where::Elsewhere,
        }
    }

    /// A table that is left out, for this reason.
    pub(super) const fn left_out(name: &'static str, why: &'static str) -> Self {
        let table = Self::staged(name, &[]);
        Self { fate: Fate::LeftOut(why), ..table }
    }

    /// The same, with these names taken, and these columns telling when somebody was there.
    pub(super) const fn of(self, takes: Takes, seen: &'static [&'static str]) -> Self {
        Self { takes, seen, ..self }
    }

    /// Our staging table for it.
    pub(super) fn staging(&self) -> Staging {
        let column = |column: &Column| import::Column { name: column.to, kind: column.kind.sql_type() };
        Staging { table: self.name, columns: self.columns.iter().map(column).collect() }
    }
}

/// A column that has the same name there.
pub(super) const fn same(name: &'static [&'static str; 1], kind: Kind) -> Column {
    let [to] = name;
    Column { to, from: name, kind }
}

/// A column that has another name there.
pub(super) const fn from(to: &'static str, from: &'static [&'static str], kind: Kind) -> Column {
    Column { to, from, kind }
}
