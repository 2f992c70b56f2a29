// Which rooms a page is about: all, one or some. The choice stands in the address.

import { useEffect, useRef, useState } from "preact/hooks";
import { useAllRooms } from "../api/rooms";
import { chooseRooms, go, href, usePlace, useRooms } from "../router";
import { PHASES } from "./bits";
import { Icon } from "./icons";

export function RoomPicker() {
  const { path } = usePlace();
  const all = useAllRooms();
  const named = useRooms();
  const [isOpen, setOpen] = useState(false);
  const [sought, setSought] = useState("");
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const ofRoom = /^\/rooms\/([^/]+)$/.exec(path)?.[1];
  const chosen = ofRoom ? [decodeURIComponent(ofRoom)] : named;

  useEffect(() => {
    if (!isOpen) return setSought("");
    const away = (event: Event): void => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    const escape = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener("pointerdown", away);
    document.addEventListener("focusin", away);
    document.addEventListener("keydown", escape);
    return () => {
      document.removeEventListener("pointerdown", away);
      document.removeEventListener("focusin", away);
      document.removeEventListener("keydown", escape);
    };
  }, [isOpen]);

  const choose = (rooms: string[]): void => {
    if (!ofRoom) return chooseRooms(rooms);
    // A room's page is about one room: another one has a page of its own, and all of them are the fleet.
    setOpen(false);
    go(rooms.length === 1 ? href(`/rooms/${encodeURIComponent(rooms[0] ?? "")}`, {}, []) : href("/", {}, rooms));
  };
  const only = (id: string): void => {
    choose([id]);
    setOpen(false);
  };
  const toggle = (id: string): void => choose(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id].sort());

  const label = chosen.length === 0 ? "All rooms" : chosen.length === 1 ? chosen[0] : `${chosen.length} rooms`;
  const listed = (all ?? []).filter((room) => room.id.includes(sought.trim().toLowerCase()));
  return (
    <div class="picker" ref={box}>
      <button ref={button} type="button" class={`picker-button${chosen.length > 0 ? " is-set" : ""}`} aria-expanded={isOpen} aria-haspopup="true" onClick={() => setOpen(!isOpen)}>
        <span class="picker-label"><span class="visually-hidden">Rooms shown: </span>{label}</span><Icon name="chevron" size={16} />
      </button>
      {isOpen && (
        <div class="picker-list" role="group" aria-label="Rooms shown">
          {(all?.length ?? 0) > 8 && (
            <input type="search" class="input" placeholder="Find a room" aria-label="Find a room" value={sought} onInput={(event) => setSought(event.currentTarget.value)} />
          )}
          <button type="button" class="picker-all" aria-pressed={chosen.length === 0} onClick={() => { choose([]); setOpen(false); }}>
            <Icon name={chosen.length === 0 ? "check" : "fleet"} size={16} /> All rooms
          </button>
          <ul>
            {listed.map((room) => (
              <li key={room.id}>
                {!ofRoom && <input type="checkbox" aria-label={`Include ${room.id}`} checked={chosen.includes(room.id)} onChange={() => toggle(room.id)} />}
                <button type="button" onClick={() => only(room.id)} title={`Only ${room.id}`}>
                  <i class={`dot tone-${PHASES[room.state]?.tone ?? "grey"}`} /> <span>{room.id}</span>
                  <span class="muted small">{room.user_count}</span>
                </button>
              </li>
            ))}
          </ul>
          {listed.length === 0 && <p class="muted small picker-none">No room is called that.</p>}
        </div>
      )}
    </div>
  );
}
