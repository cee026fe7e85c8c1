import pg from "pg";
import { err, ok, type Result } from "../../result.ts";

/** Settings of a session by their names, as PostgreSQL writes their values. */
export type SessionSettings = ReadonlyMap<string, string>;

/**
 * What the program relies on in each statement, whatever the database, the role, the URL or a pooler say: how moments and
 * numbers are written, how text is read, and that the transaction of a server that vanishes ends, which frees the
 * ledger's lock.
 */
export const RELIED_ON: SessionSettings = new Map([
  ["timezone", "UTC"],
  ["datestyle", "ISO, MDY"],
  ["client_encoding", "UTF8"],
  ["standard_conforming_strings", "on"],
  ["extra_float_digits", "1"],
  ["idle_in_transaction_session_timeout", "15s"],
]);

/** How the database finds out that a server vanished; of a connection of our own, because a pooler has its own. */
export const KEPT_ALIVE: SessionSettings = new Map([
  ["tcp_keepalives_idle", "10"],
  ["tcp_keepalives_interval", "3"],
  ["tcp_keepalives_count", "3"],
]);

/** A statement that gives the session, or only the transaction, these settings. */
export function settingStatement(
  settings: SessionSettings,
  until: "session ends" | "transaction ends",
): string {
  const isLocal = until === "transaction ends";
  const each = [...settings].map(
    ([name, value]) => `set_config(${pg.escapeLiteral(name)}, ${pg.escapeLiteral(value)}, ${isLocal})`,
  );
  return `select ${each.join(", ")}`;
}

/**
 * Reads the settings of an `options` text, such as `-c search_path=app --lock_timeout=5s`. They are set on a connection
 * that is open, because many poolers do not accept `options`. Refuses with a sentence.
 */
export function readOptions(text: string): Result<SessionSettings, string> {
  const settings = new Map<string, string>();
  const words = splitOptions(text);
  while (words.length > 0) {
    const word = words.shift() ?? "";
    const setting = word === "-c" ? (words.shift() ?? "") : word.replace(/^(-c|--)/, "");
    const [, name, value] = /^([\w.-]+)=(.*)$/s.exec(setting) ?? [];
    if (name === undefined || value === undefined || !/^(-c|--)/.test(word)) return err(ONLY_SETTINGS);
    settings.set(name.replaceAll("-", "_").toLowerCase(), value);
  }
  return ok(settings);
}

/** Words that blanks separate; a backslash keeps the character after it. */
function splitOptions(text: string): string[] {
  const words = text.match(/(?:\\.|[^\s\\])+/gs) ?? [];
  return words.map((word) => word.replace(/\\(.)/gs, "$1"));
}

const ONLY_SETTINGS = "its options hold something else than settings; write them as -c name=value";
