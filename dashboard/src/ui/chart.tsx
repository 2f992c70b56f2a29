// Charts over time, and the small ones that stand in a row.

import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { colour, onColours } from "../lib/theme";

export interface Series { label: string; colour: string; values: (number | null)[]; bars?: boolean; format?: (n: number) => string }

interface Plot { times: number[]; series: Series[]; height?: number; label: string; stepSeconds?: number }

const compact = new Intl.NumberFormat("en-AU", { notation: "compact", maximumFractionDigits: 1 });

/** Lines or bars over time (seconds since 1970). What it shows is told in words by `label`. */
export function Chart({ times, series, height = 220, label, stepSeconds = 3600 }: Plot) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const shape = series.map((one) => `${one.label}${one.colour}${one.bars}`).join() + height;
  const data = [times, ...series.map((one) => one.values)] as uPlot.AlignedData;
  const latest = useRef(data);
  latest.current = data;

  useEffect(() => {
    const make = (): void => {
      plot.current?.destroy();
      if (box.current) plot.current = new uPlot(options(series, box.current.clientWidth, height, stepSeconds), latest.current, box.current);
    };
    make();
    const sizes = new ResizeObserver(() => {
      const width = box.current?.clientWidth ?? 0;
      if (plot.current && width > 0 && Math.abs(plot.current.width - width) > 1) plot.current.setSize({ width, height });
    });
    if (box.current) sizes.observe(box.current);
    const off = onColours(() => requestAnimationFrame(make));
    return () => {
      off();
      sizes.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [shape]);
  useEffect(() => plot.current?.setData(data), [times, ...series.map((one) => one.values)]);

  return (
    <figure class="chart" role="img" aria-label={label}>
      <div class="chart-keys" aria-hidden="true">
        {series.map((one) => <span key={one.label}><i class={`swatch c-${one.colour}`} /> {one.label}</span>)}
      </div>
      <div ref={box} class="chart-plot" style={{ height: `${height}px` }} />
    </figure>
  );
}

function options(series: Series[], width: number, height: number, stepSeconds: number): uPlot.Options {
  const [ink, rule] = [colour("muted"), colour("line")];
  const font = "12px " + getComputedStyle(document.body).fontFamily;
  const axis = { stroke: ink, font, grid: { stroke: rule, width: 1 }, ticks: { show: false }, gap: 6 };
  const hasBars = series.some((one) => one.bars);
  const bars = uPlot.paths.bars?.({ size: [0.72, 40], radius: 0.2 });
  const lines = uPlot.paths.spline?.();
  return {
    width, height, padding: [10, 8, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 7 } },
    scales: { x: { time: true, range: (_plot, first, last) => (hasBars ? [first - stepSeconds / 2, last + stepSeconds / 2] : [first, last]) }, y: { range: (_plot, least, most) => [Math.min(0, least), Math.max(most * 1.08, 4)] } },
    axes: [
      { ...axis, grid: { show: false }, space: 64, size: 28, values: times },
      { ...axis, size: 48, space: 40, values: (_plot, all) => all.map((n) => compact.format(n)) },
    ],
    series: [{}, ...series.map((one) => ({
      label: one.label, stroke: colour(one.colour), width: 2, points: { show: false },
      fill: one.bars ? colour(one.colour) + "cc" : colour(one.colour) + "22",
      ...(one.bars && bars ? { paths: bars } : lines ? { paths: lines } : {}),
    }))],
    plugins: [tip(series, stepSeconds)],
  };
}

const HOURS = new Intl.DateTimeFormat("en-AU", { hour: "2-digit", minute: "2-digit", hour12: false });
const DAYS = new Intl.DateTimeFormat("en-AU", { day: "numeric", month: "short" });
const WHEN = new Intl.DateTimeFormat("en-AU", { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hour12: false });
const WHICH_DAY = new Intl.DateTimeFormat("en-AU", { weekday: "short", day: "numeric", month: "short" });

function times(_plot: uPlot, splits: number[], _axis: number, _space: number, step: number): string[] {
  return splits.map((second) => {
    const date = new Date(second * 1000);
    return step >= 86_400 || (date.getHours() === 0 && date.getMinutes() === 0) ? DAYS.format(date) : HOURS.format(date);
  });
}

/** A small note at the pointer with the figures there. */
function tip(series: Series[], stepSeconds: number): uPlot.Plugin {
  const note = document.createElement("div");
  note.className = "chart-tip";
  return {
    hooks: {
      init: (plot) => plot.over.appendChild(note),
      setCursor: (plot) => {
        const { idx, left } = plot.cursor;
        const time = idx === null || idx === undefined ? undefined : plot.data[0][idx];
        note.hidden = time === undefined || left === undefined || left < 0;
        if (note.hidden || time === undefined || idx === null || idx === undefined) return;
        const date = new Date(time * 1000);
        const when = stepSeconds >= 86_400 ? WHICH_DAY.format(date) : WHEN.format(date);
        const told = series.map((one, n) => {
          const value = plot.data[n + 1]?.[idx];
          return `${one.label}: ${value === null || value === undefined ? "–" : (one.format ?? String)(value)}`;
        });
        note.textContent = [when, ...told].join("\n");
        const room = plot.over.clientWidth;
        note.classList.toggle("flip", (left ?? 0) > room * 0.6);
        note.style.left = `${left ?? 0}px`;
      },
    },
  };
}

/** Lines a minute of the last half hour, as a mark the size of a word. */
export function Spark({ values, label, width = 96, height = 26 }: { values: number[]; label: string; width?: number; height?: number }) {
  const most = Math.max(4, ...values);
  const x = (n: number): number => (values.length < 2 ? width : 1 + (n * (width - 2)) / (values.length - 1));
  const y = (value: number): number => height - 2 - (value / most) * (height - 5);
  const points = values.map((value, n) => `${x(n).toFixed(1)} ${y(value).toFixed(1)}`);
  if (values.length === 0) return <span class="muted">–</span>;
  return (
    <svg class="spark" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <path class="spark-fill" d={`M1 ${height - 1}L${points.join("L")}L${width - 1} ${height - 1}Z`} />
      <path class="spark-line" d={`M${points.join("L")}`} />
    </svg>
  );
}

/** A bar from 0 to 100 with its meaning for readers of screens. */
export function Meter({ percent, label, tone = "gold" }: { percent: number; label: string; tone?: "gold" | "green" | "red" }) {
  const at = Math.max(0, Math.min(100, percent));
  return (
    <span class={`meter ${tone}`} role="img" aria-label={label}><span class="meter-bar" style={{ width: `${at}%` }} /></span>
  );
}
