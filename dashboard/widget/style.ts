// How the widget looks. Pages change it by the variables at the top.

export const STYLE = `
:host {
  --g: var(--dazza-ground, #fffdf7); --g2: var(--dazza-bar, #f1ead8); --ink: var(--dazza-ink, #1b2a22); --soft: var(--dazza-muted, #55655b);
  --rule: var(--dazza-line, #e0d7c0); --accent: var(--dazza-accent, #7d5500); --live: var(--dazza-live, #1f7a4d);
  position: fixed; z-index: 2147483000; right: 18px; bottom: 18px; width: var(--dazza-width, 340px); max-width: calc(100vw - 36px);
  font: 14px/1.45 Inter, -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif; color: var(--ink);
}
:host([theme="dark"]) { --g: var(--dazza-ground, #14171c); --g2: var(--dazza-bar, #1d2128); --ink: var(--dazza-ink, #eef0f3); --soft: var(--dazza-muted, #a0a8b3); --rule: var(--dazza-line, #2c323b); --accent: var(--dazza-accent, #8cc0f5); --live: var(--dazza-live, #62c68f); }
:host([theme="vb"]) { --g: var(--dazza-ground, #0f1d17); --g2: var(--dazza-bar, #14382a); --ink: var(--dazza-ink, #f0eadb); --soft: var(--dazza-muted, #a9bbb0); --rule: var(--dazza-line, #24463a); --accent: var(--dazza-accent, #f1c869); --live: var(--dazza-live, #62c68f); }
:host([position$="left"]) { right: auto; left: 18px; }
:host([position^="top"]) { bottom: auto; top: 18px; }
:host([inline]) { position: static; display: block; width: 100%; height: 100%; max-width: none; }
[hidden] { display: none !important; }
.box { display: flex; flex-direction: column; overflow: hidden; height: var(--dazza-height, 420px); max-height: calc(100vh - 36px); border: 1px solid var(--rule); border-radius: 14px; background: var(--g); box-shadow: 0 18px 50px -18px #000a; }
:host([inline]) .box { height: 100%; max-height: none; border-radius: 0; box-shadow: none; border: 0; }
.box.minimized { height: auto; }
.bar { display: flex; flex: none; align-items: center; gap: 9px; width: 100%; padding: 12px 14px; border: 0; background: var(--g2); color: inherit; font: inherit; text-align: left; cursor: pointer; }
:host([inline]) .bar { cursor: default; } :host([inline]) .arrow { display: none; }
.bar:focus-visible, .log:focus-visible, .again:focus-visible { outline: 2px solid var(--accent); outline-offset: -3px; }
.state { flex: none; width: 9px; height: 9px; border-radius: 50%; background: var(--soft); } .live .state { background: var(--live); }
.title { flex: 1; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 650; }
.users { color: var(--soft); font-variant-numeric: tabular-nums; } .users:not(:empty)::after { content: " here"; }
.badge { min-width: 22px; padding: 1px 7px; border-radius: 99px; background: var(--accent); color: var(--g); font-size: 12px; font-weight: 700; text-align: center; }
.arrow { width: 9px; height: 9px; margin: -4px 3px 0 2px; border: solid var(--soft); border-width: 0 2px 2px 0; transform: rotate(45deg); } .minimized .arrow { margin-top: 4px; transform: rotate(225deg); }
.log { flex: 1; margin: 0; padding: 10px 14px; overflow-y: auto; list-style: none; overscroll-behavior: contain; }
.line { padding: 4px 0; overflow-wrap: anywhere; }
.time { float: right; margin-left: 10px; color: var(--soft); font-size: 12px; line-height: 20px; }
.name { margin-right: 7px; } .bot .name { color: var(--accent); }
.room { margin-right: 7px; padding: 0 6px; border-radius: 99px; background: var(--g2); color: var(--soft); font-size: 12px; }
.note { padding: 12px 14px; color: var(--soft); border-top: 1px solid var(--rule); } .minimized .note { display: none; }
.again { padding: 4px 12px; border: 1px solid var(--rule); border-radius: 99px; background: var(--g2); color: inherit; font: inherit; cursor: pointer; }
`;
