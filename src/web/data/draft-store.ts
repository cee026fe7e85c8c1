import { readDraft, type StoredDraft } from "./draft-text.ts";

/**
 * Drafts of forms, kept in the browser until they are saved or dropped: over a reload, a sign-out, and in other tabs.
 * That is why they are in localStorage; sessionStorage belongs to one tab, and ends with it. One draft is one item, so
 * that two tabs do not overwrite each other's. The key has the person's id: nobody else who signs in here is shown it.
 */
const PREFIX = "sluice.draft ";

/** The most drafts that are kept, of all people of this browser together. */
const MOST_DRAFTS = 40;

/** The most letters of a draft that is kept; a longer one stays in this tab. */
const MOST_LETTERS = 50_000;

/** Drafts that the browser did not keep, such as when its storage is full or switched off. */
const onlyHere = new Map<string, string>();
const listeners = new Set<() => void>();
/** The drafts that were changed on forms that are open, with how many forms each. */
const open = new Map<string, number>();
let mayLeave = false;

/** A draft of the person, with the key that opens it. */
export interface ListedDraft extends StoredDraft {
  readonly key: string;
}

/** The key of a person's draft at a place, such as `organization/42/settings`. */
export function draftKey(personId: string, place: string): string {
  return `${PREFIX}${personId} ${place}`;
}

/** The text of a draft as it is stored, or null if there is none. */
export function draftText(key: string): string | null {
  return onlyHere.get(key) ?? stored((storage) => storage.getItem(key)) ?? null;
}

/** Whether the browser keeps the draft when the page is gone. */
export function isKept(key: string): boolean {
  return !onlyHere.has(key);
}

/** Stores a draft, and drops the oldest ones if there are too many. */
export function storeDraft(key: string, draft: StoredDraft): void {
  const text = JSON.stringify(draft);
  const wasKept =
    text.length <= MOST_LETTERS &&
    stored((storage) => {
      storage.setItem(key, text);
      return true;
    });
  if (wasKept) onlyHere.delete(key);
  else onlyHere.set(key, text);
  prune();
  tell();
}

export function dropDraft(key: string): void {
  onlyHere.delete(key);
  stored((storage) => storage.removeItem(key));
  tell();
}

/** Calls the listener when a draft changes, in this tab or in another one. */
export function subscribeToDrafts(listener: () => void): () => void {
  if (listeners.size === 0) {
    prune();
    window.addEventListener("storage", tell);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener("storage", tell);
  };
}

/** The drafts of a person as they are stored, by key; the same text as long as none of them changes. */
export function draftsText(personId: string): string {
  const beginning = draftKey(personId, "");
  const mine = allKeys().filter((key) => key.startsWith(beginning));
  return JSON.stringify(mine.sort().map((key) => [key, draftText(key)]));
}

/** The drafts in a text of {@link draftsText}, the newest first. */
export function listDrafts(text: string): readonly ListedDraft[] {
  const all = JSON.parse(text) as readonly (readonly [string, string])[];
  const read = all.flatMap(([key, one]) => {
    const draft = readDraft(one, Date.now());
    return draft ? [{ ...draft, key }] : [];
  });
  return read.sort((one, other) => other.at - one.at);
}

/** Says that a form with this draft, which the person changed, is open; gives what says that it is closed. */
export function holdOpen(key: string): () => void {
  open.set(key, (open.get(key) ?? 0) + 1);
  return () => {
    const others = (open.get(key) ?? 1) - 1;
    if (others > 0) open.set(key, others);
    else open.delete(key);
  };
}

/** The drafts that the person would leave with the page. */
export function openDrafts(): readonly string[] {
  return mayLeave ? [] : [...open.keys()].filter((key) => draftText(key) !== null);
}

/** From now on the page is left without a question: the person did not choose it, and the drafts are kept. */
export function leaveFreely(): void {
  mayLeave = true;
}

function allKeys(): readonly string[] {
  const inStorage = stored((storage) => Object.keys(storage).filter((key) => key.startsWith(PREFIX)));
  return [...new Set([...(inStorage ?? []), ...onlyHere.keys()])];
}

/** Drops drafts that cannot be read any more or are too old, and the oldest of too many. */
function prune(): void {
  const now = Date.now();
  const kept: { readonly key: string; readonly at: number }[] = [];
  for (const key of allKeys()) {
    const draft = readDraft(draftText(key) ?? "", now);
    if (draft) kept.push({ key, at: draft.at });
    else forget(key);
  }
  const tooMany = kept.sort((one, other) => other.at - one.at).slice(MOST_DRAFTS);
  for (const { key } of tooMany) forget(key);
}

function forget(key: string): void {
  onlyHere.delete(key);
  stored((storage) => storage.removeItem(key));
}

/** Does something with the browser's storage, or gives null if the browser refuses. */
function stored<Value>(use: (storage: Storage) => Value): Value | null {
  try {
    return use(window.localStorage);
  } catch {
    return null;
  }
}

function tell(): void {
  for (const listener of listeners) listener();
}
