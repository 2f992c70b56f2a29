// The frame around every page: where one can go, which rooms are shown, who is signed in.

import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { session } from "./api/client";
import { line } from "./api/live";
import { roomsProblem } from "./api/rooms";
import { signingIn, signOut } from "./api/session";
import { helpOpen } from "./lib/keys";
import { useStore } from "./lib/store";
import { setTheme, type Theme, theme } from "./lib/theme";
import { href, usePlace } from "./router";
import { match, type PageProps } from "./pages";
import { Banner } from "./ui/banner";
import { Confirmation, Dialog } from "./ui/dialog";
import { Help } from "./ui/help";
import { Icon, type IconName } from "./ui/icons";
import { RoomPicker } from "./ui/room-picker";
import { SignIn } from "./ui/sign-in";
import { Empty } from "./ui/states";
import { Toasts } from "./ui/toast";

type Entry = [path: string, name: string, icon: IconName];
const GROUPS: [title: string, entries: Entry[]][] = [
  ["Watch", [["/", "Fleet", "fleet"], ["/world", "World", "town"], ["/gallery", "Gallery", "picture"]]],
  ["People", [["/boards", "Leaderboards", "trophy"], ["/users", "People", "people"], ["/economy", "Economy", "coin"]]],
  ["Learn", [["/commands", "Commands", "terminal"], ["/guide", "Contest guide", "book"], ["/widget", "Chat widget", "chat"]]],
  ["Run", [["/status", "Status", "pulse"], ["/audit", "Audit", "scroll"], ["/tokens", "Tokens", "key"]]],
];
const BAR: Entry[] = [["/", "Fleet", "fleet"], ["/boards", "Boards", "trophy"], ["/gallery", "Gallery", "picture"], ["/world", "World", "town"]];
const THEMES: [Theme, string, IconName][] = [["system", "As the system", "screen"], ["dark", "Dark", "moon"], ["light", "Light", "sun"]];

const isAt = (path: string, entry: string): boolean => path === entry || (entry === "/" ? path.startsWith("/rooms/") : path.startsWith(`${entry}/`));

function Links({ path }: { path: string }) {
  return (
    <>
      {GROUPS.map(([title, entries]) => (
        <div class="nav-group" key={title}>
          <p class="nav-title">{title}</p>
          <ul>{entries.map(([to, name, icon]) => (
            <li key={to}><a href={href(to)} aria-current={isAt(path, to) ? "page" : undefined}><Icon name={icon} /> {name}</a></li>
          ))}</ul>
        </div>
      ))}
    </>
  );
}

function Mark() {
  return (
    <a class="mark" href={href("/")} aria-label="Dazza fleet, to the rooms">
      <svg width="30" height="30" viewBox="0 0 32 32" aria-hidden="true">
        <rect class="mark-ground" width="32" height="32" rx="8" />
        <path class="mark-letter" fill-rule="evenodd" d="M8 8.500h8.200c4.600 0 7.800 3 7.800 7.500s-3.200 7.500-7.800 7.500H8zM12.400 12.300v7.400h3.500c2.300 0 3.700-1.400 3.700-3.700s-1.400-3.700-3.700-3.700z" />
        <circle class="mark-letter" cx="25.500" cy="25.500" r="2.600" />
      </svg>
      <span>Dazza</span>
    </a>
  );
}

function LiveMark() {
  const now = useStore(line);
  const [word, tone] = now.state === "open" ? ["Live", "green"] : now.state === "connecting" ? ["Connecting", "blue"] : ["Offline", "red"];
  return <span class={`live-mark tone-${tone}`} title={word === "Live" ? "What you see is kept up to date" : "Waiting for the supervisor"}><i class="dot" /> <span>{word}</span></span>;
}

function ThemeSwitch() {
  const now = useStore(theme);
  return (
    <div class="theme-switch" role="group" aria-label="Colours">
      {THEMES.map(([key, name, icon]) => (
        <button key={key} type="button" aria-label={name} title={name} aria-pressed={now === key} onClick={() => setTheme(key)}><Icon name={icon} size={16} /></button>
      ))}
    </div>
  );
}

function Who() {
  const who = useStore(session);
  if (!who) return <button type="button" class="button" onClick={() => signingIn.set({ why: null })}><Icon name="user" size={16} /> Sign in</button>;
  return (
    <div class="who">
      <span class="who-name" title={`Good for ${who.scopes.join(", ")}${who.room ? ` in ${who.room}` : ""}`}><Icon name="key" size={15} /> {who.name}</span>
      <button type="button" class="button quiet small" onClick={() => void signOut()}>Sign out</button>
    </div>
  );
}

/** A fleet that shows nothing to strangers. */
function Shut() {
  return (
    <Empty icon="lock" title="This fleet shows itself to those it knows.">
      <p>Its operator wants a token for everything, reading too.</p>
      <p><button type="button" class="button primary" onClick={() => signingIn.set({ why: null })}>Sign in</button></p>
    </Empty>
  );
}

export function App() {
  const { path } = usePlace();
  const [isMore, setMore] = useState(false);
  useEffect(() => setMore(false), [path]);
  const { page: Page, params } = match(path) as { page: ComponentType<PageProps>; params: string[] };
  const isShut = useStore(roomsProblem)?.status === 401 && useStore(session) === null;
  if (path === "/embed") return <Page params={params} />;
  return (
    <div class="frame">
      <a class="skip" href="#main">Skip to the page</a>
      <nav class="side" aria-label="Pages"><Mark /><Links path={path} />
        <div class="side-foot">
          <ThemeSwitch />
          <button type="button" class="button quiet small" onClick={() => helpOpen.set(true)}><Icon name="help" size={16} /> Keys</button>
        </div>
      </nav>
      <header class="top">
        <div class="top-mark"><Mark /></div>
        <RoomPicker />
        <span class="top-space" />
        <LiveMark />
        <Who />
      </header>
      <main id="main" tabIndex={-1}>{isShut ? <Shut /> : <><Banner /><Page key={path} params={params} /></>}</main>
      <nav class="bar" aria-label="Pages">
        {BAR.map(([to, name, icon]) => <a key={to} href={href(to)} aria-current={isAt(path, to) ? "page" : undefined}><Icon name={icon} size={21} />{name}</a>)}
        <button type="button" aria-haspopup="dialog" onClick={() => setMore(true)}><Icon name="more" size={21} />More</button>
      </nav>
      {isMore && (
        <Dialog title="All pages" side onClose={() => setMore(false)}>
          <nav class="drawer" aria-label="All pages"><Links path={path} /></nav>
          <div class="drawer-foot"><ThemeSwitch /><Who /></div>
        </Dialog>
      )}
      <SignIn /><Help /><Confirmation /><Toasts />
    </div>
  );
}
