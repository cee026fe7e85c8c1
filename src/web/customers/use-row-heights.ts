import { useSyncExternalStore } from "react";

/** The same as in customer-table.module.css: on a narrower screen the cells of a row are below each other. */
const NARROW = "(max-width: 48rem)";

/** The heights of the head and of a row in pixels; they follow the person's font size. */
export function useRowHeights(): { readonly head: number; readonly row: number } {
  const isNarrow = useSyncExternalStore(subscribe, () => matchMedia(NARROW).matches);
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return isNarrow ? { head: 0, row: 8 * rem } : { head: 2.5 * rem, row: 3.5 * rem };
}

function subscribe(notify: () => void): () => void {
  const media = matchMedia(NARROW);
  media.addEventListener("change", notify);
  return () => media.removeEventListener("change", notify);
}
