//! Claiming a benefit: a coin's toss, and once in a while a fault in the claimant's favour.
//!
//! Source of all figures: `commands-and-games.md`, 2.3.

use dazza_shared::dice::Dice;

use super::chances::{Between, Chances};

/// How often something goes wonderfully wrong. Unit: percent.
const FLUKE: u32 = 1;

/// How often any other claim is approved. Unit: percent.
const APPROVED: u32 = 50;

/// All of the percents.
const WHOLE: u32 = 100;

/// Something to be paid, and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Benefit {
    /// What it is called.
    pub name: &'static str,
    pay: Between,
}

/// The benefits, each as likely.
pub const BENEFITS: [Benefit; 6] = [
    Benefit { name: "JobSeeker", pay: Between(20, 40) },
    Benefit { name: "Youth Allowance", pay: Between(15, 30) },
    Benefit { name: "Disability Pension", pay: Between(30, 50) },
    Benefit { name: "Carer Payment", pay: Between(25, 45) },
    Benefit { name: "Parenting Payment", pay: Between(20, 35) },
    Benefit { name: "Special Benefit", pay: Between(10, 25) },
];

/// What can go wonderfully wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fluke {
    /// They owe it since years ago.
    BackPayment,
    /// Somebody has read the file.
    Reassessment,
    /// A relative's pension was never stopped.
    LatePension,
    /// Help for a flood or a fire long past.
    DisasterPayment,
    /// The computer has had enough.
    Malfunction,
}

/// The flukes and what they pay, each as likely.
const FLUKES: [(Fluke, Between); 5] = [
    (Fluke::BackPayment, Between(300, 500)),
    (Fluke::Reassessment, Between(400, 700)),
    (Fluke::LatePension, Between(500, 800)),
    (Fluke::DisasterPayment, Between(600, 1_000)),
    (Fluke::Malfunction, Between(800, 1_000)),
];

/// What became of a claim, with what it pays. Unit: dollars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// As always when it goes well.
    Approved(&'static str, i64),
    /// As always when it does not.
    Rejected,
    /// Something went wonderfully wrong.
    Fluke(Fluke, i64),
}

/// What becomes of a claim. Chance is used here and nowhere else.
pub fn claim(dice: &mut Dice) -> Decision {
    let mut percent = |n: u32| dice.below(u64::from(WHOLE)) < u64::from(n);
    let (is_fluke, is_approved) = (percent(FLUKE), percent(APPROVED));
    if is_fluke {
        let (fluke, pay) = dice.pick(&FLUKES).copied().unwrap_or((Fluke::BackPayment, Between(0, 0)));
        return Decision::Fluke(fluke, pay.draw(dice));
    }
    match dice.pick(&BENEFITS) {
        Some(benefit) if is_approved => Decision::Approved(benefit.name, benefit.pay.draw(dice)),
        _ => Decision::Rejected,
    }
}

/// What a claim pays before anybody gets a share of it.
pub fn chances() -> Chances {
    let benefit = Chances::mix(BENEFITS.map(|benefit| (1, benefit.pay.chances())));
    let fluke = Chances::mix(FLUKES.map(|(_, pay)| (1, pay.chances())));
    let usual = Chances::mix([(APPROVED, benefit), (WHOLE - APPROVED, Chances::sure(0))]);
    Chances::mix([(FLUKE, fluke), (WHOLE - FLUKE, usual)])
}

impl Decision {
    /// What it pays. Unit: dollars.
    pub const fn pay(self) -> i64 {
        match self {
            Self::Approved(_, pay) | Self::Fluke(_, pay) => pay,
            Self::Rejected => 0,
        }
    }
}

impl Fluke {
    /// What it is called in the ledger.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BackPayment => "back payment",
            Self::Reassessment => "reassessment",
            Self::LatePension => "late pension",
            Self::DisasterPayment => "disaster payment",
            Self::Malfunction => "malfunction",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::games::chances::tests::{a_million_come_out_as, comes_to};
    use crate::games::windfall;

    #[test]
    fn claims_pay_by_the_table() {
        comes_to(&chances(), "3333 / 160", "$20.83");
        a_million_come_out_as(&chances(), |dice| claim(dice).pay());
    }

    #[test]
    fn all_can_come_and_every_fluke_is_a_windfall() {
        let mut dice = Dice::seeded(2);
        let all: Vec<_> = (0..50_000).map(|_| claim(&mut dice)).collect();
        for benefit in BENEFITS {
            let range = benefit.pay.0..=benefit.pay.1;
            let of_it = all.iter().filter(|one| matches!(one, Decision::Approved(name, _) if *name == benefit.name));
            assert!(of_it.clone().count() > 0 && of_it.clone().all(|one| range.contains(&one.pay())), "{benefit:?}");
        }
        for (fluke, Between(low, high)) in FLUKES {
            let of_it = all.iter().filter(|one| matches!(one, Decision::Fluke(of, _) if *of == fluke));
            assert!(of_it.clone().count() > 0 && of_it.clone().all(|one| (low..=high).contains(&one.pay())));
            assert!(low >= windfall::FROM.dollars(), "{}", fluke.name());
        }
    }
}
