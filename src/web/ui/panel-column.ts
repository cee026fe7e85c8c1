import { createContext, useContext } from "react";
import { useMedia } from "./use-media.ts";

/** The element of the frame that holds a panel beside the page, or null before it is there. */
export const PanelColumn = createContext<HTMLElement | null>(null);

/** From this width on a list and a panel fit beside each other. */
const WIDE = "(min-width: 75rem)";

/** The column of a panel beside the page; null where it opens over the page; undefined while the frame is not there yet. */
export function usePanelColumn(): HTMLElement | null | undefined {
  const column = useContext(PanelColumn);
  const isWide = useMedia(WIDE);
  return isWide ? (column ?? undefined) : null;
}

/** Moves the focus into the panel that stands beside the page, if there is one. */
export function focusPanel(): void {
  document.querySelector<HTMLElement>("[data-panel]")?.focus();
}

/** What opened the panel: the row of a list that says so by `aria-current`, or the control in it marked `data-opens`. */
export function openerOfPanel(): HTMLElement | null {
  const row = document.querySelector<HTMLElement>('#content [aria-current="true"]');
  return row?.matches("[data-opens]") ? row : (row?.querySelector<HTMLElement>("[data-opens]") ?? null);
}
