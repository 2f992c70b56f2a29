//! When tells and reminders are delivered: who spoke, came or came back, and what got lost on the way.

use std::time::Duration;

use dazza_shared::clock::later;
use dazza_shared::counters::CommandResult;
use dazza_shared::names::PlayerName;

use super::{Host, Now};
use crate::commands::{Cause, Done};
use crate::reactions::{self, AFTER_JOIN, AFTER_RETURN, Note};
use crate::room::Happening;

impl Host {
    /// A player has said something in public: whoever speaks is here, away or not.
    pub(super) fn deliver_to_speaker(&mut self, player: &PlayerName, now: Now) {
        if self.may_deliver() && self.pending.post.take_tells(player.key()) {
            self.react(reactions::DELIVER_TELLS, (player.clone(), ""), Cause::Timer, now);
        }
    }

    /// Somebody came, went or changed.
    pub(super) fn note_for_post(&mut self, happening: &Happening, now: Now) {
        match happening {
            Happening::PlayerJoined(name) => self.expect(name, AFTER_JOIN, now),
            Happening::CameBack(name) => self.expect(name, AFTER_RETURN, now),
            Happening::PlayerLeft(name) | Happening::WentAway(name) => self.pending.post.gone(&name.to_lowercase()),
            Happening::RosterTold => self.expect_everybody(now),
            Happening::Began(..) | Happening::Queued(_) => {}
        }
        self.set_alarm(now);
    }

    /// Takes in what a deed means for what waits to be delivered.
    pub(super) fn post_done(&mut self, done: &Done, now: Now) {
        let has_failed = done.result != CommandResult::Ok;
        if done.name == reactions::DELIVER_TELLS.name {
            self.pending.post.tells_taken(done.player.key(), has_failed, now.time);
        } else if done.name == reactions::GIVE_REMINDERS.name {
            let taken = |note: &Note| if let Note::RemindersTaken(ids) = note { ids.len() } else { 0 };
            let n_taken = done.notes.iter().map(taken).sum();
            self.pending.post.reminders_taken(n_taken, has_failed, now.time);
        } else if done.name == reactions::TAKE_BACK.name {
            self.pending.losses.taken_back(has_failed, now.time);
        }
        for note in &done.notes {
            match note {
                // Somebody may have come in while the tell was on its way into the database.
                Note::TellLeft(key) => self.expect(key, AFTER_JOIN, now),
                Note::Open { .. } => self.expect_everybody(now),
                _ => {}
            }
        }
    }

    /// Gives people their tells and reminders whose time has come.
    pub(super) fn deliver_what_is_due(&mut self, now: Now) {
        if !self.may_deliver() {
            return;
        }
        for key in self.pending.post.visits_due(now.time) {
            let person = self.room.roster().get(&key).filter(|person| !person.is_afk);
            match person.and_then(|person| person.name.parse::<PlayerName>().ok()) {
                Some(player) => self.deliver_to_speaker(&player, now),
                None => self.pending.post.gone(&key),
            }
        }
        if self.pending.post.take_reminders(self.room.roster(), now.time) {
            self.react(reactions::GIVE_REMINDERS, (self.bot.clone(), ""), Cause::Timer, now);
        }
    }

    /// What was to be delivered with lines that were lost counts as not delivered.
    pub(super) fn take_back_undelivered(&mut self, now: Now) {
        let undelivered = self.outbox.take_undelivered();
        self.lose(undelivered);
        for tag in self.outbox.take_dropped() {
            self.book.dropped(tag);
        }
        let lost = self.pending.losses.take(now.time);
        if !lost.is_empty() {
            let lost = reactions::lost_in_words(&lost);
            self.react(reactions::TAKE_BACK, (self.bot.clone(), &lost), Cause::Timer, now);
        }
    }

    /// Nothing is delivered to a room that we are not in, or on the way out of it.
    pub(super) fn may_deliver(&self) -> bool {
        self.stage.is_inside() && self.leave_by.is_none()
    }

    /// Has the person of that name looked after in a while, if here and not away.
    fn expect(&mut self, name: &str, after: Duration, now: Now) {
        if self.room.roster().get(name).is_some_and(|person| !person.is_afk) {
            self.pending.post.expect(&name.to_lowercase(), later(now.time, after));
        }
    }

    /// Who is here when we come, or come to know what is open, has come in while we did not look.
    fn expect_everybody(&mut self, now: Now) {
        let roster = self.room.roster().clone();
        for person in roster.iter() {
            self.expect(&person.name, AFTER_JOIN, now);
        }
    }
}

#[cfg(test)]
mod tests {
    use dazza_shared::link::ToRoom;
    use dazza_shared::store::reminder::Scheduled;

    use super::*;
    use crate::chat::{Receipt, Reply, To};
    use crate::cytube::event::{Event, LoginAnswer, User};
    use crate::host::Input;
    use crate::host::tests::{Story, roster};

    impl Story {
        /// A host that is inside and knows of tells for these people, and of a reminder for alice in a minute.
        fn with_open(recipients: &[&str]) -> Self {
            let mut story = Self::inside();
            let recipients = recipients.iter().map(|key| (*key).to_owned()).collect();
            let remind_at = later(story.now.time, Duration::from_mins(1));
            let expires_at = later(remind_at, Duration::from_hours(168));
            let reminder = Scheduled { id: 1, who: "alice".to_owned(), remind_at, expires_at };
            story.post_ended("load", "dazza", vec![Note::Open { recipients, reminders: vec![reminder] }, Note::Loaded]);
            story
        }

        /// What the end of a deed leads to.
        fn post_ended(&mut self, name: &'static str, player: &str, notes: Vec<Note>) -> Vec<String> {
            self.tell(Input::Done(Box::new(Done { notes, ..ended(name, player) })))
        }

        /// The same for one that has something to say.
        fn done_with(&mut self, name: &'static str, player: &str, reply: Reply) -> Vec<String> {
            self.tell(Input::Done(Box::new(Done { reply, ..ended(name, player) })))
        }

        fn wake_after(&mut self, wait: u64) -> Vec<String> {
            self.wait(Duration::from_millis(wait));
            self.tell(Input::Wake)
        }

        fn join(&mut self, name: &str) -> Vec<String> {
            self.hear(Event::AddUser(User { name: name.into(), rank: 1.0, is_afk: false, is_muted: false }))
        }

        fn away(&mut self, name: &str, is_afk: bool) -> Vec<String> {
            self.hear(Event::SetUserMeta { name: name.into(), is_afk, is_muted: false })
        }
    }

    fn ended(name: &'static str, player: &str) -> Done {
        Done {
            name,
            cause: Cause::Timer,
            player: player.parse().unwrap(),
            reply: Reply::default(),
            result: CommandResult::Ok,
            error: None,
            notes: Vec::new(),
            wait: None,
            heard_at: None,
        }
    }

    fn delivery(id: i64) -> Reply {
        let after = Duration::from_millis(1_500);
        Reply::default().and_say_after(To::Room, &format!("mail {id}"), after).with_receipt(Receipt::Tell(id))
    }

    fn deeds(told: &[String]) -> Vec<&str> {
        told.iter().filter_map(|effect| effect.strip_prefix("do ")).collect()
    }

    #[test]
    fn whoever_speaks_gets_what_was_left_once() {
        let mut story = Story::with_open(&["shaz"]);
        story.join("Shaz");
        assert!(deeds(&story.say("alice", "g'day")).is_empty(), "nothing was left for her");
        assert_eq!(deeds(&story.say("Shaz", "g'day")), ["deliver_tells"]);
        assert!(deeds(&story.say("Shaz", "again")).is_empty(), "it is under way");
        story.post_ended("deliver_tells", "Shaz", vec![Note::TellsOf("shaz".to_owned(), true)]);
        assert!(deeds(&story.wake_after(5_000)).is_empty(), "the rest waits");
        assert_eq!(deeds(&story.say("SHAZ", "again")), ["deliver_tells"]);
        story.post_ended("deliver_tells", "SHAZ", vec![Note::TellsOf("shaz".to_owned(), false)]);
        assert!(deeds(&story.say("Shaz", "again")).is_empty());
    }

    #[test]
    fn whoever_comes_in_gets_it_after_two_seconds_if_still_there() {
        let mut story = Story::with_open(&["shaz"]);
        story.join("Shaz");
        assert_eq!(story.host.wake_at(), Some(story.now.instant + AFTER_JOIN));
        assert!(deeds(&story.wake_after(1_999)).is_empty());
        assert_eq!(deeds(&story.wake_after(1)), ["deliver_tells"]);
        let mut story = Story::with_open(&["shaz"]);
        story.join("Shaz");
        story.hear(Event::UserLeave { name: "Shaz".into() });
        assert!(deeds(&story.wake_after(2_000)).is_empty());
    }

    #[test]
    fn whoever_is_away_gets_it_on_coming_back() {
        let mut story = Story::with_open(&[]);
        story.away("alice", true);
        story.post_ended("tell", "dazza", vec![Note::TellLeft("alice".to_owned())]);
        assert!(deeds(&story.wake_after(30_000)).is_empty());
        story.away("alice", false);
        assert!(deeds(&story.wake_after(1_499)).is_empty());
        assert_eq!(deeds(&story.wake_after(1)), ["deliver_tells"]);
        story.post_ended("deliver_tells", "alice", vec![Note::TellsOf("alice".to_owned(), true)]);
        story.away("alice", true);
        assert_eq!(deeds(&story.say("alice", "I can talk while away")), ["deliver_tells"]);
    }

    #[test]
    fn who_came_in_while_the_tell_was_stored_is_not_missed() {
        let mut story = Story::with_open(&[]);
        story.join("Shaz");
        story.post_ended("tell", "alice", vec![Note::TellLeft("shaz".to_owned())]);
        assert_eq!(deeds(&story.wake_after(2_000)), ["deliver_tells"]);
    }

    #[test]
    fn who_is_there_when_we_learn_what_is_open_counts_as_having_come() {
        let mut story = Story::with_open(&["alice"]);
        assert_eq!(deeds(&story.wake_after(2_000)), ["deliver_tells"]);
    }

    #[test]
    fn a_reminder_is_given_on_the_second_and_waits_for_its_person() {
        let mut story = Story::with_open(&[]);
        assert_eq!(story.host.wake_at(), Some(story.now.instant + Duration::from_mins(1)));
        assert_eq!(deeds(&story.wake_after(60_000)), ["give_reminders"]);
        assert!(deeds(&story.wake_after(1_000)).is_empty(), "it is under way");
        story.post_ended("give_reminders", "dazza", vec![Note::RemindersTaken(vec![1])]);
        assert_eq!(story.host.wake_at(), None);
        let mut story = Story::with_open(&[]);
        story.hear(Event::UserLeave { name: "alice".into() });
        assert!(deeds(&story.wake_after(3_600_000)).is_empty());
        story.join("alice");
        assert_eq!(deeds(&story.tell(Input::Wake)), ["give_reminders"]);
    }

    #[test]
    fn a_delivery_that_fails_is_tried_again() {
        let mut story = Story::with_open(&["alice"]);
        assert_eq!(deeds(&story.say("alice", "g'day")), ["deliver_tells"]);
        let failed = Done { result: CommandResult::Failed, ..ended("deliver_tells", "alice") };
        story.tell(Input::Done(Box::new(failed)));
        assert_eq!(deeds(&story.wake_after(5_000)), ["deliver_tells"]);
    }

    #[test]
    fn what_waits_when_the_line_breaks_is_taken_back_and_offered_to_those_who_are_there_then() {
        let mut story = Story::with_open(&["alice"]);
        story.done_with("deliver_tells", "alice", delivery(7));
        let told = story.tell(Input::Ended("the connection broke".to_owned()));
        assert_eq!(deeds(&told), ["take_back"]);
        story.post_ended("take_back", "dazza", vec![Note::TellsOf("alice".to_owned(), true)]);
        assert!(deeds(&story.wake_after(300_000)).is_empty(), "nobody is here");
        story.tell(Input::Told(ToRoom::ConnectGo));
        story.tell(Input::Dialled(Ok(())));
        story.hear(Event::Login(LoginAnswer::Welcome { name: "Dazza".into(), is_guest: true }));
        story.hear(roster());
        assert_eq!(deeds(&story.wake_after(2_000)), ["deliver_tells", "give_reminders"]);
    }

    #[test]
    fn what_comes_out_of_the_database_too_late_is_taken_back() {
        let mut story = Story::with_open(&["alice"]);
        story.tell(Input::Ended("the connection broke".to_owned()));
        assert_eq!(deeds(&story.done_with("deliver_tells", "alice", delivery(7))), ["take_back"]);
    }

    #[test]
    fn what_never_comes_back_as_an_echo_is_taken_back() {
        let mut story = Story::with_open(&[]);
        story.done_with("deliver_tells", "alice", delivery(7));
        assert!(story.wake_after(1_500).iter().any(|effect| effect == "say mail 7"));
        assert_eq!(deeds(&story.wake_after(10_000)), ["take_back"]);
        let failed = Done { result: CommandResult::Failed, ..ended("take_back", "dazza") };
        story.tell(Input::Done(Box::new(failed)));
        assert_eq!(deeds(&story.wake_after(5_000)), ["take_back"], "the database was away");
        let mut story = Story::with_open(&[]);
        story.done_with("deliver_tells", "alice", delivery(7));
        story.wake_after(1_500);
        story.say("Dazza", "mail 7");
        assert!(deeds(&story.wake_after(10_000)).is_empty());
    }

    #[test]
    fn what_still_waits_when_we_leave_is_taken_back_first() {
        let mut story = Story::with_open(&["shaz"]);
        story.done_with(
            "deliver_tells",
            "alice",
            delivery(7).and(
                Reply::default()
                    .and_say_after(To::Room, "later", Duration::from_mins(1))
                    .with_receipt(Receipt::Tell(8)),
            ),
        );
        story.tell(Input::Stop("SIGTERM"));
        story.join("Shaz");
        let told = story.wake_after(2_000);
        assert_eq!(told, ["say mail 7", "do take_back", "hang up", "leave with 0"]);
    }

    #[test]
    fn what_may_have_happened_unseen_is_looked_up() {
        let mut story = Story::with_open(&[]);
        story.post_ended("tell", "alice", vec![Note::Unsure]);
        assert_eq!(deeds(&story.tell(Input::Wake)), ["load"]);
        let mut story = Story::inside();
        story.post_ended("tell", "alice", vec![Note::Unsure]);
        assert!(deeds(&story.tell(Input::Wake)).is_empty(), "without a database there is nothing to look up");
    }
}
