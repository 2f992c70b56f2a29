// A small set of drawn signs, one stroke wide, in the colour of the text around them.

const PATHS = {
  fleet: "M3 5h18M3 12h18M3 19h18M6 5v0M6 12v0",
  trophy: "M8 4h8v5a4 4 0 0 1-8 0zM8 6H4c0 3 1.5 5 4 5M16 6h4c0 3-1.5 5-4 5M12 13v4M8.5 20h7M10 17h4",
  people: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6M16 4.500a3.5 3.5 0 0 1 0 6.500M18 14.500c2 .8 3.2 2.6 3.5 5.5",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.500v0",
  coin: "M12 20.500a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM14.5 9.200c-.5-.8-1.4-1.2-2.5-1.2-1.5 0-2.5.8-2.5 1.9 0 2.7 5.2 1.3 5.2 4.1 0 1.2-1.1 2-2.7 2-1.3 0-2.3-.5-2.8-1.400M12 6.500V8M12 16v1.5",
  terminal: "M4 5h16v14H4zM7.5 9.500l3 2.5-3 2.500M13 15h3.5",
  book: "M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zM5 17a3 3 0 0 1 3-3h11M9 8h6",
  town: "M3 20h18M5 20v-9l4-3 4 3v9M13 20V6l6-2v16M8 14v0M8 17v0M16 9v0M16 13v0M16 16v0",
  pulse: "M3 12h4l2.5-7 5 14 2.5-7h4",
  scroll: "M6 4h12v16l-3-2-3 2-3-2-3 2zM9 8.500h6M9 12h6",
  key: "M14.5 13.500a5 5 0 1 0-4.5-2.900L3.5 17v3.500H7l1-2h2v-2l1.6-1.600c.9.4 1.9.6 2.9.6zM16 8v0",
  chat: "M4 5h16v11H10l-4 3.500V16H4zM8 9.500h8M8 12.500h5",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 20 20",
  close: "M6 6l12 12M18 6 6 18",
  check: "M5 12.500l4.5 4.500L19 7.5",
  chevron: "M7 10l5 5 5-5",
  right: "M10 7l5 5-5 5",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2.500v2M12 19.500v2M2.5 12h2M19.5 12h2M5.3 5.300l1.4 1.400M17.3 17.300l1.4 1.400M5.3 18.700l1.4-1.400M17.3 6.700l1.4-1.4",
  moon: "M20 14.500A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.500z",
  screen: "M3.5 5h17v11h-17zM9 20h6M12 16v4",
  play: "M8 5.500v13l10-6.500z",
  stop: "M6.5 6.500h11v11h-11z",
  restart: "M19 12a7 7 0 1 1-2.2-5.100M19 4v4h-4",
  pause: "M8.5 6v12M15.5 6v12",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  unlock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 6.8-1.2",
  trash: "M5 7h14M10 7V4.500h4V7M7 7l.8 13h8.400L17 7M10.5 10.500v6M13.5 10.500v6",
  alert: "M12 4 2.5 20h19zM12 10v4.500M12 17.300v0",
  info: "M12 20.500a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 11v5M12 8v0",
  help: "M12 20.500a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM9.5 9.500c.2-1.5 1.2-2.3 2.6-2.3 1.5 0 2.5.9 2.5 2.2 0 1.9-2.6 2-2.6 4M12 16.300v0",
  copy: "M9 9h11v11H9zM15 9V4H4v11h5",
  out: "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
  more: "M5 12v0M12 12v0M19 12v0",
  user: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.500c.7-4.2 3.5-6.5 7.5-6.500s6.8 2.3 7.5 6.5",
  down: "M12 5v13M6.5 13 12 18.5 17.5 13",
  film: "M4 5h16v14H4zM8 5v14M16 5v14M4 9.700h4M4 14.300h4M16 9.700h4M16 14.300h4",
  snow: "M12 3v18M4.2 7.500l15.6 9M19.8 7.500l-15.6 9",
  clock: "M12 20.500a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7.500V12l3 2",
  cross: "M9 21V11H6V7.500h3V3h6v4.500h3V11h-3v10zM5 21h14",
  send: "M4 12 20 4l-5 16-3.5-6.500z",
  plus: "M12 5v14M5 12h14",
  star: "M12 3.800l2.5 5.2 5.7.8-4.1 4 1 5.7-5.1-2.7-5.1 2.7 1-5.7-4.1-4 5.7-.8z",
  fish: "M3 12c3-5 9-6 13-2.500L21 6v12l-5-3.500C12 18 6 17 3 12zM8 11v0",
  mask: "M4 8c5-2.5 11-2.5 16 0 0 6-2.5 9-5 9-1.5 0-2-2-3-2s-1.5 2-3 2c-2.5 0-5-3-5-9zM8.5 11v0M15.5 11v0",
  dice: "M5 5h14v14H5zM9 9v0M15 15v0M12 12v0M15 9v0M9 15v0",
  glass: "M7 4h10l-1 16H8zM7.5 9h9",
  leaf: "M5 19C4 9 10 4 20 4c0 10-5 16-15 15zM5 19l8-8",
  calendar: "M4 6h16v14H4zM4 10h16M8.5 3.500v4M15.5 3.500v4",
  sort: "M8 5v14M4.5 15.5 8 19l3.5-3.500M16 19V5M12.5 8.5 16 5l3.5 3.5",
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
