// Dialogs: one frame for all, and the one that asks before something is done.

import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { asProblem, type Problem } from "../api/client";
import { store, useStore } from "../lib/store";
import { Icon } from "./icons";
import { ProblemNote } from "./states";

interface Frame { title: string; onClose(): void; children: ComponentChildren; wide?: boolean; side?: boolean }

/** A dialog that is open for as long as it is there. Escape and a press beside it close it. */
export function Dialog({ title, onClose, children, wide = false, side = false }: Frame) {
  const box = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const dialog = box.current;
    const before = document.activeElement;
    if (dialog && !dialog.open) dialog.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog ref={box} class={`dialog${wide ? " wide" : ""}${side ? " side" : ""}`} aria-labelledby={heading}
      onCancel={(event) => { event.preventDefault(); onClose(); }}
      onMouseDown={(event) => { if (event.target === box.current) onClose(); }}>
      <div class="dialog-body">
        <header class="dialog-head">
          <h2 id={heading}>{title}</h2>
          <button type="button" class="button quiet square" aria-label="Close" onClick={onClose}><Icon name="close" /></button>
        </header>
        {children}
      </div>
    </dialog>
  );
}

interface Asked { title: string; text: ComponentChildren; verb: string; isGrave?: boolean; act(): Promise<unknown> }

const asked = store<Asked | null>(null);

/** Asks first; `act` is done when the answer is yes, and what goes wrong is told in the dialog. */
export function confirm(question: Asked): void {
  asked.set(question);
}

export function Confirmation() {
  const question = useStore(asked);
  return question && <Ask key={question.title} question={question} />;
}

function Ask({ question }: { question: Asked }) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const close = (): void => asked.set(null);
  const act = (): void => {
    setBusy(true);
    question.act().then(close, (error: unknown) => {
      setProblem(asProblem(error));
      setBusy(false);
    });
  };
  return (
    <Dialog title={question.title} onClose={close}>
      <div class="dialog-text">{question.text}</div>
      {problem && <ProblemNote problem={problem} title="That did not work" />}
      <footer class="dialog-foot">
        <button type="button" class="button" onClick={close}>Cancel</button>
        <button type="button" class={`button ${question.isGrave ? "grave" : "primary"}`} disabled={isBusy} onClick={act} autofocus>
          {isBusy ? "Working …" : question.verb}
        </button>
      </footer>
    </Dialog>
  );
}
