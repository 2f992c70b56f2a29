// Keeps a list that grows at both ends where its reader is: at the end if they were there, otherwise at what they read.

import { useLayoutEffect, useRef } from "preact/hooks";

/**
 * `marks` change with what is listed, and within `near` pixels of the end counts as there. `hold` is called before older things
 * come in above, `look` when somebody has scrolled.
 */
export function useTail(marks: unknown[], near: number) {
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const heightBefore = useRef<number | null>(null);
  useLayoutEffect(() => {
    const list = box.current;
    if (!list) return;
    if (heightBefore.current !== null) {
      list.scrollTop += list.scrollHeight - heightBefore.current;
      heightBefore.current = null;
    } else if (isAtEnd.current) list.scrollTop = list.scrollHeight;
  }, marks);
  const hold = (): void => {
    heightBefore.current = box.current?.scrollHeight ?? null;
  };
  const look = (): void => {
    const list = box.current;
    if (list) isAtEnd.current = list.scrollHeight - list.scrollTop - list.clientHeight < near;
  };
  return { box, isAtEnd, hold, look };
}
