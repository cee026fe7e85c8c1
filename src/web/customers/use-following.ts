import { useCallback, useEffect, useRef } from "react";

/** Milliseconds that the keyboard rests on a row before the panel shows that customer: a held key reads no customer. */
const REST_MS = 150;

/**
 * Has the panel, while it is open, follow the keyboard through the list. It stays where something in it is not saved yet.
 */
export function useFollowing(openId: string | undefined, onFollow: (id: string) => void) {
  const waiting = useRef(0);
  useEffect(() => () => window.clearTimeout(waiting.current), []);
  return useCallback(
    (id: string) => {
      window.clearTimeout(waiting.current);
      if (openId === undefined || document.querySelector("[data-panel] [data-unsaved]")) return;
      waiting.current = window.setTimeout(() => onFollow(id), REST_MS);
    },
    [openId, onFollow],
  );
}
