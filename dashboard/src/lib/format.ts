// Figures, times and names as people read them.

const whole = new Intl.NumberFormat("en-AU");
const short = new Intl.NumberFormat("en-AU", { notation: "compact", maximumFractionDigits: 1 });
const clock = new Intl.DateTimeFormat("en-AU", { hour: "2-digit", minute: "2-digit", hour12: false });
const clockSeconds = new Intl.DateTimeFormat("en-AU", { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
const day = new Intl.DateTimeFormat("en-AU", { day: "numeric", month: "short" });
const dayYear = new Intl.DateTimeFormat("en-AU", { day: "numeric", month: "short", year: "numeric" });

export const count = (n: number | null | undefined): string => (n === null || n === undefined ? "–" : whole.format(n));
export const compact = (n: number | null | undefined): string =>
  n === null || n === undefined ? "–" : Math.abs(n) < 10_000 ? whole.format(n) : short.format(n);

export const money = (n: number | null | undefined): string =>
  n === null || n === undefined ? "–" : n < 0 ? `−$${whole.format(-n)}` : `$${whole.format(n)}`;
export const signed = (n: number): string => (n > 0 ? `+$${whole.format(n)}` : money(n));

export const percent = (n: number | null | undefined, digits = 1): string =>
  n === null || n === undefined ? "–" : `${n.toFixed(digits)} %`;

export function bytes(n: number | null | undefined): string {
  if (n === null || n === undefined) return "–";
  const units = ["B", "KB", "MB", "GB", "TB"];
  let [size, unit] = [n, 0];
  while (size >= 1000 && unit < units.length - 1) [size, unit] = [size / 1024, unit + 1];
  return `${size < 10 && unit > 0 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`;
}

export function millis(n: number | null | undefined): string {
  if (n === null || n === undefined) return "–";
  if (n < 1) return `${n.toFixed(2)} ms`;
  if (n < 10) return `${n.toFixed(1)} ms`;
  return n < 1000 ? `${Math.round(n)} ms` : `${(n / 1000).toFixed(1)} s`;
}

/** A length of time in its two greatest units. */
export function duration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return "–";
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min${s < 600 && s % 60 ? ` ${s % 60} s` : ""}`;
  if (s < 86_400) return `${Math.floor(s / 3600)} h${Math.floor((s % 3600) / 60) ? ` ${Math.floor((s % 3600) / 60)} min` : ""}`;
  return `${Math.floor(s / 86_400)} d${Math.floor((s % 86_400) / 3600) ? ` ${Math.floor((s % 86_400) / 3600)} h` : ""}`;
}

/** The length of a video: 1:02:03. */
export function runtime(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  const two = (n: number): string => String(n).padStart(2, "0");
  const [h, m] = [Math.floor(s / 3600), Math.floor((s % 3600) / 60)];
  return h > 0 ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`;
}

export const at = (time: string): Date => new Date(time);
export const timeOf = (time: string): string => clock.format(at(time));
export const timeWithSeconds = (time: string): string => clockSeconds.format(at(time));
export const dayOf = (time: string): string => {
  const date = at(time);
  return (date.getFullYear() === new Date().getFullYear() ? day : dayYear).format(date);
};
export const full = (time: string): string => `${dayYear.format(at(time))}, ${clockSeconds.format(at(time))}`;
export const dayAndTime = (time: string): string => `${dayOf(time)}, ${timeOf(time)}`;

/** How long ago, or until when, in one unit. */
export function ago(time: string | null | undefined, now = Date.now()): string {
  if (!time) return "never";
  const s = Math.round((now - at(time).getTime()) / 1000);
  const [n, unit] = largest(Math.abs(s));
  if (Math.abs(s) < 10) return "just now";
  return s < 0 ? `in ${n} ${unit}` : `${n} ${unit} ago`;
}

function largest(s: number): [number, string] {
  if (s < 60) return [s, "s"];
  if (s < 3600) return [Math.floor(s / 60), "min"];
  if (s < 86_400) return [Math.floor(s / 3600), "h"];
  if (s < 86_400 * 60) return [Math.floor(s / 86_400), "d"];
  return s < 86_400 * 730 ? [Math.floor(s / (86_400 * 30.44)), "months"] : [Math.floor(s / (86_400 * 365.25)), "years"];
}

/** `sign_spinning` as `Sign spinning`. */
export const words = (key: string): string => {
  const text = key.replace(/[._-]+/g, " ").trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
};

export const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`;
