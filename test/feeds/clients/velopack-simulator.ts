import { createHash } from "node:crypto";
import semver from "semver";
import type { InstalledApp, Outcome, UpdaterClient } from "./updater-client.ts";
import { channelOf, type VelopackSetting, velopackAddress } from "./velopack-client.ts";

/** The simulated client: of Rust and its bindings, or of .NET. */
interface SimulatorSetting extends VelopackSetting {
  /** .NET says platform and architecture, and its version only if it has a whole package. */
  readonly language?: "rust" | "dotnet";
  /** Whether it has a whole package of what runs, from which deltas begin; a first installation on macOS has none. */
  readonly hasPackage?: boolean;
}

/**
 * A simulator of Velopack's clients as they are since 2025, after velopack/velopack af83849 (manager.rs, http.rs,
 * UpdateManager.cs, SimpleWebSource.cs): they verify sizes and digests, and apply deltas. A delta here is a text, `from VERSION`,
 * a line break, and the bytes of the whole package.
 */
export function velopackSimulator(setting: SimulatorSetting = {}): UpdaterClient {
  return {
    updater: "velopack",
    platforms: ["win", "mac", "linux"],
    ask: async (feed, app) => {
      try {
        return await ask((setting.address ?? velopackAddress)(feed, app), app, setting);
      } catch (error) {
        return { kind: "error", message: String(error) };
      }
    },
  };
}

interface Asset {
  readonly version: string;
  readonly isFull: boolean;
  readonly fileName: string;
  readonly sha1: string;
  readonly sha256: string;
  readonly size: number;
}

async function ask(address: string, app: InstalledApp, setting: SimulatorSetting): Promise<Outcome> {
  const base = `${address.replace(/\/$/, "")}/`;
  const channel = channelOf(setting, app);
  const url = new URL(`releases.${channel}.json`, base);
  url.search = String(new URLSearchParams(queryOf(app, setting)));
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const assets = parseAssets(await answer.text()).filter(({ version }) => semver.valid(version));
  const latest = assets
    .filter(({ isFull }) => isFull)
    .sort((a, b) => semver.compare(b.version, a.version))[0];
  if (!latest) return { kind: "stay" };
  const order = semver.compare(latest.version, app.version);
  const isOtherChannel = setting.explicitChannel !== undefined;
  const goesDown = setting.allowDowngrade && (order < 0 || (order === 0 && isOtherChannel));
  if (order <= 0 && !goesDown) return { kind: "stay" };
  const deltas = order > 0 && setting.hasPackage !== false ? deltasTo(latest, assets, app.version) : [];
  return { kind: "update", version: latest.version, bytes: await download(base, app, latest, deltas) };
}

function queryOf(
  { version, platform, arch }: InstalledApp,
  setting: SimulatorSetting,
): Record<string, string> {
  if (setting.language !== "dotnet") return { localVersion: version, id: "App", stagingId: "5c1a" };
  const os = { win: "win", mac: "osx", linux: "linux" }[platform];
  const own = { arch, os, rid: `${os}-${arch}` };
  return setting.hasPackage === false ? own : { ...own, id: "App", localVersion: version };
}

/** The names of fields are read in any capitals; SHA256 may be missing. */
export function parseAssets(text: string): readonly Asset[] {
  const json: unknown = JSON.parse(text);
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw new Error("invalid type");
  const { assets: list = [] } = lowerCased(json);
  if (!Array.isArray(list)) throw new Error("Assets: invalid type");
  return list.map((one) => {
    const fields = lowerCased(one);
    if (!Number.isInteger(fields.size)) throw new Error("Size is no integer");
    return {
      version: String(fields.version),
      isFull: String(fields.type).toLowerCase() === "full",
      fileName: String(fields.filename),
      sha1: String(fields.sha1 ?? ""),
      sha256: String(fields.sha256 ?? ""),
      size: Number(fields.size),
    };
  });
}

function lowerCased(json: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name.toLowerCase(), value]));
}

/** Only if a delta of the latest version is listed; then every delta that is newer than what runs. */
function deltasTo(latest: Asset, assets: readonly Asset[], running: string): readonly Asset[] {
  const deltas = assets.filter(({ isFull }) => !isFull);
  if (!deltas.some(({ version }) => version === latest.version)) return [];
  return deltas
    .filter(({ version }) => semver.gt(version, running) && semver.lte(version, latest.version))
    .sort((a, b) => semver.compare(a.version, b.version));
}

/** The deltas, if there are some and they are good for something; else the whole package. */
async function download(
  base: string,
  { version }: InstalledApp,
  latest: Asset,
  deltas: readonly Asset[],
): Promise<Uint8Array> {
  const size = deltas.reduce((sum, one) => sum + one.size, 0);
  if (deltas.length > 0 && deltas.length <= 10 && size <= latest.size) {
    try {
      return await applyDeltas(base, version, deltas);
    } catch {
      // Falls back to the whole package.
    }
  }
  return fetchAsset(base, latest);
}

async function applyDeltas(base: string, running: string, deltas: readonly Asset[]): Promise<Uint8Array> {
  let before = running;
  let whole: Uint8Array = new Uint8Array();
  for (const delta of deltas) {
    const text = new TextDecoder().decode(await fetchAsset(base, delta));
    const [, from, rest = ""] = /^from (\S+)\n(.*)$/s.exec(text) ?? [];
    if (from !== before) throw new Error(`The delta begins with ${from}, and what is there is ${before}`);
    before = delta.version;
    whole = new TextEncoder().encode(rest);
  }
  return whole;
}

/** The name is also that of the local file, so it cannot be an address. */
async function fetchAsset(base: string, { fileName, size, sha1, sha256 }: Asset): Promise<Uint8Array> {
  if (/[/\\:?]/.test(fileName)) throw new Error("No such file or directory");
  const answer = await fetch(new URL(fileName, base));
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (bytes.length !== size) throw new Error("size mismatch");
  const [algorithm, expected] = sha256 === "" ? ["sha1", sha1] : ["sha256", sha256];
  const found = createHash(algorithm as string)
    .update(bytes)
    .digest("hex");
  if (found !== expected?.toLowerCase()) throw new Error("checksum mismatch");
  return bytes;
}
