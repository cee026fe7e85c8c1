import type { Operation } from "./document-reader.ts";
import type { FuzzRequest } from "./requests.ts";
import type { FuzzCaller, TwoWorlds } from "./two-worlds.ts";

/** Whether a path is one of an operation: with an id where the operation has `{id}`. */
export function isOf(operation: Operation, path: string): boolean {
  const parts = operation.path.split("/");
  const given = path.split("/");
  return parts.length === given.length && parts.every((part, at) => part === given[at] || part === "{id}");
}

const MOST_CURSORS = 100;

/** Keeps the end of a page that was given out, for calls to come, by everybody. */
export function keepCursor({ cursors }: TwoWorlds, { who }: FuzzCaller, next: string | null): void {
  if (next === null) return;
  const { pathname: path, searchParams } = new URL(next, "http://localhost");
  const after = searchParams.get("after");
  if (after !== null) cursors.push({ after, who, path });
  if (cursors.length > MOST_CURSORS) cursors.shift();
}

/** Whether a call has the end of a page that was given to another caller, or for another list. */
export function hasForeignCursor(
  { cursors }: TwoWorlds,
  { who }: FuzzCaller,
  { path }: FuzzRequest,
): boolean {
  const { pathname, searchParams } = new URL(path, "http://localhost");
  const given = cursors.find(({ after }) => after === searchParams.get("after"));
  return given !== undefined && (sessionOf(given.who) !== sessionOf(who) || given.path !== pathname);
}

/** A session is the same caller from whichever page it comes. */
function sessionOf(who: string): string {
  return who.replace(/ (in|another site with) a session of /, " session of ");
}
