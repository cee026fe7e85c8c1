import { readPageMeta } from "../page-meta.ts";
import { configurationQuery } from "./configuration.ts";
import { isKept, leaveFreely, openDrafts } from "./draft-store.ts";
import { queryClient } from "./query-client.ts";

/** The build of the page that is open; "" if no server of ours sent it. */
const OPEN_BUILD = readPageMeta("page-build");

/** What the tab remembers over its reloads. */
const RELOADED = {
  from: "sluice.reloaded_from",
  at: "sluice.reloaded_at",
  to: "sluice.reloaded_for",
} as const;

/** A part of the page that is missing makes the page reload once in this time, in milliseconds. */
const ONCE_IN_MS = 60_000;

/** How often the page looks whether it can reload by now, in milliseconds. */
const LOOK_MS = 1_000;

let looking: number | undefined;

/**
 * Asks the server which build of the page it sends. Is it another one than the open one, the page reloads by itself, once
 * for each build: servers of two versions may answer in turns. It waits until nothing that the person does is lost.
 */
export async function checkForUpdate(): Promise<void> {
  const asked = queryClient.query({ ...configurationQuery, staleTime: 0 });
  const page = (await asked.catch(() => null))?.page ?? null;
  if (page === null || OPEN_BUILD === "" || page === OPEN_BUILD || wasReloadedFor(page)) return;
  window.clearInterval(looking);
  const reloadIfIdle = () => {
    if (isBusy()) return;
    window.clearInterval(looking);
    remember(RELOADED.to, [...buildsReloadedFor(), page].join(" "));
    reload();
  };
  looking = window.setInterval(reloadIfIdle, LOOK_MS);
  reloadIfIdle();
}

/** Reloads the page since a part of it is missing, once in a minute; gives whether it does. */
export function reloadForPart(): boolean {
  const last = Number(recall(RELOADED.at) ?? 0);
  if (Date.now() - last < ONCE_IN_MS) return false;
  remember(RELOADED.at, String(Date.now()));
  reload();
  return true;
}

/** Reloads the page without a question about drafts, which are kept. */
export function reload(): void {
  leaveFreely();
  remember(RELOADED.from, OPEN_BUILD);
  window.location.reload();
}

/** Whether the page has just reloaded itself to another build; true once. */
export function isJustUpdated(): boolean {
  const from = recall(RELOADED.from);
  remember(RELOADED.from, null);
  return from !== null && from !== OPEN_BUILD;
}

/** Whether a reload would lose something: a dialog is open, something is being saved or typed, or a draft is here alone. */
function isBusy(): boolean {
  const isTyping = document.activeElement?.matches(
    "textarea, [contenteditable=true], input:not([type=checkbox], [type=radio])",
  );
  return (
    isTyping === true ||
    document.querySelector("[role=dialog], [role=alertdialog]") !== null ||
    queryClient.isMutating() > 0 ||
    openDrafts().some((key) => !isKept(key))
  );
}

function buildsReloadedFor(): readonly string[] {
  return (recall(RELOADED.to) ?? "").split(" ").filter(Boolean);
}

function wasReloadedFor(page: string): boolean {
  return buildsReloadedFor().includes(page);
}

function remember(name: string, text: string | null): void {
  try {
    if (text === null) window.sessionStorage.removeItem(name);
    else window.sessionStorage.setItem(name, text);
  } catch {
    // A browser without storage reloads no page by itself: see `recall`.
  }
}

/** What the tab remembers. Without storage every build counts as reloaded for, so that nothing reloads in a circle. */
function recall(name: string): string | null {
  try {
    return window.sessionStorage.getItem(name);
  } catch {
    return null;
  }
}
