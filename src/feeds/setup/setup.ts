import type { Architecture, Platform } from "../../catalog/platform.ts";

/** An app that is connected: where the server is, whose app it is, and what it says of itself. */
export interface ConnectedApp {
  /** How apps reach the server; without a slash at its end, with its path if it has one. */
  readonly server: string;
  /** The organization's id. */
  readonly organization: string;
  /** The user's id, or null if the app says none. */
  readonly user: string | null;
  /** The tag of the organization's newest enrolment key, or null if it has none. */
  readonly key: string | null;
  readonly platform: Platform;
  readonly arch: Architecture;
  /** What the app calls itself. */
  readonly version: string;
}

/** A file of the app, or the part of it that a developer writes. */
export interface SetupFile {
  /** The name of the file, such as `tauri.conf.json`. */
  readonly name: string;
  readonly text: string;
}

/** A way of making apps: what developers know it by, and what they write to connect an app. */
export interface Framework {
  readonly name: string;
  readonly platforms: readonly Platform[];
  files(app: ConnectedApp): readonly SetupFile[];
}

/** The first request of an updater: the path is from the root of the server on. */
export interface FirstRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** The JSON of a POST. */
  readonly body?: unknown;
}

/** How apps are connected by one protocol. */
export interface Setup {
  readonly frameworks: readonly Framework[];
  /** What the updater of such an app asks first. */
  request(app: ConnectedApp): FirstRequest;
}

/** A query of parameters in their order, without those that are null; "" if there are none. */
export function queryOf(parameters: Readonly<Record<string, string | null>>): string {
  const said = Object.entries(parameters).filter(([, value]) => value !== null);
  if (said.length === 0) return "";
  return `?${said.map(([name, value]) => `${name}=${encodeURIComponent(value ?? "")}`).join("&")}`;
}

/** Pairs for the path, `/user/…/arch/…`, without those that are null. */
export function pairsOf(pairs: Readonly<Record<string, string | null>>): string {
  return Object.entries(pairs)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `/${key}/${encodeURIComponent(value ?? "")}`)
    .join("");
}

/** What stands behind a query that the app or its updater fills in, `&user=…&key=…`; "" if nothing does. */
export function alsoSaid({ user, key }: ConnectedApp): string {
  return queryOf({ user, key }).replace("?", "&");
}

export function get(path: string): FirstRequest {
  return { method: "GET", path };
}
