//! All tables of the source, each a row. Source: `sqlite-import.md`, 3.1.

mod chat;
mod counters;
mod economy;
mod games;
mod media;
mod people;

use super::table::Table;

/// Those that are left out.
const LEFT_OUT: &[Table] = &[
    Table::left_out("command_cooldowns", "the bot never used it"),
    Table::left_out("user_trust", "the bot never used it"),
    Table::left_out("user_active_hours", "made anew from messages"),
    Table::left_out("user_activity_summary", "made anew from messages"),
    Table::left_out("message_analysis_cache", "made anew from messages"),
    Table::left_out("user_vocabulary", "made anew from messages"),
    Table::left_out("achievement_progress", "made anew from messages"),
    Table::left_out("achievement_definitions", "the fleet has its own"),
    Table::left_out("batch_jobs", "the fleet has its own"),
    Table::left_out("migrations", "tells the version of the file, and no more"),
];

/// All tables.
pub(super) fn all() -> impl Iterator<Item = &'static Table> {
    [chat::TABLES, counters::TABLES, economy::TABLES, games::TABLES, media::TABLES, people::TABLES, LEFT_OUT]
        .into_iter()
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_of_the_source_is_there_once() {
        let mut names: Vec<_> = all().map(|table| table.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 53);
        assert_eq!(all().count(), 53);
    }

    #[test]
    fn what_tells_when_somebody_was_there_is_a_column() {
        for table in all() {
            for seen in table.seen {
                assert!(table.columns.iter().any(|column| column.to == *seen), "{}: {seen}", table.name);
            }
        }
    }
}
