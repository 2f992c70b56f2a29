//! `vote_heist`: a line says what to steal.

use dazza_shared::store::heist::{self, Voted};

use crate::chat::{Reply, Route, Word, pools};
use crate::commands::{Halt, StoredCx};
use crate::games::heist::crime;
use crate::reactions::Reaction;

pub(in crate::reactions) const REACTION: Reaction = Reaction { name: "vote_heist", run: |deed| Box::pin(run(deed)) };

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let Some(crime) = crime(deed.args) else { return Ok(Reply::default()) };
    let who = deed.caller_key().to_owned();
    let pool = match heist::vote(&mut deed.tx, deed.room, (&who, crime.id), deed.cx.now).await? {
        Voted::First => pools::HEIST_VOTED,
        Voted::Anew => pools::HEIST_REVOTED,
        Voted::Again | Voted::TooLate => return Ok(Reply::default()),
    };
    let text = deed.cx.phrase_for(Route::Pm, &pool, &[("crime", Word::Text(crime.name))]);
    Ok(Reply::say(deed.cx.caller(), &text))
}
