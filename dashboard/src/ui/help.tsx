// The dialog with the keys.

import { helpOpen, PLACES } from "../lib/keys";
import { useStore } from "../lib/store";
import { Dialog } from "./dialog";

export function Help() {
  if (!useStore(helpOpen)) return null;
  return (
    <Dialog title="Keys" onClose={() => helpOpen.set(false)}>
      <dl class="keys">
        <div><dt><kbd>/</kbd></dt><dd>Search on this page</dd></div>
        <div><dt><kbd>?</kbd></dt><dd>These keys</dd></div>
        <div><dt><kbd>Esc</kbd></dt><dd>Close, or leave a field</dd></div>
        {PLACES.map(([key, , name]) => <div key={key}><dt><kbd>g</kbd> <kbd>{key}</kbd></dt><dd>{name}</dd></div>)}
      </dl>
    </Dialog>
  );
}
