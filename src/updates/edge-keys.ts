import type { TufRoot, TufRoots } from "../catalog/tuf-root.ts";
import { type FeedKey, type FeedKeys, KEY_PURPOSES, type KeyPurpose } from "../catalog/updater-key.ts";
import { toInstant } from "../instant.ts";

/**
 * What signing for updaters takes beside the ledger, as an edge gets it: JSON with instants in milliseconds. It has the
 * private halves of keys.
 */
export interface EdgeKeys {
  /** The keys of each purpose, the one that signs first. */
  readonly keys: Readonly<Record<KeyPurpose, FeedKeys>>;
  /** Every root of TUF, the oldest first. */
  readonly roots: TufRoots;
}

/** Reads keys as a server sends them, from any JSON; null if these are none. */
export function readEdgeKeys(json: unknown): EdgeKeys | null {
  if (!isObject(json) || !isObject(json.keys)) return null;
  const { keys: given } = json;
  const roots = readEach(json.roots, readRoot);
  const lists = KEY_PURPOSES.map((purpose) => [purpose, readEach(given[purpose], readKey)] as const);
  if (roots === null || lists.some(([, list]) => list === null)) return null;
  return { keys: Object.fromEntries(lists) as unknown as EdgeKeys["keys"], roots };
}

function readKey({ id, publicKey, privateKey, createdAt }: JsonObject): FeedKey | null {
  if (typeof id !== "string" || typeof publicKey !== "string") return null;
  if ((privateKey !== null && typeof privateKey !== "string") || !isMilliseconds(createdAt)) return null;
  return { id, publicKey, privateKey, createdAt: toInstant(createdAt) };
}

function readRoot({ version, metadata, addedAt }: JsonObject): TufRoot | null {
  if (!isMilliseconds(addedAt) || typeof metadata !== "string") return null;
  if (typeof version !== "number" || !Number.isSafeInteger(version)) return null;
  return { version, metadata, addedAt: toInstant(addedAt) };
}

/** Every item of a list read by `read`, or null if it is no list or an item cannot be read. */
function readEach<Item>(json: unknown, read: (item: JsonObject) => Item | null): readonly Item[] | null {
  if (!Array.isArray(json)) return null;
  const items = json.map((item) => (isObject(item) ? read(item) : null));
  return items.some((item) => item === null) ? null : (items as Item[]);
}

type JsonObject = Readonly<Record<string, unknown>>;

function isObject(json: unknown): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function isMilliseconds(json: unknown): json is number {
  return typeof json === "number" && Number.isFinite(json);
}
