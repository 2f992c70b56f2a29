//! Where everybody begins: first figures, and what drinks make of them. Source: `commands-and-games.md`, 5.3.

use dazza_shared::dice::Dice;

use super::figures::{Figure, Figures};

/// The least and the most of each first figure.
const LEAST: Figures = Figures { distance: 0.5, volume: 200.0, aim: 10.0, duration: 2.0 };
const MOST: Figures = Figures { distance: 5.0, volume: 2_000.0, aim: 100.0, duration: 30.0 };

/// What is left of volume and distance on an empty bladder. Unit: percent off.
const DRY: (f64, f64) = (-50.0, -20.0);

/// What a drink adds to the duration, and the most that all do. Unit: percent.
const LONGER: (f64, f64) = (2.0, 200.0);

/// What a drink adds to the volume, and the most that all do. Unit: percent.
const MORE: (f64, f64) = (1.0, 100.0);

/// First figures.
pub(super) fn draw(dice: &mut Dice) -> Figures {
    let mut drawn = Figures::default();
    for figure in Figure::ALL {
        let (least, most) = (LEAST.get(figure), MOST.get(figure));
        drawn.set(figure, least + (most - least) * dice.unit());
    }
    drawn
}

/// First figures after so many drinks.
pub(super) fn filled(mut figures: Figures, n_drinks: u64) -> Figures {
    if n_drinks == 0 {
        figures.change(Figure::Volume, DRY.0);
        figures.change(Figure::Distance, DRY.1);
        return figures;
    }
    let n_drinks = f64::from(u32::try_from(n_drinks).unwrap_or(u32::MAX));
    figures.change(Figure::Duration, (LONGER.0 * n_drinks).min(LONGER.1));
    figures.change(Figure::Volume, (MORE.0 * n_drinks).min(MORE.1));
    figures
}
