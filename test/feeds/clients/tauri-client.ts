import semver from "semver";
import type { Architecture, Platform } from "../../../src/catalog/platform.ts";
import { verifyMinisign } from "./minisign.ts";
import type { FeedAddress, InstalledApp, Outcome, UpdaterClient } from "./updater-client.ts";

export type TauriBundle = "nsis" | "msi" | "app" | "appimage" | "deb" | "rpm";

export interface TauriSetting {
  /** The `pubkey` of tauri.conf.json. */
  readonly publicKey: string;
  /** The address behind the server, with Tauri's placeholders and `{organization}`. */
  readonly endpoint?: string;
  /** What the app was installed from; by default the usual one of its platform. null: a plugin before 2.10. */
  readonly bundle?: TauriBundle | null;
  /** The app's own comparison, in place of "newer". */
  readonly comparator?: (current: string, announced: string) => boolean;
  readonly requireSignedVersion?: boolean;
  /** The app's own target, in place of that of the plugin. */
  readonly target?: string;
}

export const TAURI_DYNAMIC =
  "/feeds/tauri/{organization}?target={{target}}&arch={{arch}}&bundle={{bundle_type}}&version={{current_version}}";
export const TAURI_STATIC =
  "/feeds/tauri/{organization}/latest.json?target={{target}}&arch={{arch}}&bundle={{bundle_type}}&version={{current_version}}";

const OS: Readonly<Record<Platform, string>> = { win: "windows", mac: "darwin", linux: "linux" };
const ARCH: Readonly<Record<Architecture, string>> = { x64: "x86_64", arm64: "aarch64" };
const USUAL: Readonly<Record<Platform, TauriBundle>> = { win: "nsis", mac: "app", linux: "appimage" };

/** The logic of tauri-plugin-updater (plugins/updater/src/updater.rs), of 2.0 and of the newest. */
export function tauriClient(setting: TauriSetting): UpdaterClient {
  return {
    updater: "tauri",
    platforms: ["win", "mac", "linux"],
    ask: (address, app) => check(setting, address, app).catch(toError),
  };
}

function toError(thrown: unknown): Outcome {
  return { kind: "error", message: thrown instanceof Error ? thrown.message : String(thrown) };
}

async function check(setting: TauriSetting, address: FeedAddress, app: InstalledApp): Promise<Outcome> {
  const current = parseVersion(app.version);
  const bundle = setting.bundle === undefined ? USUAL[app.platform] : setting.bundle;
  const answer = await fetch(endpointOf(setting, address, app), {
    headers: { accept: "application/json", "user-agent": "tauri-plugin-updater/2.10.0" },
  });
  if (!answer.ok) throw new Error("Could not fetch a valid release JSON from the remote");
  if (answer.status === 204) return { kind: "stay" };
  const release = readRelease(await answer.json());
  const isWanted = setting.comparator
    ? setting.comparator(app.version, release.version)
    : semver.compareBuild(release.version, current) > 0;
  // The newest plugin looks for its entry even where it would not update, older ones only then.
  if (bundle === null && !isWanted) return { kind: "stay" };
  const entry = entryOf(release, keysOf(setting, app, bundle));
  return isWanted ? download(setting, release.version, entry) : { kind: "stay" };
}

function endpointOf(setting: TauriSetting, { server, organization }: FeedAddress, app: InstalledApp): string {
  const encoded = app.version.replaceAll("+", "%2B");
  const bundle = setting.bundle === undefined ? USUAL[app.platform] : setting.bundle;
  return (server + (setting.endpoint ?? TAURI_DYNAMIC))
    .replace("{organization}", organization)
    .replaceAll("{{current_version}}", encoded)
    .replaceAll("{{target}}", setting.target ?? OS[app.platform])
    .replaceAll("{{arch}}", ARCH[app.arch])
    .replaceAll("{{bundle_type}}", bundle ?? "unknown");
}

interface Entry {
  readonly url: string;
  readonly signature: string;
}

interface RemoteRelease {
  readonly version: string;
  /** By platform, or one for all. */
  readonly entries: ReadonlyMap<string, Entry> | Entry;
}

/** Every field is read or the whole answer fails, an entry of another platform too. */
function readRelease(json: unknown): RemoteRelease {
  const given = json as Record<string, unknown>;
  const { version: text = given.name, notes, pub_date: date, platforms, url, signature } = given;
  if (typeof text !== "string") throw new Error("missing field `version`");
  const version = parseVersion(text.replace(/^v+/, ""));
  if (notes !== undefined && notes !== null && typeof notes !== "string")
    throw new Error("invalid type: notes");
  if (date !== undefined && date !== null && !isRfc3339(date))
    throw new Error("invalid value for `pub_date`");
  if (platforms === undefined || platforms === null)
    return { version, entries: readEntry({ url, signature }) };
  const all = Object.entries(platforms as Record<string, unknown>);
  return { version, entries: new Map(all.map(([key, entry]) => [key, readEntry(entry)])) };
}

function readEntry(json: unknown): Entry {
  const { url, signature } = json as Record<string, unknown>;
  if (typeof url !== "string" || !URL.canParse(url)) throw new Error("the `url` field was not set");
  if (typeof signature !== "string") throw new Error("the `signature` field was not set");
  return { url, signature };
}

/** Rust's `semver::Version::parse`: exactly semver 2.0, without a leading v or spaces. */
function parseVersion(text: string): string {
  if (!/^\d/.test(text) || semver.parse(text) === null || text !== text.trim()) {
    throw new Error(`unexpected character while parsing version ${text}`);
  }
  return text;
}

function isRfc3339(date: unknown): boolean {
  const form = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;
  return typeof date === "string" && form.test(date) && !Number.isNaN(Date.parse(date));
}

function keysOf({ target }: TauriSetting, app: InstalledApp, bundle: TauriBundle | null): readonly string[] {
  if (target !== undefined) return [target];
  const name = `${OS[app.platform]}-${ARCH[app.arch]}`;
  return bundle === null ? [name] : [`${name}-${bundle}`, name];
}

function entryOf({ entries }: RemoteRelease, keys: readonly string[]): Entry {
  if ("url" in entries) return entries;
  const found = keys.map((key) => entries.get(key)).find((entry) => entry !== undefined);
  if (!found)
    throw new Error(`None of the fallback platforms [${keys.join(", ")}] were found in the response`);
  return found;
}

async function download(setting: TauriSetting, version: string, { url, signature }: Entry): Promise<Outcome> {
  const answer = await fetch(url, { headers: { accept: "application/octet-stream" } });
  if (!answer.ok) throw new Error(`Download request failed with status: ${answer.status}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const verified = verifyMinisign(bytes, signature, setting.publicKey);
  if ("wrong" in verified) throw new Error(`The signature could not be verified: ${verified.wrong}`);
  verifySignedVersion(verified.comment, version, setting.requireSignedVersion ?? false);
  return { kind: "update", version, bytes };
}

function verifySignedVersion(comment: string, announced: string, isRequired: boolean): void {
  const signed = comment
    .split("\t")
    .find((field) => field.startsWith("version:"))
    ?.slice("version:".length);
  if (signed === undefined && isRequired) throw new Error("the signature has no version");
  if (signed === undefined) return;
  const [a, b] = [semver.parse(signed.replace(/^v+/, "")), semver.parse(announced)];
  const isSame = a && b ? semver.compareBuild(a, b) === 0 : signed === announced;
  if (!isSame) throw new Error(`signed for ${signed}, announced as ${announced}`);
}
