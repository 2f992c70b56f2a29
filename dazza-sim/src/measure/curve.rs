//! A chart as SVG: lines over one axis, on a ground of its own, so that it can be read on a dark page, too.

use super::figure::shown;

/// A chart.
#[derive(Clone, Debug, Default)]
pub struct Chart {
    /// What stands above it.
    pub title: String,
    /// What is counted to the right.
    pub across: String,
    /// What is counted upwards, with its unit.
    pub upwards: String,
    /// The lines: a name and its points, from left to right.
    pub lines: Vec<(String, Vec<(f64, f64)>)>,
}

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 360.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 20.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 80.0;

/// Told apart also by those who see no red or no green. Source: the palette of Okabe and Ito.
const COLOURS: [&str; 6] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];

/// Marks on an axis, about.
const N_MARKS: f64 = 5.0;

/// More points than this are drawn without a dot each.
const MOST_DOTS: usize = 24;

impl Chart {
    /// It as a whole file.
    pub fn svg(&self) -> String {
        let (across, upwards) = (self.axis(|point| point.0), self.axis(|point| point.1));
        let x = |value: f64| LEFT + value / across.end * (WIDTH - LEFT - RIGHT);
        let y = |value: f64| HEIGHT - BOTTOM - value / upwards.end * (HEIGHT - TOP - BOTTOM);
        let mut svg = Drawing(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" \
             font-size=\"12\" fill=\"#222\">\n<rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\n"
        ));
        svg.text((WIDTH / 2.0, 22.0), "middle", &self.title);
        svg.text((LEFT - 8.0, TOP - 12.0), "start", &self.upwards);
        svg.text((WIDTH - RIGHT, HEIGHT - BOTTOM + 34.0), "end", &self.across);
        for mark in upwards.marks() {
            svg.line([(LEFT, y(mark)), (WIDTH - RIGHT, y(mark))], "#ddd");
            svg.text((LEFT - 8.0, y(mark) + 4.0), "end", &told(mark));
        }
        for mark in across.marks() {
            svg.line([(x(mark), HEIGHT - BOTTOM), (x(mark), HEIGHT - BOTTOM + 4.0)], "#222");
            svg.text((x(mark), HEIGHT - BOTTOM + 18.0), "middle", &told(mark));
        }
        svg.line([(LEFT, HEIGHT - BOTTOM), (WIDTH - RIGHT, HEIGHT - BOTTOM)], "#222");
        let step = (WIDTH - LEFT - RIGHT) / f64::from(u32::try_from(self.lines.len()).unwrap_or(1).max(1));
        let mut legend = LEFT;
        for ((name, points), colour) in self.lines.iter().zip(COLOURS.iter().cycle()) {
            let drawn: Vec<_> = points.iter().map(|(across, upwards)| (x(*across), y(*upwards))).collect();
            svg.curve(&drawn, colour);
            svg.line([(legend, HEIGHT - 20.0), (legend + 18.0, HEIGHT - 20.0)], colour);
            svg.text((legend + 24.0, HEIGHT - 16.0), "start", name);
            legend += step;
        }
        svg.0 + "</svg>\n"
    }

    fn axis(&self, of: impl Fn(&(f64, f64)) -> f64) -> Axis {
        let most = self.lines.iter().flat_map(|(_, points)| points.iter().map(&of)).fold(0.0, f64::max);
        Axis::up_to(most)
    }
}

/// From nothing to its end, with marks at round numbers.
struct Axis {
    step: f64,
    end: f64,
}

impl Axis {
    fn up_to(most: f64) -> Self {
        let most = if most > 0.0 { most } else { 1.0 };
        let rough = most / N_MARKS;
        let power = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 2.5, 5.0, 10.0].map(|round| round * power).into_iter().find(|step| *step >= rough);
        let step = step.unwrap_or(rough);
        Self { step, end: (most / step).ceil() * step }
    }

    fn marks(&self) -> impl Iterator<Item = f64> {
        let (step, end) = (self.step, self.end);
        (0..=20).map(move |n| f64::from(n) * step).take_while(move |mark| *mark <= end * 1.001)
    }
}

struct Drawing(String);

impl Drawing {
    fn put(&mut self, element: std::fmt::Arguments<'_>) {
        self.0.push_str(&element.to_string());
    }

    fn text(&mut self, (x, y): (f64, f64), anchor: &str, text: &str) {
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        self.put(format_args!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{text}</text>\n"));
    }

    fn line(&mut self, [(x1, y1), (x2, y2)]: [(f64, f64); 2], colour: &str) {
        self.put(format_args!(
            "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"{colour}\"/>\n"
        ));
    }

    fn curve(&mut self, points: &[(f64, f64)], colour: &str) {
        let path: Vec<_> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        self.put(format_args!(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>\n",
            path.join(" ")
        ));
        for (x, y) in points.iter().filter(|_| points.len() <= MOST_DOTS) {
            self.put(format_args!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\" fill=\"{colour}\"/>\n"));
        }
    }
}

fn told(mark: f64) -> String {
    if mark.fract() == 0.0 { format!("{mark:.0}") } else { shown(mark).trim_end_matches('0').to_owned() }
}
