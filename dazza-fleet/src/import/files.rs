//! The two files of the bot's together: which has what, and what they say of rooms.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use dazza_shared::names::RoomName;
use sha2::{Digest, Sha256};

use super::error::ImportError;
use super::name::{self, Room};
use super::report::TableReport;
use super::source::{Copied, Lenience, SourceFile, Which};
use super::table::Table;
use super::tables;

/// The files that are imported.
#[derive(Debug)]
pub(crate) struct Files {
    main: SourceFile,
    media: Option<SourceFile>,
}

impl Files {
    /// Copies the files into `folder`, and opens them once they have been found whole and of the bot's making.
    ///
    /// # Errors
    ///
    /// Each of [`ImportError`] that is about the files.
    pub(crate) fn open(
        main: &Path,
        media: Option<&Path>,
        folder: &Path,
        (salvage, accept_variant): (bool, bool),
    ) -> Result<Self, ImportError> {
        let lenience = Lenience { salvage, accept_variant };
        let open = |path: &Path, folder: PathBuf, which| SourceFile::open(Copied::make(path, folder)?, which, lenience);
        let main = open(main, folder.join("main"), Which::Main)?;
        let media = media.map(|media| open(media, folder.join("media"), Which::Media)).transpose()?;
        Ok(Self { main, media })
    }

    /// Tells these files from any others.
    pub(super) fn sha256(&self) -> Vec<u8> {
        match &self.media {
            None => self.main.sha256().to_vec(),
            Some(media) => {
                Sha256::new().chain_update(self.main.sha256()).chain_update(media.sha256()).finalize().to_vec()
            }
        }
    }

    /// The room that heists were played in, as the bot had it.
    pub(super) fn heist_room(&self) -> String {
        let room = self.main.heist_setting("heist_room").unwrap_or_default();
        match name::room(Some(&room)) {
            Room::Of(room) => room.to_string(),
            Room::Default | Room::Invalid => String::new(),
        }
    }

    /// Every room that is named anywhere, and `home`.
    pub(super) fn rooms(&self, home: &RoomName) -> Result<BTreeSet<RoomName>, ImportError> {
        let mut rooms = BTreeSet::from([home.clone()]);
        for table in tables::all() {
            let Some(file) = self.that_has(table) else { continue };
            let column = if table.name == "rooms" { "id" } else { "room_id" };
            let is_read = table.columns.iter().any(|ours| ours.from.contains(&column));
            if !is_read || !file.has(table.name, column) {
                continue;
            }
            let named =
                file.values(table.name, column)?.into_iter().filter_map(|value| match name::room(value.as_deref()) {
                    Room::Of(room) => Some(room),
                    Room::Default | Room::Invalid => None,
                });
            rooms.extend(named);
        }
        Ok(rooms)
    }

    /// The file that has `table`.
    pub(super) fn that_has(&self, table: &Table) -> Option<&SourceFile> {
        let file = match table.file {
            Which::Main => Some(&self.main),
            Which::Media => self.media.as_ref(),
        };
        file.filter(|file| file.form().contains_key(table.name))
    }

    /// `told`, with what is to be told of the table's columns.
    pub(super) fn described(&self, table: &Table, told: TableReport) -> TableReport {
        let Some(file) = self.that_has(table) else { return told };
        let had = file.form().get(table.name).map(Vec::as_slice).unwrap_or_default();
        let known = |name: &str| {
            table.dropped.contains(&name) || table.columns.iter().any(|column| column.from.contains(&name))
        };
        let is_missing = |names: &[&'static str]| !names.iter().any(|name| file.has(table.name, name));
        let missing = table.columns.iter().filter(|column| is_missing(column.from));
        let mut missing_columns: Vec<_> = missing.filter_map(|column| column.from.first().copied()).collect();
        missing_columns.dedup();
        let has_columns = !table.columns.is_empty();
        let unknown = had.iter().filter(|name| has_columns && !known(name) && *name != "id");
        TableReport { is_there: true, missing_columns, unknown_columns: unknown.cloned().collect(), ..told }
    }

    /// Tables that nobody knows.
    pub(super) fn unknown_tables(&self) -> Vec<String> {
        let of = |file: &SourceFile, which| {
            let is_known = |name: &String| tables::all().any(|table| table.file == which && table.name == name);
            file.form().keys().filter(|name| !is_known(name)).cloned().collect::<Vec<_>>()
        };
        let media = self.media.as_ref().map(|media| of(media, Which::Media)).unwrap_or_default();
        of(&self.main, Which::Main).into_iter().chain(media).collect()
    }

    /// What is wrong with them, if they are read all the same.
    pub(super) fn damage(&self) -> Option<String> {
        self.main.damage.clone().or_else(|| self.media.as_ref()?.damage.clone())
    }
}

/// Whether `table` of `file` is one of the variant that means something else.
pub(super) fn is_variant(table: &Table, file: &SourceFile) -> bool {
    table.name == "heist_events" && file.has("heist_events", "difficulty")
}
