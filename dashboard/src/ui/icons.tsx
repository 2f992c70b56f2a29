// A small set of drawn signs, one stroke wide, in the colour of the text around them.

const PATHS = {
  fleet: "M3 5h18M3 12h18M3 19h18M6 5v0M6 12v0",
  trophy: "M8 4h8v5a4 4 0 0 1-8 0zM8 6H4c0 3 1.500 5 4 5M16 6h4c0 3-1.500 5-4 5M12 13v4M8.500 20h7M10 17h4",
  people: "M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2.500 20c.5-4 3-6 6.500-6s6 2 6.500 6M16 4.500a3.500 3.500 0 0 1 0 6.500M18 14.500c2 .8 3.200 2.600 3.500 5.500",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.500 9.500v0",
  coin: "M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17zM14.500 9.200c-.5-.8-1.400-1.200-2.500-1.200-1.500 0-2.500.8-2.500 1.900 0 2.700 5.200 1.300 5.200 4.100 0 1.200-1.100 2-2.700 2-1.300 0-2.300-.5-2.800-1.400M12 6.500V8M12 16v1.500",
  terminal: "M4 5h16v14H4zM7.500 9.500l3 2.500-3 2.500M13 15h3.500",
  book: "M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zM5 17a3 3 0 0 1 3-3h11M9 8h6",
  town: "M3 20h18M5 20v-9l4-3 4 3v9M13 20V6l6-2v16M8 14v0M8 17v0M16 9v0M16 13v0M16 16v0",
  pulse: "M3 12h4l2.500-7 5 14 2.500-7h4",
  scroll: "M6 4h12v16l-3-2-3 2-3-2-3 2zM9 8.500h6M9 12h6",
  key: "M14.500 13.500a5 5 0 1 0-4.500-2.900L3.500 17v3.500H7l1-2h2v-2l1.600-1.600c.9.4 1.900.6 2.900.6zM16 8v0",
  chat: "M4 5h16v11H10l-4 3.500V16H4zM8 9.500h8M8 12.500h5",
  search: "M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM15.500 15.500 20 20",
  close: "M6 6l12 12M18 6 6 18",
  check: "M5 12.500l4.500 4.500L19 7.500",
  chevron: "M7 10l5 5 5-5",
  right: "M10 7l5 5-5 5",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400",
  moon: "M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500z",
  screen: "M3.500 5h17v11h-17zM9 20h6M12 16v4",
  play: "M8 5.500v13l10-6.500z",
  stop: "M6.500 6.500h11v11h-11z",
  restart: "M19 12a7 7 0 1 1-2.200-5.100M19 4v4h-4",
  pause: "M8.500 6v12M15.500 6v12",
  lock: "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3",
  unlock: "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 6.800-1.200",
  trash: "M5 7h14M10 7V4.500h4V7M7 7l.8 13h8.400L17 7M10.500 10.500v6M13.500 10.500v6",
  alert: "M12 4 2.500 20h19zM12 10v4.500M12 17.300v0",
  info: "M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17zM12 11v5M12 8v0",
  help: "M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17zM9.500 9.500c.2-1.500 1.200-2.300 2.600-2.300 1.500 0 2.500.9 2.500 2.200 0 1.900-2.600 2-2.600 4M12 16.300v0",
  copy: "M9 9h11v11H9zM15 9V4H4v11h5",
  out: "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
  more: "M5 12v0M12 12v0M19 12v0",
  user: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.500 20.500c.7-4.200 3.500-6.500 7.500-6.500s6.800 2.300 7.500 6.500",
  down: "M12 5v13M6.500 13 12 18.500 17.500 13",
  film: "M4 5h16v14H4zM8 5v14M16 5v14M4 9.700h4M4 14.300h4M16 9.700h4M16 14.300h4",
  snow: "M12 3v18M4.200 7.500l15.600 9M19.800 7.500l-15.600 9",
  clock: "M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17zM12 7.500V12l3 2",
  cross: "M9 21V11H6V7.500h3V3h6v4.500h3V11h-3v10zM5 21h14",
  send: "M4 12 20 4l-5 16-3.500-6.500z",
  plus: "M12 5v14M5 12h14",
  sort: "M8 5v14M4.500 15.500 8 19l3.500-3.500M16 19V5M12.500 8.500 16 5l3.500 3.500",
} as const;

export type IconName = keyof typeof PATHS;

/** A drawn sign; it says nothing to readers of screens unless it is given a `label`. */
export function Icon({ name, size = 18, label }: { name: IconName; size?: number; label?: string }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.7"
      stroke-linecap="round" stroke-linejoin="round" role={label ? "img" : undefined} aria-label={label} aria-hidden={label ? undefined : "true"}>
      <path d={PATHS[name]} />
    </svg>
  );
}
