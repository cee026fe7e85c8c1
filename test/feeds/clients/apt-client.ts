import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { createMessage, readCleartextMessage, readKey, readSignature, verify } from "openpgp";
import { dpkgOrder } from "./debian-order.ts";
import type { FeedAddress, InstalledApp, Outcome, UpdaterClient } from "./updater-client.ts";

/** How a machine is set up. */
interface AptSetting {
  /** The armored key that `signed-by` names; what the server gives at /key.asc if left out. */
  readonly key?: string;
  /** What stands behind the organization in the source, such as `/version/46.9`. */
  readonly pairs?: string;
  /** The fields of the installed package; apt installs the same version again if those of the repository differ. */
  readonly installed?: Readonly<Record<string, string>>;
  /** The version of the installed package, if it is not what the app calls itself. */
  readonly debianVersion?: string;
  /** The name of the installed package; by default that of the one that is listed. */
  readonly packageName?: string;
  /** The priority that the machine's preferences give the repository; over 1000 it goes down. */
  readonly priority?: number;
  /** Whether lists are asked for by their digest. */
  readonly usesByHash?: boolean;
  /** The clock of the machine, in milliseconds since 1970; null for one that agrees with every Release. */
  readonly now?: (() => number) | null;
}

type Fields = ReadonlyMap<string, string>;

const DEBIAN = { x64: "amd64", arm64: "arm64" } as const;
/** The fields by which apt tells packages of one version apart (`debListParser::VersionHash`). */
const COMPARED = ["Installed-Size", "Depends", "Pre-Depends", "Conflicts", "Breaks", "Replaces"];

/**
 * A simulator of apt 2.6: reads the signed Release, then the list of packages by its digest, chooses by priority and
 * version, downloads and verifies. It remembers the Release that it read last, as apt does.
 */
export class AptClient implements UpdaterClient {
  readonly updater = "apt";
  readonly platforms = ["linux"] as const;
  readonly #setting: AptSetting;
  #last: string | null = null;

  constructor(setting: AptSetting = {}) {
    this.#setting = setting;
  }

  async ask(address: FeedAddress, app: InstalledApp): Promise<Outcome> {
    try {
      return await this.#ask(address, app);
    } catch (error) {
      return { kind: "error", message: error instanceof Error ? error.message : String(error) };
    }
  }

  async #ask({ server, organization }: FeedAddress, app: InstalledApp): Promise<Outcome> {
    const { pairs = "", now: clock = Date.now } = this.#setting;
    const base = `${server}/feeds/apt/${organization}${pairs}`;
    const key = this.#setting.key ?? (await text(`${server}/feeds/apt/key.asc`));
    const now = clock && new Date(clock());
    const release = this.#newer(await readRelease(base, key, now));
    this.#last = release;
    const fields = parse(release);
    if (now) checkDates(fields, now.getTime());
    const list = await this.#list(base, fields, DEBIAN[app.arch]);
    const packages = list.split(/\n\n+/).filter(Boolean).map(parse);
    const chosen = this.#choose(packages.filter(isFor(app)), app);
    return chosen === null ? { kind: "stay" } : download(base, chosen);
  }

  /** A Release that is older than the last one counts as that one, so that nobody can send an old one again. */
  #newer(release: string): string {
    const last = this.#last;
    return last !== null && dateOf(release) < dateOf(last) ? last : release;
  }

  async #list(base: string, release: Fields, architecture: string): Promise<string> {
    const folder = `main/binary-${architecture}`;
    const named = (release.get("SHA256") ?? "")
      .trim()
      .split("\n")
      .map((line) => line.trim().split(/\s+/));
    for (const name of [`${folder}/Packages.gz`, `${folder}/Packages`]) {
      const [sha256 = "", size = ""] = named.find(([, , path]) => path === name) ?? [];
      if (sha256 === "") continue;
      if (Number(size) === 0) return "";
      const bytes = await this.#listFile(base, { folder, name, sha256, release });
      check(bytes, { size: Number(size), sha256 }, name);
      return (name.endsWith(".gz") ? gunzipSync(bytes) : Buffer.from(bytes)).toString();
    }
    // "Skipping acquire of configured file": the repository has nothing for this architecture.
    return "";
  }

  async #listFile(
    base: string,
    { folder, name, sha256, release }: { folder: string; name: string; sha256: string; release: Fields },
  ): Promise<Uint8Array> {
    const suite = `${base}/dists/stable`;
    if (this.#setting.usesByHash !== false && release.get("Acquire-By-Hash") === "yes") {
      const byHash = await fetch(`${suite}/${folder}/by-hash/SHA256/${sha256}`);
      if (byHash.ok) return new Uint8Array(await byHash.arrayBuffer());
    }
    return bytes(`${suite}/${name}`);
  }

  /** The candidate that is installed over what runs, or null if that stays. */
  #choose(packages: readonly Fields[], app: InstalledApp): Fields | null {
    const { packageName, priority = 500, installed, debianVersion = app.version } = this.#setting;
    const own = packages.filter((one) => packageName === undefined || one.get("Package") === packageName);
    const [newest] = own.toSorted((a, b) => dpkgOrder(b.get("Version") ?? "", a.get("Version") ?? ""));
    if (newest === undefined) return null;
    const order = dpkgOrder(newest.get("Version") ?? "", debianVersion);
    if (order > 0) return newest;
    if (order < 0) return priority > 1000 ? newest : null;
    return installed && COMPARED.some((name) => (newest.get(name) ?? "") !== (installed[name] ?? ""))
      ? newest
      : null;
  }
}

function isFor({ arch }: InstalledApp) {
  return (one: Fields) => ["all", DEBIAN[arch]].includes(one.get("Architecture") ?? "");
}

/** The text that was signed by the key: of InRelease or, where there is none, of Release with Release.gpg. */
async function readRelease(base: string, armoredKey: string, now: Date | null): Promise<string> {
  const verificationKeys = await readKey({ armoredKey });
  // Without a date, OpenPGP.js leaves the times of signatures alone; its types do not say so.
  const date = now as Date;
  const suite = `${base}/dists/stable`;
  const answer = await fetch(`${suite}/InRelease`);
  if (answer.ok) {
    const message = await readCleartextMessage({ cleartextMessage: await answer.text() });
    await verify({ message, verificationKeys, expectSigned: true, date });
    return message.getText();
  }
  const release = await text(`${suite}/Release`);
  const signature = await readSignature({ armoredSignature: await text(`${suite}/Release.gpg`) });
  const message = await createMessage({ binary: Buffer.from(release) });
  await verify({ message, signature, verificationKeys, expectSigned: true, date });
  return release;
}

function checkDates(release: Fields, now: number): void {
  if (dateOf(release) > now + 10_000) throw new Error("Release file is not valid yet");
  const until = release.get("Valid-Until");
  if (until !== undefined && Date.parse(until) < now) throw new Error("Release file is expired");
}

function dateOf(release: string | Fields): number {
  const fields = typeof release === "string" ? parse(release) : release;
  const date = Date.parse(fields.get("Date") ?? "");
  if (Number.isNaN(date)) throw new Error("Invalid 'Date' entry in Release file");
  return date;
}

async function download(base: string, chosen: Fields): Promise<Outcome> {
  const name = chosen.get("Filename") ?? "";
  const file = await bytes(`${base}/${name}`);
  const [sha512, sha256] = [chosen.get("SHA512"), chosen.get("SHA256")];
  if (!sha512 && !sha256)
    throw new Error("Insufficient information available to perform this download securely");
  check(file, { size: Number(chosen.get("Size")), sha256, sha512 }, name);
  return { kind: "update", version: chosen.get("Version") ?? "", bytes: file };
}

interface Expected {
  readonly size: number;
  readonly sha256?: string | undefined;
  readonly sha512?: string | undefined;
}

function check(file: Uint8Array, { size, ...digests }: Expected, name: string): void {
  if (file.length !== size) throw new Error(`File has unexpected size: ${name}`);
  for (const [algorithm, expected] of Object.entries(digests)) {
    const found = createHash(algorithm).update(file).digest("hex");
    if (expected !== undefined && found !== expected) throw new Error(`Hash Sum mismatch: ${name}`);
  }
}

/** A paragraph of fields; lines that begin with a space go on with the field above. */
function parse(paragraph: string): Fields {
  const fields = new Map<string, string>();
  let last = "";
  for (const line of paragraph.split("\n")) {
    const [, name, value] = /^([!-9;-~]+):\s*(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) {
      fields.set(name, value);
      last = name;
    } else if (/^\s/.test(line)) fields.set(last, `${fields.get(last)}\n${line}`);
  }
  return fields;
}

async function bytes(address: string): Promise<Uint8Array> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return new Uint8Array(await answer.arrayBuffer());
}

async function text(address: string): Promise<string> {
  return Buffer.from(await bytes(address)).toString();
}
