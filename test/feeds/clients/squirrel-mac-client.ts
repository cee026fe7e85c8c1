import { createHash } from "node:crypto";
import type { FeedAddress, InstalledApp, Outcome, UpdaterClient } from "./updater-client.ts";

/** How the app of a simulated Squirrel.Mac differs from the plain one. */
export interface SquirrelMacSetting {
  readonly serverType?: "default" | "json";
  readonly address?: (feed: FeedAddress, app: InstalledApp) => string;
  /** Whether it verifies what the feed declares, as Electron does since August 2026. */
  readonly verifies?: boolean;
  /** What a whole file has to begin with, in place of the code signature of the running app. */
  readonly signature?: string;
  readonly bundleVersion?: string;
}

/**
 * A simulator of Squirrel.Mac, after Squirrel/Squirrel.Mac 8d80880 (SQRLUpdater, SQRLUpdate) and, for what the feed
 * declares of a file, Electron's documents of August 2026. It installs what it is given, unless `serverType` is json.
 */
export function squirrelMacClient(setting: SquirrelMacSetting = {}): UpdaterClient {
  return {
    updater: "squirrel-mac",
    platforms: ["mac"],
    ask: async (feed, app) => {
      try {
        return await ask((setting.address ?? plainAddress(setting))(feed, app), app, setting);
      } catch (error) {
        return { kind: "error", message: String(error) };
      }
    },
  };
}

function plainAddress({ serverType }: SquirrelMacSetting) {
  const file = serverType === "json" ? "/releases.json" : "";
  return ({ server, organization }: FeedAddress, { version, arch }: InstalledApp) =>
    `${server}/feeds/squirrel-mac/${organization}${file}?version=${version}&arch=${arch}`;
}

async function ask(
  address: string,
  { version }: InstalledApp,
  setting: SquirrelMacSetting,
): Promise<Outcome> {
  const answer = await fetch(address, { headers: { accept: "application/json" } });
  if (setting.serverType !== "json") {
    if (!answer.ok) throw new Error("The server sent an invalid response.");
    if (answer.status === 204) return { kind: "stay" };
    return install(parseUpdate(await answer.json()), setting);
  }
  // The status counts for nothing; the body has to be JSON.
  const list = (await answer.json()) as ReleaseList;
  const { currentRelease, releases = [] } = list;
  if (!currentRelease) return install(parseUpdate(list), setting);
  if (currentRelease === version || compareNumeric(version, currentRelease) > 0) return { kind: "stay" };
  const entry = releases.find((one) => one.version === currentRelease);
  return install(parseUpdate(entry ? entry.updateTo : list), setting);
}

interface ReleaseList {
  readonly currentRelease?: string;
  readonly releases?: readonly { readonly version: string; readonly updateTo: unknown }[];
}

interface SquirrelUpdate {
  readonly url: URL;
  readonly name: string | null;
  /** Null also for one that it cannot read, which counts for nothing. */
  readonly publishedAt: Date | null;
  readonly file: Declared;
  readonly delta: (Declared & { readonly from_version: string; readonly url: string }) | null;
}

interface Declared {
  readonly sha256?: string;
  readonly size?: number;
}

/** SQRLUpdate: an absolute address is all that has to be there. */
export function parseUpdate(json: unknown): SquirrelUpdate {
  const fields = json as Readonly<Record<string, unknown>> | null;
  if (typeof fields !== "object" || fields === null) throw new Error("The server sent an invalid response.");
  const { url, name, pub_date: date, sha256, size, delta } = fields;
  if (typeof url !== "string" || !/^\w+:\/\/[^/]+\//.test(url)) {
    throw new Error("SQRLUpdate must be initialized with a valid updateURL.");
  }
  return {
    url: new URL(url),
    name: typeof name === "string" ? name : null,
    publishedAt: typeof date === "string" && PUBLICATION_DATE.test(date) ? new Date(date) : null,
    file: { sha256, size } as Declared,
    delta: (delta as SquirrelUpdate["delta"]) ?? null,
  };
}

/** yyyy-MM-dd'T'HH:mm:ssZZZZZ: no fraction of a second. */
const PUBLICATION_DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)$/;

async function install(
  { url, name, file, delta }: SquirrelUpdate,
  setting: SquirrelMacSetting,
): Promise<Outcome> {
  const version = name ?? "";
  if (setting.verifies && delta && delta.from_version === setting.bundleVersion) {
    try {
      return { kind: "update", version, bytes: await download(new URL(delta.url), delta, setting) };
    } catch {
      // Whatever is wrong with a difference, the whole file is downloaded.
    }
  }
  return { kind: "update", version, bytes: await download(url, file, setting) };
}

async function download(
  url: URL,
  { sha256, size }: Declared,
  setting: SquirrelMacSetting,
): Promise<Uint8Array> {
  const answer = await fetch(url, { headers: { accept: "application/zip" } });
  if (!answer.ok) throw new Error("Update download failed");
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (setting.verifies && size !== undefined && bytes.length !== size) throw new Error("size mismatch");
  if (setting.verifies && sha256 !== undefined && sha256Of(bytes) !== sha256.toLowerCase()) {
    throw new Error("digest mismatch");
  }
  if (!new TextDecoder().decode(bytes).startsWith(setting.signature ?? "")) {
    throw new Error("Code signature did not pass validation");
  }
  return bytes;
}

function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** NSNumericSearch: text by text, with runs of digits as numbers. */
export function compareNumeric(a: string, b: string): number {
  const [one, other] = [a, b].map((text) => text.match(/\d+|\D/g) ?? []);
  for (const [index, part] of (one ?? []).entries()) {
    const counterpart = other?.[index];
    if (counterpart === undefined) return 1;
    const areNumbers = /^\d/.test(part) && /^\d/.test(counterpart);
    const difference = areNumbers
      ? Number(part) - Number(counterpart)
      : Number(part > counterpart) - Number(part < counterpart);
    if (difference !== 0) return difference;
  }
  return (one?.length ?? 0) - (other?.length ?? 0);
}
