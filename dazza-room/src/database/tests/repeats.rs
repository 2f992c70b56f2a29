//! Whatever is stored may be stored once more, from any point on.

use dazza_shared::dice::Dice;
use dazza_shared::store::limiter::Use;
use dazza_shared::store::media::{Airing, AiringKind};

use super::*;
use crate::database::Picture;
use crate::database::storing::Desk;

fn one<T: Copy>(dice: &mut Dice, items: &[T]) -> T {
    *dice.pick(items).unwrap()
}

/// An evening of `n` things that happened, a few of them at the same moment.
fn evening(n: i64, dice: &mut Dice) -> Vec<Record> {
    let mut records = Vec::new();
    for second in 0..n {
        let who = one(dice, &["Gaz", "Shaz", "Nan"]);
        let at = noon(second);
        match dice.below(11) {
            0 => {
                records.push(moved(Move::Nobody, "", second));
                records.push(Record::Connection { event: "out".into(), why: Some("it broke".to_owned()), at });
            }
            1 => {
                records.push(moved(Move::Nobody, "", second));
                records.push(moved(Move::Here, "Gaz", second));
                records.push(moved(Move::Here, "Nan", second));
                records.push(moved(Move::Away, "Nan", second));
            }
            2 => records.push(moved(Move::Join, who, second)),
            3 => records.push(moved(Move::Leave, who, second)),
            4 => records.push(moved(Move::Here, who, second)),
            5 => records.push(moved(Move::Away, who, second)),
            6 => records.push(moved(Move::Back, who, second)),
            7 => {
                let url = format!("https://a.example/{}.png", dice.below(3));
                records.push(Record::Picture(Picture { who: who.to_lowercase().into(), url: url.into(), at }));
            }
            9 => records.push(Record::Use(Use { who: who.to_lowercase().into(), at })),
            8 => records.push(Record::Airing(Airing {
                kind: one(dice, &[AiringKind::Played, AiringKind::Queued]),
                media_type: "yt".into(),
                media_id: one(dice, &["abc", "def"]).into(),
                url: None,
                title: "A Film".into(),
                added_by: None,
                at,
            })),
            _ => records.push(said(second)),
        }
    }
    records
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn an_evening_that_is_stored_once_more_from_any_point_on_changes_nothing(owner: PgPool) {
    let options = owner.connect_options();
    let room = Store::open(&access(&owner, options.get_socket().unwrap()).await, "test", 2).unwrap();
    let desk = Desk::new(name(), room, "UTC".to_owned(), tokio::sync::mpsc::channel(1).0);
    let mut dice = Dice::seeded(7);
    let records = evening(160, &mut dice);
    let moments: Vec<_> = records.chunk_by(|a, b| a.at() == b.at()).collect();
    let mut n_stored = 0;
    for n in [30, 80, moments.len()] {
        while n_stored < n {
            let more = (n - n_stored).min(1 + index(&mut dice, 12));
            desk.store(&moments[n_stored..n_stored + more].concat(), false).await.unwrap();
            n_stored += more;
        }
        let wanted = store::everything(&owner).await;
        for _ in 0..12 {
            // From any moment on, in batches of any size that part no moment.
            let (from, size) = (index(&mut dice, n), 1 + index(&mut dice, 20));
            for batch in moments[from..n].chunks(size) {
                desk.store(&batch.concat(), true).await.unwrap();
            }
            assert_eq!(store::everything(&owner).await, wanted, "from {from} of {n} on, {size} moments at once");
        }
    }
    assert!(records.len() > 160);
}

fn index(dice: &mut Dice, end: usize) -> usize {
    usize::try_from(dice.below(end.try_into().unwrap())).unwrap()
}
