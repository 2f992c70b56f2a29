// Short notes that something was done; they go by themselves.

import { useStore, store } from "../lib/store";
import { Icon } from "./icons";

interface Note { id: number; text: string; kind: "good" | "bad" }

const notes = store<Note[]>([]);
const SHOWN_MS = 5000;
let last = 0;

export function toast(text: string, kind: Note["kind"] = "good"): void {
  const id = (last += 1);
  notes.set((all) => [...all.slice(-2), { id, text, kind }]);
  setTimeout(() => notes.set((all) => all.filter((note) => note.id !== id)), SHOWN_MS);
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {useStore(notes).map((note) => (
        <p key={note.id} class={`toast ${note.kind}`}><Icon name={note.kind === "good" ? "check" : "alert"} /> {note.text}</p>
      ))}
    </div>
  );
}
