import { createHash } from "node:crypto";
import type { FeedAddress, InstalledApp, Outcome, UpdaterClient } from "./updater-client.ts";

/** How the app of a simulated Squirrel.Windows differs from the plain one. */
export interface SquirrelWindowsSetting {
  /** The address that the app is configured with. */
  readonly address?: (feed: FeedAddress, app: InstalledApp) => string;
  /** What stands in `packages/RELEASES`; false for an app that has no such file. */
  readonly isInstalled?: boolean;
  /** The part of the installations that it is in, by its `.betaId`: a number from 0 to 1. */
  readonly place?: number;
}

/**
 * A simulator of Squirrel.Windows 2 (Update.exe --update), after Squirrel/Squirrel.Windows 51f5e2c: UpdateManager,
 * ReleaseEntry, UpdateInfo, FileDownloader and NuGet's SemanticVersion. A delta of it is a text, `from VERSION`, a line
 * break, and the bytes of the whole package.
 */
export function squirrelWindowsClient(setting: SquirrelWindowsSetting = {}): UpdaterClient {
  return {
    updater: "squirrel-windows",
    platforms: ["win"],
    ask: async (feed, app) => {
      const address = (setting.address ?? plainAddress)(feed, app);
      try {
        return await update(address, app, setting);
      } catch (error) {
        return { kind: "error", message: String(error) };
      }
    },
  };
}

const plainAddress = ({ server, organization }: FeedAddress, { arch }: InstalledApp) =>
  `${server}/feeds/squirrel-windows/${organization}/arch/${arch}`;

/** Program.Update: once with deltas and, if that fails, once without. */
async function update(address: string, app: InstalledApp, setting: SquirrelWindowsSetting): Promise<Outcome> {
  try {
    return await updateBy(address, app, setting, false);
  } catch {
    return await updateBy(address, app, setting, true);
  }
}

async function updateBy(
  address: string,
  app: InstalledApp,
  setting: SquirrelWindowsSetting,
  ignoresDeltas: boolean,
): Promise<Outcome> {
  const local = setting.isInstalled === false ? null : parseNugetVersion(asPackaged(app.version));
  const listed = await readReleases(address, local, setting.place ?? 0.5);
  if (listed.length === 0) throw new Error("Remote release File is empty or corrupted");
  const remote = ignoresDeltas ? listed.filter(({ isDelta }) => !isDelta) : listed;
  const toApply = releasesToApply(local, remote);
  const target = toApply.at(-1);
  if (!target) return { kind: "stay" };
  const packages: Uint8Array[] = [];
  for (const entry of toApply) packages.push(await download(address, entry));
  const bytes = target.isDelta ? applyDeltas(local, toApply, packages) : (packages.at(-1) as Uint8Array);
  return { kind: "update", version: target.version.text, bytes };
}

/** An app of Electron calls itself `46.1.0-5` and has the package `46.1.0.5`, and `46.1.0-beta.1` and `46.1.0-beta1`. */
function asPackaged(version: string): string {
  const [core = "", ...label] = version.split("-");
  if (label.length === 0) return core;
  return /^\d+$/.test(label.join("-"))
    ? `${core}.${label[0]}`
    : `${core}-${label.join("-").replaceAll(".", "")}`;
}

/** A line of RELEASES. */
interface Entry {
  readonly sha1: string;
  /** What is resolved against the address: a name, or a whole URL. */
  readonly location: string;
  readonly size: number;
  readonly isDelta: boolean;
  readonly version: NugetVersion;
}

async function readReleases(
  address: string,
  local: NugetVersion | null,
  place: number,
): Promise<readonly Entry[]> {
  const url = new URL(address.replace(/\/$/, ""));
  url.pathname = `${url.pathname.replace(/\/$/, "")}/RELEASES`;
  if (local) {
    for (const [name, value] of Object.entries({ id: "App", localVersion: local.text, arch: "amd64" })) {
      url.searchParams.set(name, value);
    }
  }
  const text = new TextDecoder().decode(await fetchTwice(url.href));
  return parseReleases(text, place);
}

/** FileDownloader: the address and, if that fails, all of it in small letters. */
async function fetchTwice(url: string): Promise<Uint8Array> {
  for (const one of [url, url.toLowerCase()]) {
    const answer = await fetch(one);
    // WebClient takes any answer of 2xx.
    if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
  }
  throw new Error(`Failed to download ${url}`);
}

/** ReleaseEntry.ParseReleaseFileAndApplyStaging. */
export function parseReleases(text: string, place: number): readonly Entry[] {
  const lines = text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .filter((line) => line.trim() !== "");
  return lines.flatMap((line) => {
    const staging = /#\s+(\d{1,3})%$/.exec(line)?.[1];
    const bare = line.replace(/\s*#.*$/, "");
    if (bare.trim() === "") return [];
    const [, sha1, name, size] = /^([0-9a-fA-F]{40})\s+(\S+)\s+(\d+)[\r]*$/.exec(bare) ?? [];
    if (sha1 === undefined || name === undefined || size === undefined) {
      throw new Error(`Invalid release entry: ${bare}`);
    }
    const isUrl = /^https?:/i.test(name);
    const fileName = isUrl ? decodeURIComponent(new URL(name).pathname.split("/").at(-1) ?? "") : name;
    if (/["<>|:*?\\/]/.test(fileName)) {
      throw new Error("Filename can either be an absolute HTTP[s] URL, *or* a file name");
    }
    const { version, isDelta } = parseName(fileName);
    const isIn = staging === undefined || place < Number(staging) / 100;
    return isIn ? [{ sha1, location: name, size: Number(size), isDelta, version }] : [];
  });
}

/** UpdateInfo.Create and what stands before it. */
export function releasesToApply(local: NugetVersion | null, remote: readonly Entry[]): readonly Entry[] {
  const highest = remote.reduce((best, one) => (compare(one.version, best.version) > 0 ? one : best));
  const full = remote.find((one) => !one.isDelta && compare(one.version, highest.version) === 0);
  if (!full) throw new Error("There should always be at least one full release");
  if (local === null) return [full];
  if (compare(local, full.version) >= 0) return [];
  const newer = remote
    .filter((one) => one.isDelta && compare(one.version, local) > 0)
    .sort((a, b) => compare(a.version, b.version));
  const size = newer.reduce((sum, one) => sum + one.size, 0);
  return size < full.size && size > 0 ? newer : [full];
}

async function download(address: string, { location, size, sha1 }: Entry): Promise<Uint8Array> {
  const base = new URL(address);
  base.pathname = `${base.pathname.replace(/\/$/, "")}/`;
  const bytes = await fetchTwice(new URL(location, base).href);
  if (bytes.length !== size) throw new Error("Checksummed file size doesn't match");
  const found = createHash("sha1").update(bytes).digest("hex");
  if (found !== sha1.toLowerCase()) throw new Error("Checksum doesn't match");
  return bytes;
}

function applyDeltas(
  local: NugetVersion | null,
  entries: readonly Entry[],
  packages: readonly Uint8Array[],
): Uint8Array {
  let before = local?.text;
  let whole: Uint8Array = new Uint8Array();
  for (const [index, entry] of entries.entries()) {
    const text = new TextDecoder().decode(packages[index]);
    const [, from, rest = ""] = /^from (\S+)\n(.*)$/s.exec(text) ?? [];
    if (from !== before) throw new Error(`The delta begins with ${from}, and what is there is ${before}`);
    before = entry.version.text;
    whole = new TextEncoder().encode(rest);
  }
  return whole;
}

/** NuGet 2's version: up to four numbers, and a label that begins with a letter. */
export interface NugetVersion {
  readonly text: string;
  readonly numbers: readonly number[];
  readonly label: string;
}

function parseName(fileName: string): { readonly version: NugetVersion; readonly isDelta: boolean } {
  const name = fileName.replace(/(-full|-delta)?\.nupkg$/, "");
  const found = /\d+(\.\d+){0,3}(-[A-Za-z][0-9A-Za-z-]*)?$/.exec(name)?.[0] ?? "";
  return { version: parseNugetVersion(found), isDelta: fileName.toLowerCase().endsWith("-delta.nupkg") };
}

export function parseNugetVersion(text: string): NugetVersion {
  const [, core = "", label = ""] = /^(\d+(?:\.\d+){0,3})(?:-([a-z][0-9a-z-]*))?$/i.exec(text) ?? [];
  const numbers = core.split(".").map(Number);
  // System.Version takes two to four numbers, each a signed integer of 32 bits.
  const isVersion = core !== "" && numbers.length >= 2 && numbers.every((one) => one <= 2 ** 31 - 1);
  if (!isVersion) throw new Error(`'${text}' is not a valid version string`);
  return { text, numbers, label };
}

function compare(a: NugetVersion, b: NugetVersion): number {
  for (let part = 0; part < 4; part++) {
    const difference = (a.numbers[part] ?? 0) - (b.numbers[part] ?? 0);
    if (difference !== 0) return difference;
  }
  if (a.label === "" || b.label === "") return Number(a.label === "") - Number(b.label === "");
  const [one, other] = [a.label.toLowerCase(), b.label.toLowerCase()];
  return one === other ? 0 : one < other ? -1 : 1;
}
