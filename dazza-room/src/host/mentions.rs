//! What happens when somebody speaks to the bot: a language model is asked, or something is said in its place.

use std::time::Duration;

use dazza_shared::names::PlayerName;

use super::{Effect, Host, Now};
use crate::chat::{Pool, Reply, Route, To, Word, fill, invocation, pools};
use crate::outside::{Errand, Miss, Prompt, Purpose, Question};
use crate::reactions::{Heed, is_mention, spoken, talk_prompt};

/// How many of the room's last lines the model reads. Source: `platform.md`, 3.12.
const N_LATELY: usize = 10;

/// Longest line that is remembered for it. Unit: characters.
const MAX_REMEMBERED: usize = 320;

/// How soon somebody is answered, how far the lines of an answer are apart, and how soon there are other words instead.
/// Unit: milliseconds. Source: as above.
const ANSWER_AFTER_MS: (u64, u64) = (2_000, 5_000);
const NEXT_AFTER_MS: (u64, u64) = (2_000, 4_000);
const FALLBACK_AFTER_MS: (u64, u64) = (1_500, 4_500);
const EXCUSE_AFTER: Duration = Duration::from_secs(1);

/// Somebody who has spoken to the bot and waits.
#[derive(Debug)]
pub(super) struct Talk {
    player: PlayerName,
    /// Before that no answer seems to have been thought about.
    not_before: tokio::time::Instant,
}

impl Host {
    /// A line was said in the room, live: it may speak to the bot, and is remembered for those that do.
    pub(super) fn note_talk(&mut self, (name, text): (&str, &str), is_own: bool, now: Now) {
        let settings = &self.welcome.settings;
        if settings.services.language_model.url.is_empty() || !settings.mentions.enabled {
            self.lately.clear();
            return;
        }
        if invocation(text, &settings.prefix).is_some() {
            return;
        }
        let player = name.parse::<PlayerName>().ok().filter(|_| !is_own && self.may_deliver());
        if let Some(player) = player
            && is_mention(text, self.bot.as_str())
            && self.game_answer(&player, text, now.time).is_none()
            && self.may_talk_to(&player, now)
        {
            self.spoken_to(player, text, now);
        }
        if !is_own && !self.pending.house.opt_outs.may_quote(name) {
            return;
        }
        if self.lately.len() == N_LATELY {
            self.lately.pop_front();
        }
        let remembered: String = text.chars().take(MAX_REMEMBERED).collect();
        self.lately.push_back((name.into(), remembered.into()));
    }

    /// The model has come up with something, or not; says whether anybody waited for that.
    pub(super) fn words_came(&mut self, id: u64, words: &Result<String, Miss>, now: Now) -> bool {
        let Some(talk) = self.talks.remove(&id) else { return false };
        let lines =
            words.as_ref().ok().and_then(|words| spoken(words, self.bot.as_str(), &self.welcome.settings.prefix));
        if !self.may_deliver() || !self.may_talk_to(&talk.player, now) {
            return true; // nobody remembers what was asked
        }
        let Some(lines) = lines else {
            self.say_to(&talk.player, pools::FALLBACK, FALLBACK_AFTER_MS, now);
            return true;
        };
        let mut after = talk.not_before.saturating_duration_since(now.instant);
        let mut reply = Reply::default();
        for line in lines {
            reply = reply.and_say_after(To::Room, &line, after);
            after += Duration::from_millis(self.dice.between(NEXT_AFTER_MS.0, NEXT_AFTER_MS.1));
        }
        self.mentions.answered(now.time, &mut self.dice);
        self.say(&reply, None, None, now);
        true
    }

    fn spoken_to(&mut self, player: PlayerName, text: &str, now: Now) {
        let excuse_ms = EXCUSE_AFTER.as_millis().try_into().unwrap_or(0);
        let pool = match self.mentions.heard(player.key(), now.time) {
            Heed::Silence => return,
            Heed::Answer => return self.ask_model(player, text, now),
            Heed::Excuse => pools::EXCUSE,
            Heed::Annoyed(1) => pools::ANNOYED_FIRST,
            Heed::Annoyed(2) => pools::ANNOYED_SECOND,
            Heed::Annoyed(_) => pools::ANNOYED_THIRD,
        };
        self.say_to(&player, pool, (excuse_ms, excuse_ms), now);
    }

    fn ask_model(&mut self, player: PlayerName, text: &str, now: Now) {
        let own = self.welcome.settings.mentions.persona.as_deref();
        let lately = self.lately.make_contiguous();
        let text = talk_prompt(self.bot.as_str(), own, lately, (player.as_str(), text));
        let question = Question::Words(Prompt { text, purpose: Purpose::Talk });
        let wait = Duration::from_millis(self.dice.between(ANSWER_AFTER_MS.0, ANSWER_AFTER_MS.1));
        self.n_asks += 1;
        self.talks.insert(self.n_asks, Talk { player, not_before: now.instant + wait });
        self.effects.push(Effect::Fetch(Errand { id: self.n_asks, question }));
    }

    fn say_to(&mut self, player: &PlayerName, pool: Pool, (soonest, latest): (u64, u64), now: Now) {
        let after = Duration::from_millis(self.dice.between(soonest, latest));
        let text = fill(pool.pick(&mut self.dice), Route::Public, &[("user", Word::Name(player.as_str()))]);
        let reply = Reply::default().and_say_after(To::Room, &text, after);
        self.say(&reply, None, None, now);
    }
}
