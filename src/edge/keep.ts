import { createHash } from "node:crypto";
import { chmod, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { IMAGE_FORMAT } from "../fleet/world-image.ts";
import type { LedgerPosition } from "../ledger/entry.ts";
import { makeDirectory } from "../make-directory.ts";
import { type EdgeKeys, readEdgeKeys } from "../updates/edge-keys.ts";

/** A world as bytes of `imageOf`, with its position. */
export interface WorldBytes {
  readonly head: LedgerPosition;
  readonly bytes: Uint8Array;
}

/** What is kept, or why it is not of use. */
export type Kept<Value> =
  | { readonly kind: "found"; readonly value: Value }
  | { readonly kind: "none" }
  | { readonly kind: "unusable"; readonly why: string };

const NONE = { kind: "none" } as const;

/** The first line of the file of a world. */
interface WorldHeader extends LedgerPosition {
  readonly format: number;
}

const WORLD = "world.bin";
const KEYS = "keys.json";
const CURRENT = "current.json";
const DIGEST_BYTES = 32;
const LINE_END = 10;
/** After how long a file that was not finished is nobody's any more, in milliseconds. */
const UNFINISHED_MS = 10 * 60_000;

/**
 * The folder in which an edge keeps the last world and keys, so that it can begin without a server. Each file is written
 * whole or not at all, and for this account alone: keys have private halves. Several edges may share one folder.
 */
export class Keep {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /**
   * Makes the folder if there is none, closes it to other accounts, which could put keys and a world of theirs there, and
   * removes what killed edges have not finished. Gives whether others could enter it until now. Throws if it cannot be closed,
   * or no file can be made in it. A full disk is no reason to throw: what was kept before is of use.
   */
  async prepare(): Promise<boolean> {
    makeDirectory(this.#directory);
    const wasOpen = await closeToOthers(this.#directory);
    await this.#write("probe", []);
    await rm(this.#pathOf("probe"), { force: true });
    for (const name of await readdir(this.#directory)) {
      if (UNFINISHED.test(name)) await removeOld(this.#pathOf(name));
    }
    return wasOpen;
  }

  /** The last world. */
  async readWorld(): Promise<Kept<WorldBytes>> {
    const file = await this.#read(WORLD);
    return file.kind === "found" ? readWorldFile(file.value) : file;
  }

  /** Keeps a world: a line of JSON, the bytes, and the SHA-256 of both. */
  async writeWorld({ sequence, hash }: LedgerPosition, parts: Iterable<Uint8Array>): Promise<void> {
    const header: WorldHeader = { format: IMAGE_FORMAT, sequence, hash };
    const line = new TextEncoder().encode(`${JSON.stringify(header)}\n`);
    await this.#write(WORLD, sealed(line, parts));
  }

  async readKeys(): Promise<Kept<EdgeKeys>> {
    const file = await this.#read(KEYS);
    if (file.kind !== "found") return file;
    const value = readEdgeKeys(parsed(file.value));
    return value === null ? { kind: "unusable", why: `${KEYS} has no keys` } : { kind: "found", value };
  }

  async writeKeys(keys: EdgeKeys): Promise<void> {
    await this.#write(KEYS, [JSON.stringify(keys)]);
  }

  /** Keeps until when the kept world was known to be up to date, in milliseconds. */
  async noteCurrent(at: number): Promise<void> {
    await this.#write(CURRENT, [JSON.stringify({ at })]);
  }

  /** Until when the kept world was known to be up to date, in milliseconds; null if nobody knows. */
  async readCurrent(): Promise<number | null> {
    const file = await this.#read(CURRENT);
    const said = file.kind === "found" ? (parsed(file.value) as { readonly at?: unknown } | null) : null;
    return typeof said?.at === "number" && Number.isFinite(said.at) ? said.at : null;
  }

  #pathOf(name: string): string {
    return join(this.#directory, name);
  }

  /** A file of this account: what another one has put there is not trusted. */
  async #read(name: string): Promise<Kept<Buffer>> {
    try {
      const file = await open(this.#pathOf(name));
      try {
        const isOwn = !HAS_MODES || (await file.stat()).uid === process.getuid?.();
        if (!isOwn) return { kind: "unusable", why: `${name} is another account's` };
        return { kind: "found", value: await file.readFile() };
      } finally {
        await file.close();
      }
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      return code === "ENOENT" ? NONE : { kind: "unusable", why: `${name} cannot be read: ${message}` };
    }
  }

  async #write(name: string, parts: Iterable<Uint8Array | string>): Promise<void> {
    const written = this.#pathOf(`.${name}.${process.pid}`);
    // Whatever is there is removed, not written through: it could be a link.
    await rm(written, { force: true });
    try {
      await writeWhole(written, parts);
      await rename(written, this.#pathOf(name));
    } catch (error) {
      // On a full disk it would take the room that the next attempt needs.
      await rm(written, { force: true });
      throw error;
    }
  }
}

async function writeWhole(path: string, parts: Iterable<Uint8Array | string>): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    for (const part of parts) await file.writeFile(part);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The names of files while they are written. */
const UNFINISHED = /^\.(?:world\.bin|keys\.json|current\.json|probe)\.\d+$/;

/** Removes an unfinished file, unless another edge may still be writing it. */
async function removeOld(path: string): Promise<void> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
  if (Date.now() - mtimeMs > UNFINISHED_MS) await rm(path, { force: true });
}

/** The bits of a mode that let the group and all others in, and the one of a folder that all accounts share. */
const OTHERS = 0o077;
const STICKY = 0o1000;
/** Windows has no modes; there the rights of the folder hold. */
const HAS_MODES = process.platform !== "win32";

/** Takes the rights of all other accounts from a folder. Gives whether they had any; throws if they still have. */
async function closeToOthers(directory: string): Promise<boolean> {
  const isOpen = (mode: number) => HAS_MODES && (mode & OTHERS) !== 0;
  const { mode } = await stat(directory);
  if (!isOpen(mode)) return false;
  if (mode & STICKY) throw new Error("all accounts of this machine share it");
  await chmod(directory, mode & 0o700);
  if (isOpen((await stat(directory)).mode))
    throw new Error("others may enter it, and its mode cannot be changed");
  return true;
}

function* sealed(line: Uint8Array, parts: Iterable<Uint8Array>): Generator<Uint8Array> {
  const digest = createHash("sha256").update(line);
  yield line;
  for (const part of parts) {
    digest.update(part);
    yield part;
  }
  yield digest.digest();
}

function readWorldFile(file: Buffer): Kept<WorldBytes> {
  const end = file.length - DIGEST_BYTES;
  const digest = createHash("sha256")
    .update(file.subarray(0, Math.max(0, end)))
    .digest();
  if (!digest.equals(file.subarray(Math.max(0, end)))) {
    return { kind: "unusable", why: `${WORLD} is cut off or damaged` };
  }
  const begin = file.indexOf(LINE_END) + 1;
  const header = parsed(file.subarray(0, begin)) as WorldHeader;
  const { format, sequence, hash } = header;
  if (format !== IMAGE_FORMAT) {
    return { kind: "unusable", why: `${WORLD} has format ${format}, and this edge reads ${IMAGE_FORMAT}` };
  }
  return { kind: "found", value: { head: { sequence, hash }, bytes: file.subarray(begin, end) } };
}

function parsed(file: Buffer): unknown {
  try {
    return JSON.parse(file.toString("utf8"));
  } catch {
    return null;
  }
}
