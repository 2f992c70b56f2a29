// The chat widget as other sites would have it, with switches for all it takes.

import { useEffect, useRef, useState } from "preact/hooks";
import { useAllRooms } from "../api/rooms";
import { useParam, useRooms } from "../router";
import { Card, Choose, PageHead } from "../ui/bits";
import { Icon } from "../ui/icons";
import { toast } from "../ui/toast";

interface Widget extends HTMLElement { minimize(): void; maximize(): void; readonly connected: boolean; readonly minimized: boolean; readonly messageCount: number }

const EVENTS = ["chat-connected", "chat-disconnected", "chat-message-received", "chat-toggle"];
const MOST_EVENTS = 12;

/** Loads the widget's script once. */
export function loadWidget(): void {
  if (document.querySelector("script[data-widget]")) return;
  const script = document.createElement("script");
  script.src = "/widget.js";
  script.dataset["widget"] = "";
  document.head.append(script);
}

/** The widget with these attributes in `host`, made anew when they change. */
export function useWidget(host: { current: HTMLElement | null }, attributes: Record<string, string | null>, hear?: (event: Event) => void): void {
  const key = JSON.stringify(attributes);
  const latest = useRef(hear);
  latest.current = hear;
  useEffect(() => {
    loadWidget();
    const widget = document.createElement("dazza-chat-widget");
    for (const [name, value] of Object.entries(attributes)) if (value !== null) widget.setAttribute(name, value);
    for (const name of EVENTS) widget.addEventListener(name, (event) => latest.current?.(event));
    host.current?.append(widget);
    return () => widget.remove();
  }, [key]);
}

export function WidgetPage() {
  const rooms = useAllRooms() ?? [];
  const named = useRooms();
  const [position, setPosition] = useParam("position", "bottom-right");
  const [theme, setTheme] = useParam("theme", "vb");
  const [start, setStart] = useParam<"open" | "minimized">("start", "open");
  const [told, setTold] = useState<{ name: string; detail: string; nth: number }[]>([]);
  const host = useRef<HTMLDivElement>(null);
  const room = named[0] ?? null;
  useWidget(host, { room, position, theme, "start-minimized": start === "minimized" ? "" : null }, (event) => {
    const { room, username, minimized } = (event as CustomEvent<Record<string, unknown>>).detail;
    const detail = [username, room, minimized === undefined ? null : minimized ? "minimised" : "open"].filter((one) => one !== null && one !== undefined).map(String).join(", ");
    setTold((all) => [{ name: event.type, detail, nth: (all[0]?.nth ?? 0) + 1 }, ...all].slice(0, MOST_EVENTS));
  });
  const widget = (): Widget | null => host.current?.querySelector<Widget>("dazza-chat-widget") ?? null;
  const code = `<script src="${location.origin}/widget.js"></script>\n<dazza-chat-widget${room ? ` room="${room}"` : ""} theme="${theme}" position="${position}"${start === "minimized" ? " start-minimized" : ""}></dazza-chat-widget>`;
  const frame = `<iframe src="${location.origin}/embed${room ? `?room=${room}` : ""}" title="Chat" width="360" height="480"></iframe>`;
  const copy = (text: string): void => {
    navigator.clipboard?.writeText(text).then(() => toast("Copied."), () => toast("The browser did not allow it; select the text and copy it.", "bad"));
  };
  return (
    <>
      <PageHead title="Chat widget" lead={<>A room's chat on any page of the web, read only. It stands in the corner of this one.</>} />
      <div class="columns">
        <Card title="How it looks">
          <div class="form">
            <div class="field"><span>Room</span><p class="muted">{room ?? "All rooms"}; choose another one at the top of the page{rooms.length === 0 ? "" : ` (${rooms.length} there are)`}.</p></div>
            <div class="field"><span>Corner</span><Choose label="Corner" value={position} onChange={setPosition} choices={[["bottom-right", "Bottom right"], ["bottom-left", "Bottom left"], ["top-right", "Top right"], ["top-left", "Top left"]]} /></div>
            <div class="field"><span>Theme</span><Choose label="Theme" value={theme} onChange={setTheme} choices={[["vb", "Green and gold"], ["dark", "Dark"], ["default", "Light"]]} /></div>
            <div class="field"><span>At first</span><Choose label="At first" value={start} onChange={setStart} choices={[["open", "Open"], ["minimized", "Minimised"]]} /></div>
            <div class="row-buttons">
              <button type="button" class="button small" onClick={() => widget()?.minimize()}>minimize()</button>
              <button type="button" class="button small" onClick={() => widget()?.maximize()}>maximize()</button>
            </div>
          </div>
        </Card>
        <Card title="On your page" tools={<button type="button" class="button small" onClick={() => copy(code)}><Icon name="copy" size={15} /> Copy</button>}>
          <pre class="code">{code}</pre>
          <p class="muted small spaced">The operator lets your site ask by naming it in <code>cors_origins</code>. Colours and sizes are yours to change: <code>--dazza-ground</code>, <code>--dazza-ink</code>, <code>--dazza-accent</code>, <code>--dazza-width</code>, <code>--dazza-height</code>.</p>
          <h3 class="spaced">Or as a frame</h3>
          <pre class="code">{frame}</pre>
        </Card>
        <Card title="What it tells your page">
          {told.length === 0 ? <p class="muted">Events show here as they come.</p> : (
            <ul class="event-list">{told.map((event) => <li key={event.nth}><code>{event.name}</code> <span class="muted small">{event.detail}</span></li>)}</ul>
          )}
        </Card>
      </div>
      <div ref={host} />
    </>
  );
}

/** The widget alone, for frames in pages of other sites. */
export function EmbedPage() {
  const [theme] = useParam("theme", "vb");
  const room = useRooms()[0] ?? null;
  const host = useRef<HTMLDivElement>(null);
  useWidget(host, { room, theme, inline: "" });
  useEffect(() => document.documentElement.classList.add("is-embedded"), []);
  return <div class="embed" ref={host} />;
}
