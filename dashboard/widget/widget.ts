// <dazza-chat-widget>: what is said in a room, on any page. Read only; every line is set as text.
//
// Attributes: position (bottom-right, bottom-left, top-right, top-left), theme (vb, dark, default), start-minimized, api-url,
// ws-url, room; `inline` fills the element's own box in place of a corner. Methods: minimize(), maximize(). Properties:
// connected, minimized, messageCount. Events: chat-connected, chat-disconnected, chat-message-received, chat-toggle.

import { STYLE } from "./style";

interface Said { username: string; text: string; at: string; isBot: boolean; room: string }

const MOST_LINES = 50;
const FIRST_LINES = 20;
const TRIES = [1000, 2000, 4000];
const LONGEST_WAIT = 30_000;
const home = document.currentScript instanceof HTMLScriptElement ? new URL(document.currentScript.src).origin : location.origin;

const make = <K extends keyof HTMLElementTagNameMap>(tag: K, name: string, text = ""): HTMLElementTagNameMap[K] => {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = text;
  return element;
};

const since = (at: string): string => {
  const s = Math.max(0, (Date.now() - Date.parse(at)) / 1000);
  if (s < 45) return "now";
  if (s < 3600) return `${Math.round(s / 60)} min`;
  return s < 86_400 ? `${Math.round(s / 3600)} h` : `${Math.round(s / 86_400)} d`;
};

class DazzaChatWidget extends HTMLElement {
  static readonly observedAttributes = ["room", "api-url", "ws-url"];

  #log = make("div", "log");
  #title = make("span", "title");
  #users = make("span", "users");
  #state = make("span", "state");
  #badge = make("span", "badge");
  #note = make("div", "note");
  #bar = make("button", "bar");
  #box = make("section", "box");
  #socket: WebSocket | null = null;
  #timers = new Set<ReturnType<typeof setTimeout>>();
  #ticking: ReturnType<typeof setInterval> | undefined;
  #loading: AbortController | null = null;
  #isMinimized = false;
  #isConnected = false;
  #unread = 0;
  #count = 0;
  #wait = 1000;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    this.#bar.type = "button";
    this.#bar.append(this.#state, this.#title, this.#users, this.#badge, make("span", "arrow"));
    this.#bar.addEventListener("click", () => (this.#isMinimized ? this.maximize() : this.minimize()));
    this.#log.setAttribute("role", "log");
    this.#log.setAttribute("aria-label", "Chat");
    this.#log.tabIndex = 0;
    this.#note.setAttribute("role", "status");
    this.#box.append(this.#bar, this.#log, this.#note);
    root.append(this.#box);
  }

  get connected(): boolean {
    return this.#isConnected;
  }
  get minimized(): boolean {
    return this.#isMinimized;
  }
  get messageCount(): number {
    return this.#count;
  }

  minimize(): void {
    if (!this.hasAttribute("inline")) this.#toggle(true);
  }
  maximize(): void {
    this.#toggle(false);
  }

  connectedCallback(): void {
    this.#toggle(this.hasAttribute("start-minimized") && !this.hasAttribute("inline"), true);
    this.#begin();
    this.#ticking = setInterval(() => this.#tick(), 30_000);
  }

  disconnectedCallback(): void {
    clearInterval(this.#ticking);
    this.#end();
  }

  attributeChangedCallback(_name: string, before: string | null, now: string | null): void {
    if (before === now || !this.isConnected) return;
    this.#end();
    this.#log.replaceChildren();
    this.#begin();
  }

  get #room(): string | null {
    return this.getAttribute("room") || null;
  }
  get #api(): string {
    return (this.getAttribute("api-url") ?? home).replace(/\/+$/, "").replace(/\/api\/v1$/, "") + "/api/v1";
  }
  get #ws(): string {
    return this.getAttribute("ws-url") ?? `${this.#api.replace(/^http/, "ws").replace(/\/api\/v1$/, "")}/ws`;
  }

  #begin(): void {
    this.#title.textContent = this.#room ?? "All rooms";
    this.#say("Loading the chat …");
    void this.#load(0);
    this.#connect();
  }

  #end(): void {
    this.#loading?.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    this.#setConnected(false);
  }

  #later(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
  }

  async #load(nth: number): Promise<void> {
    const stop = (this.#loading = new AbortController());
    const room = this.#room === null ? "" : `room=${encodeURIComponent(this.#room)}`;
    const get = async (path: string): Promise<unknown> => {
      const answer = await fetch(this.#api + path, { signal: stop.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    };
    try {
      const [recent, channel] = await Promise.all([get(`/chat/recent?limit=${FIRST_LINES}&${room}`), get(`/stats/channel?${room}`)]);
      const lines = (recent as { items: { display_name: string; message: string; sent_at: string; room: string }[] }).items;
      this.#log.replaceChildren();
      for (const line of [...lines].reverse()) this.#add({ username: line.display_name, text: line.message, at: line.sent_at, isBot: false, room: line.room });
      const { current_users, afk_users } = channel as { current_users: number; afk_users: number };
      this.#showUsers(current_users, afk_users);
      this.#say(lines.length === 0 ? "Nobody has said anything yet." : "");
    } catch {
      if (stop.signal.aborted) return;
      const wait = TRIES[nth];
      if (wait !== undefined) return this.#later(wait, () => void this.#load(nth + 1));
      const again = make("button", "again", "Try again");
      again.type = "button";
      again.addEventListener("click", () => {
        this.#say("Loading the chat …");
        void this.#load(0);
      });
      this.#say("The chat cannot be loaded. ");
      this.#note.append(again);
    }
  }

  #connect(): void {
    let socket: WebSocket;
    try {
      socket = new WebSocket(this.#ws);
    } catch {
      return this.#say("The address of the live feed is none.");
    }
    this.#socket = socket;
    socket.onopen = () => {
      socket.send(JSON.stringify({ type: "subscribe", topics: [this.#room === null ? "chat" : `chat:${this.#room}`] }));
      this.#wait = 1000;
      this.#setConnected(true);
    };
    socket.onmessage = (event) => this.#hear(String(event.data));
    socket.onclose = () => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      this.#setConnected(false);
      this.#later(this.#wait, () => this.#connect());
      this.#wait = Math.min(LONGEST_WAIT, this.#wait * 2);
    };
  }

  #hear(text: string): void {
    let frame: { type?: string; room?: string | null; data?: Record<string, unknown> };
    try {
      frame = JSON.parse(text) as typeof frame;
    } catch {
      return;
    }
    const data = frame.data ?? {};
    if (frame.type === "chat.usercount" && this.#room !== null) this.#showUsers(Number(data["total"]), Number(data["afk"]));
    if (frame.type !== "chat.message") return;
    const said: Said = { username: String(data["username"]), text: String(data["text"]), at: String(data["at"]), isBot: data["is_bot"] === true, room: frame.room ?? "" };
    this.#say("");
    this.#add(said);
    this.#count += 1;
    if (this.#isMinimized) {
      this.#unread += 1;
      this.#showBadge();
    }
    this.#tell("chat-message-received", { ...said });
  }

  #add(said: Said): void {
    const log = this.#log;
    const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    const line = make("div", said.isBot ? "line bot" : "line");
    const time = make("time", "time", since(said.at));
    time.dateTime = said.at;
    line.append(time, make("b", "name", said.username));
    if (this.#room === null) line.append(make("span", "room", said.room));
    line.append(make("span", "text", said.text));
    log.append(line);
    while (log.children.length > MOST_LINES) log.firstElementChild?.remove();
    // A reader who went back keeps his place.
    if (isAtEnd) log.scrollTop = log.scrollHeight;
  }

  #tick(): void {
    for (const time of this.#log.querySelectorAll("time")) time.textContent = since(time.dateTime);
  }

  #showUsers(total: number, afk: number): void {
    if (!Number.isFinite(total)) return;
    this.#users.textContent = String(total);
    const told = `${total - (afk || 0)} active, ${afk || 0} away`;
    this.#users.title = told;
    this.#users.setAttribute("aria-label", told);
  }

  #showBadge(): void {
    this.#badge.textContent = this.#unread > 99 ? "99+" : String(this.#unread);
    this.#badge.hidden = this.#unread === 0;
    this.#badge.setAttribute("aria-label", `${this.#unread} unread`);
  }

  #say(text: string): void {
    this.#note.textContent = text;
    this.#note.hidden = text === "";
  }

  #setConnected(is: boolean): void {
    this.#state.title = is ? "Live" : "Not connected";
    this.#box.classList.toggle("live", is);
    if (is === this.#isConnected) return;
    this.#isConnected = is;
    this.#tell(is ? "chat-connected" : "chat-disconnected", { room: this.#room });
  }

  #toggle(isMinimized: boolean, isFirst = false): void {
    const changed = isMinimized !== this.#isMinimized;
    this.#isMinimized = isMinimized;
    this.#box.classList.toggle("minimized", isMinimized);
    this.#bar.setAttribute("aria-expanded", String(!isMinimized));
    this.#log.hidden = isMinimized;
    if (!isMinimized) {
      this.#unread = 0;
      this.#log.scrollTop = this.#log.scrollHeight;
    }
    this.#showBadge();
    if (changed && !isFirst) this.#tell("chat-toggle", { minimized: isMinimized });
  }

  #tell(name: string, detail: Record<string, unknown>): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

if (!customElements.get("dazza-chat-widget")) customElements.define("dazza-chat-widget", DazzaChatWidget);
