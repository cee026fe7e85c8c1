import { useSyncExternalStore } from "react";

/** Whether the page is being printed: it then shows what the paper is to have, at once. */
export function useIsPrinting(): boolean {
  return useSyncExternalStore(subscribe, isPrinting);
}

function isPrinting(): boolean {
  return matchMedia("print").matches;
}

function subscribe(notify: () => void): () => void {
  const media = matchMedia("print");
  media.addEventListener("change", notify);
  return () => media.removeEventListener("change", notify);
}
