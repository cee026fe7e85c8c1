import type { KeyboardEvent } from "react";

/**
 * Arrow keys in a table whose rows open a panel: up and down go to the control marked `data-opens` of the row before or
 * after, and open that row too while the panel is open.
 */
export function moveAmongRows(event: KeyboardEvent<HTMLElement>, isOpen: boolean): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || !(event.target as Element).matches("[data-opens]")) return;
  const openers = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-opens]")];
  const next = openers[openers.indexOf(event.target as HTMLElement) + step];
  event.preventDefault();
  if (!next) return;
  next.focus();
  if (isOpen) next.click();
}
