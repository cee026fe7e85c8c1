import { useSyncExternalStore } from "react";
import { hasRefusedStatus } from "../data/refused.ts";

/** A change that the person made in this tab, since the page was loaded. */
export interface OwnChange {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Whom or what it is about, and what is so now. */
  readonly text: string;
  readonly state: OwnChangeState;
}

/**
 * `final`: nothing undoes it. `undoable`: it can be undone. `undoing`: that is under way. `undone`: it was.
 * `overtaken`: the same thing was changed again, so that it cannot be undone any more.
 */
export type OwnChangeState = "final" | "undoable" | "undoing" | "undone" | "overtaken";

/** A change that was just made. */
export interface MadeChange {
  readonly text: string;
  /** Undoes it; the server refuses that if somebody changed the same thing since. Undefined if nothing undoes it. */
  readonly undo?: (() => Promise<unknown>) | undefined;
  /** What it changed, such as `organization/42`: a later change of the same overtakes it. */
  readonly thing?: string | undefined;
}

/** How an attempt to undo a change ended. `failed`: the server could not be asked, so it can be tried again. */
export type UndoEnd = "undone" | "overtaken" | "failed";

/** The most changes that are remembered. */
const MOST = 20;

interface Entry {
  readonly shown: OwnChange;
  readonly made: MadeChange;
}

let entries: readonly Entry[] = [];
let shown: readonly OwnChange[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

/** Remembers a change; gives its id. Of the changes of one thing only the newest can be undone. */
export function rememberChange(made: MadeChange, at = Date.now()): number {
  lastId += 1;
  const entry = {
    made,
    shown: { id: lastId, at, text: made.text, state: made.undo ? "undoable" : "final" },
  } as const;
  set([entry, ...entries.map((earlier) => overtakenBy(made, earlier))].slice(0, MOST));
  return lastId;
}

/** The changes that the person made in this tab, the newest first. */
export function useOwnChanges(): readonly OwnChange[] {
  return useSyncExternalStore(subscribe, ownChanges);
}

/** The same array until one of the changes changes. */
export function ownChanges(): readonly OwnChange[] {
  return shown;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Undoes a change that can be undone, once; gives null if it cannot, or if that is under way. */
export async function undoOwnChange(id: number): Promise<UndoEnd | null> {
  const entry = entries.find((one) => one.shown.id === id);
  if (entry?.shown.state !== "undoable" || !entry.made.undo) return null;
  mark(id, "undoing");
  try {
    await entry.made.undo();
    mark(id, "undone");
    return "undone";
  } catch (error) {
    const isRefused = hasRefusedStatus(error);
    mark(id, isRefused ? "overtaken" : "undoable");
    return isRefused ? "overtaken" : "failed";
  }
}

function overtakenBy({ thing }: MadeChange, earlier: Entry): Entry {
  const isSame = thing !== undefined && earlier.made.thing === thing;
  return isSame && earlier.shown.state === "undoable" ? withState(earlier, "overtaken") : earlier;
}

function mark(id: number, state: OwnChangeState): void {
  set(entries.map((entry) => (entry.shown.id === id ? withState(entry, state) : entry)));
}

function withState({ made, shown: { id, at, text } }: Entry, state: OwnChangeState): Entry {
  return { made, shown: { id, at, text, state } };
}

function set(next: readonly Entry[]): void {
  entries = next;
  shown = next.map((entry) => entry.shown);
  for (const listener of listeners) listener();
}
