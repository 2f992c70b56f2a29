//! `criminal`: what somebody's heists have come to.

use std::time::Duration;

use dazza_shared::store::{heist, wallet};

use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::chat::{Reply, Word, plain, pools};

pub(super) const COMMAND: Command = Command {
    name: "criminal",
    aliases: &["record", "rapsheet", "crimes"],
    usage: "[user]",
    about: "Tells what your heists in this room have come to, or somebody else's.",
    category: Category::Stats,
    access: Access::Everyone,
    cooldown: Duration::from_secs(5),
    waiting: None,
    pm: Pm::Refused,
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// What somebody is called who has been at so many heists. Source: `commands-and-games.md`, 2.10.
const fn rank(n_heists: i64) -> &'static str {
    match n_heists {
        ..5 => "Petty Crim",
        5..20 => "Career Criminal",
        20..50 => "Hardened Crim",
        50.. => "Criminal Mastermind",
    }
}

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let caller = deed.cx.heard.player.clone();
    let asked = deed.args.split_whitespace().next();
    let name = match asked.filter(|word| !caller.is(word)) {
        None => caller,
        Some(word) => {
            let Some(whom) = deed.whom(word).await? else {
                let typed = plain(word, super::stored::TYPED_LIMIT);
                return Ok(deed.cx.answer(&pools::CRIMINAL_CLEAN, &[("target", Word::Text(&typed))]));
            };
            whom.name
        }
    };
    let record = heist::record_of(&mut deed.tx, deed.room, name.key()).await?;
    if record.n_heists == 0 {
        return Ok(deed.cx.answer(&pools::CRIMINAL_CLEAN, &[("target", Word::Name(name.as_str()))]));
    }
    let trust = wallet::wallet_of(&mut deed.tx, name.key()).await?.unwrap_or_default().trust;
    let percent = (record.n_won * 100 + record.n_heists / 2) / record.n_heists;
    let [heists, percent, trust] = [record.n_heists, percent, i64::from(trust)].map(|figure| figure.to_string());
    let (stolen, best) = (record.stolen.to_string(), record.best.to_string());
    let words = [
        ("target", Word::Name(name.as_str())),
        ("rank", Word::Text(rank(record.n_heists))),
        ("heists", Word::Text(&heists)),
        ("percent", Word::Text(&percent)),
        ("trust", Word::Text(&trust)),
        ("stolen", Word::Text(&stolen)),
        ("best", Word::Text(&best)),
    ];
    Ok(deed.cx.answer(&pools::CRIMINAL_RECORD, &words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rank_goes_with_the_number_of_heists() {
        let ranks = [1, 4, 5, 19, 20, 49, 50].map(rank);
        let [petty, career, hardened, master] =
            ["Petty Crim", "Career Criminal", "Hardened Crim", "Criminal Mastermind"];
        assert_eq!(ranks, [petty, petty, career, career, hardened, hardened, master]);
    }
}
