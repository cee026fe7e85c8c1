import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeDirectory } from "../make-directory.ts";
import { ok, type Result } from "../result.ts";
import { EXIT, type Failure, fail } from "./command-result.ts";

/** A session of `sluice login`, as it is stored in the file. */
export interface KeptSession {
  readonly token: string;
  readonly email: string;
  /** ISO 8601: the latest end. */
  readonly expiresAt: string;
}

type Sessions = Readonly<Record<string, KeptSession>>;

/** The session for a server, or null if there is none. Refuses `sessions_unreadable`. */
export function readSession(directory: string, url: URL): Result<KeptSession | null, Failure> {
  const sessions = readSessions(directory);
  if (!sessions.ok) return sessions;
  return ok(sessions.value[keyOf(url)] ?? null);
}

/** Keeps the session of a server, in a file that only this user can read; null forgets it. */
export function keepSession(directory: string, url: URL, session: KeptSession | null): Result<null, Failure> {
  const sessions = readSessions(directory);
  if (!sessions.ok) return sessions;
  const { [keyOf(url)]: _, ...others } = sessions.value;
  return writeSessions(directory, session ? { ...others, [keyOf(url)]: session } : others);
}

function readSessions(directory: string): Result<Sessions, Failure> {
  const path = pathOf(directory);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    return ["ENOENT", "ENOTDIR"].includes(codeOf(error)) ? ok({}) : unreadable(path);
  }
  try {
    const sessions: unknown = JSON.parse(text);
    return isSessions(sessions) ? ok(sessions) : unreadable(path);
  } catch {
    return unreadable(path);
  }
}

/** Writes a new file beside the old one and then renames it, so that a reader sees either of them whole. */
function writeSessions(directory: string, sessions: Sessions): Result<null, Failure> {
  const path = pathOf(directory);
  const beside = `${path}.${process.pid}`;
  try {
    makeDirectory(directory);
    rmSync(beside, { force: true });
    writeFileSync(beside, `${JSON.stringify(sessions, null, 2)}\n`, { mode: 0o600, flag: "wx" });
    renameSync(beside, path);
    return ok(null);
  } catch (error) {
    const message = `${path} cannot be written (${codeOf(error)}), so the session is not stored; put a token in SLUICE_TOKEN instead.`;
    return fail(EXIT.usage, { code: "sessions_unwritable", message });
  }
}

function unreadable(path: string): Result<never, Failure> {
  const message = `${path} is not a valid session file; delete it and sign in again with "sluice login".`;
  return fail(EXIT.usage, { code: "sessions_unreadable", message });
}

function isSessions(value: unknown): value is Sessions {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value).every(
    (one: unknown) => typeof one === "object" && one !== null && "token" in one && isToken(one.token),
  );
}

/** Nothing else can stand in a header. */
function isToken(value: unknown): value is string {
  return typeof value === "string" && /^[!-~]+$/.test(value);
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}

function pathOf(directory: string): string {
  return join(directory, "sessions.json");
}

/** A server is its address without a slash at the end. */
function keyOf(url: URL): string {
  return url.origin + url.pathname.replace(/\/$/, "");
}
