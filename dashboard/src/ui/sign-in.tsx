// The dialog for signing in with a token.

import { useState } from "preact/hooks";
import { asProblem, type Problem } from "../api/client";
import { signIn, signingIn } from "../api/session";
import { useStore } from "../lib/store";
import { Dialog } from "./dialog";
import { ProblemNote } from "./states";
import { toast } from "./toast";

export function SignIn() {
  const open = useStore(signingIn);
  const [token, setToken] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  if (!open) return null;
  const close = (): void => {
    setToken("");
    setProblem(null);
    signingIn.set(null);
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    setBusy(true);
    signIn(token.trim()).then(() => {
      close();
      toast("You are signed in.");
    }, (error: unknown) => setProblem(asProblem(error))).finally(() => setBusy(false));
  };
  return (
    <Dialog title="Sign in" onClose={close}>
      <form onSubmit={submit} class="form">
        <p class="muted">{open.why ?? "With a token you can start, stop and set up rooms, read their logs, and look after galleries."}</p>
        <label class="field">
          <span>Token</span>
          <input class="input mono" type="password" name="token" autocomplete="current-password" placeholder="dazza_…" value={token} autofocus required
            onInput={(event) => setToken(event.currentTarget.value)} />
          <span class="field-help">An admin makes one with <code>dazza-fleet tokens create</code>; the bot sends the owner of a gallery theirs by private message.</span>
        </label>
        {problem && <ProblemNote problem={problem} title={problem.status === 401 ? "That token is not good" : "That did not work"} />}
        <footer class="dialog-foot">
          <button type="button" class="button" onClick={close}>Cancel</button>
          <button type="submit" class="button primary" disabled={isBusy || token.trim() === ""}>{isBusy ? "Signing in …" : "Sign in"}</button>
        </footer>
      </form>
    </Dialog>
  );
}
