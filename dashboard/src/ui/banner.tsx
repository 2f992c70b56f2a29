// Says when what is shown may be out of date: the supervisor is gone, or the live line is down.

import { useEffect, useState } from "preact/hooks";
import { line, tryNow } from "../api/live";
import { useStore } from "../lib/store";
import { Icon } from "./icons";

export function Banner() {
  const now = useStore(line);
  const [, tick] = useState(0);
  useEffect(() => {
    if (now.state !== "down") return;
    const timer = setInterval(() => tick((n) => n + 1), 1000);
    return () => clearInterval(timer);
  }, [now]);
  const left = now.state === "down" ? Math.max(0, Math.ceil((now.retryAt - Date.now()) / 1000)) : 0;
  return (
    <div class="banner-place" role="status" aria-live="polite">
      {now.state === "down" && (
        <div class={`banner ${now.isGone ? "gone" : "lost"}`}>
          <Icon name="alert" />
          <p>
            {now.isGone
              ? <><strong>The supervisor is away.</strong> The rooms go on without it; what you see is how things stood.</>
              : <><strong>Live updates are interrupted.</strong> What you see is how things stood.</>}{" "}
            <span aria-hidden="true">{left > 0 ? `Next try in ${left} s.` : "Trying …"}</span>
          </p>
          <button type="button" class="button small" onClick={tryNow}>Try now</button>
        </div>
      )}
    </div>
  );
}
