//! What a style may do: one kind of effect a row, as `commands-and-games.md`, 5.5 has them.

use super::conditions::Condition;
use super::figures::Figure;

/// Something that a style does. Percentages change a figure by a part of what it is.
#[derive(Clone, Copy, Debug)]
pub enum Effect {
    /// Changes one of the bearer's own figures.
    Own(Figure, f64),
    /// Changes all of them.
    OwnAll(f64),
    /// One is at least that.
    AtLeast(Figure, f64),
    /// One is at most that.
    AtMost(Figure, f64),
    /// One is drawn anew between these two.
    Within(Figure, f64, f64),
    /// One is that much, whatever it was.
    Exactly(Figure, f64),
    /// The bearer's distance goes to two sides at once, and loses a quarter.
    SplitStream,
    /// The bearer's distance changes by the first (in percent), and the duration is at most the second (in seconds).
    StartsStrong(f64, f64),
    /// One of the bearer's figures, any, is multiplied by something between a half and one and a half.
    Swing,
    /// So often (in percent) the bearer's duration doubles.
    Endless(f64),
    /// So often (in percent) the bearer gets this condition.
    Chance(&'static Condition, f64),
    /// So often the bearer fails in one way or another.
    MayFail(f64),
    /// So often the bearer fails when up against somebody big.
    FailsAgainstBig(f64),
    /// As likely as not all of the bearer's figures are full; else the bearer fails.
    AllOrNothing,
    /// The bearer gets two conditions that hamper.
    TwoDebuffs,
    /// Each of the bearer's first figures is the lower of two.
    WorseOfTwo,
    /// The bearer gives up when the score is below that part (in percent) of the other's.
    QuitsBelow(f64),
    /// The bearer takes the other's best figure over, if that is better.
    Mirror,

    /// Changes one of the other's figures.
    Other(Figure, f64),
    /// Changes all of them.
    OtherAll(f64),
    /// Changes any one of them.
    OtherAny(f64),
    /// Changes the other's aim and duration by half of that each.
    Confidence(f64),
    /// So often the other gets this condition.
    OtherChance(&'static Condition, f64),
    /// So often the other fails in one way or another.
    OtherMayFail(f64),
    /// Changes all of the other's figures by its size.
    Intimidates(f64),
    /// The same, if the other has not had that many drinks.
    IntimidatesDry(f64, u64),

    /// Each of the two gets this condition so often.
    BothChance(&'static Condition, f64),
    /// The bearer's condition is this one.
    Has(&'static Condition),
    /// The condition of both is this one.
    BothHave(&'static Condition),
    /// The condition of both is one and the same, whichever.
    BothHaveAny,

    /// What the other does to the bearer's disadvantage does not work.
    Unimpressed,
    /// What big and mocking styles do to the other does not work, on either side.
    SizeIsNothing,
    /// The bearer fails only together with the other.
    NeverFails,
    /// Nothing makes the bearer shake.
    NeverShakes,
    /// The weather is nothing to the bearer.
    Weatherproof,
    /// The wind's figures are multiplied by that for the bearer.
    WindTimes(f64),
    /// So often (in percent) the wind only helps the bearer's distance.
    FairWind(f64),
    /// So often the weather changes.
    NewWeather(f64),
    /// It gets one step colder.
    Colder,
    /// In the cold the bearer's volume changes by that.
    WhenCold(f64),
    /// Where many look on the bearer's aim changes by that.
    WhenCrowded(f64),
}
