//! `roll`: dice.

use std::time::Duration;

use super::{Access, Category, Command, Cx, Pm, Refusal, Run};
use crate::chat::{Args, Reply, Word, pools};
use crate::games::roll::{BadThrow, Throw, Tier};

pub(super) const COMMAND: Command = Command {
    name: "roll",
    aliases: &["dice"],
    usage: "[XdY]",
    about: "Throws dice: 1d6 unless you say otherwise.",
    category: Category::Fun,
    access: Access::Everyone,
    cooldown: Duration::from_secs(2),
    waiting: None,
    pm: Pm::Refused,
    min_words: 0,
    run: Run::Now(run),
};

/// Above this many dice only the total is shown. Source: `commands-and-games.md`, 2.8.
const MOST_SHOWN: u64 = 20;

fn run(cx: &mut Cx<'_>, args: &Args<'_>) -> Result<Reply, Refusal> {
    let throw = match args.first().map(str::parse::<Throw>) {
        None => Throw::default(),
        Some(Ok(throw)) => throw,
        Some(Err(BadThrow::Unreadable)) => return Err(Refusal::Usage),
        Some(Err(BadThrow::Nothing)) => return Err(cx.refusal(&pools::NO_DICE, &[])),
        Some(Err(BadThrow::TooMuch)) => return Err(cx.refusal(&pools::TOO_MANY_DICE, &[])),
    };
    let fallen = throw.draw(cx.dice);
    let pool = match (throw.tier(&fallen), throw.n_dice()) {
        (Tier::SnakeEyes, _) => pools::SNAKE_EYES,
        (Tier::AllEqual, _) => pools::ALL_EQUAL,
        (Tier::FourTwenty, _) => pools::FOUR_TWENTY,
        (Tier::Low, 1) => pools::ONE_DIE_LOW,
        (Tier::Middling, 1) => pools::ONE_DIE_MIDDLING,
        (Tier::High, 1) => pools::ONE_DIE_HIGH,
        (Tier::Low, _) => pools::DICE_LOW,
        (Tier::Middling, _) => pools::DICE_MIDDLING,
        (Tier::High, _) => pools::DICE_HIGH,
    };
    let (dice, roll) = (throw.to_string(), shown(&fallen, throw.n_dice()));
    Ok(cx.answer(&pool, &[("dice", Word::Text(&dice)), ("roll", Word::Text(&roll))]))
}

fn shown(fallen: &[u64], n_dice: u64) -> String {
    let total: u64 = fallen.iter().sum();
    match n_dice {
        1 => total.to_string(),
        2..=MOST_SHOWN => {
            let pips: Vec<_> = fallen.iter().map(u64::to_string).collect();
            format!("{} = {total}", pips.join("+"))
        }
        _ => format!("{total} all up"),
    }
}
