import { canonicalize } from "@tufjs/canonical-json";
import { type Key, Metadata, MetadataKind, type Root } from "@tufjs/models";
import type { TufRoot } from "../../catalog/tuf-root.ts";
import type { Instant } from "../../instant.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import { formatTufInstant, SPECIFICATION } from "./metadata.ts";
import { type TufSigner, tufKeyId } from "./online-key.ts";

/** The roles whose keys the server holds; those of the root never come here. */
const ONLINE_ROLES = ["timestamp", "snapshot", "targets"] as const;

/** A root with the signatures that it has. */
export type SignedRoot = Metadata<Root>;

/** A new version of the root, not signed yet. */
export interface NewRoot {
  readonly version: number;
  readonly expiresAt: Instant;
  /** The vendor's keys, and how many of them have to sign the next root. */
  readonly rootKeys: readonly Key[];
  readonly threshold: number;
  /** The server's keys, which sign everything else. */
  readonly onlineKeys: readonly Key[];
}

/** Makes a root that names these keys. */
export function makeRoot({ version, expiresAt, rootKeys, threshold, onlineKeys }: NewRoot): SignedRoot {
  const keys = Object.fromEntries([...rootKeys, ...onlineKeys].map((key) => [key.keyID, key.toJSON()]));
  const online = { keyids: onlineKeys.map(({ keyID }) => keyID), threshold: 1 };
  const roles = {
    root: { keyids: rootKeys.map(({ keyID }) => keyID), threshold },
    ...Object.fromEntries(ONLINE_ROLES.map((role) => [role, online])),
  };
  const signed = {
    _type: "root",
    spec_version: SPECIFICATION,
    version,
    expires: formatTufInstant(expiresAt),
    consistent_snapshot: true,
    keys,
    roles,
  };
  return Metadata.fromJSON(MetadataKind.Root, { signed, signatures: [] });
}

/** Signs a root with these keys, beside the signatures that it has. */
export function signRoot(root: SignedRoot, signers: readonly TufSigner[]): void {
  for (const signer of signers) root.sign((bytes) => signer.sign(bytes));
}

/** The keys of the root that have signed it, by their ids, and how many have to. */
export function signaturesOf(root: SignedRoot, by: Root = root.signed) {
  const role = by.roles.root;
  const signed = (role?.keyIDs ?? []).filter((id) => {
    const key = by.keys[id];
    return key !== undefined && isSignedBy(root, key);
  });
  return { signed, threshold: role?.threshold ?? 1 };
}

function isSignedBy(root: SignedRoot, key: Key): boolean {
  try {
    key.verifySignature(root);
    return true;
  } catch {
    return false;
  }
}

/** The refusals of a root. */
export type RootCode =
  | "tuf_root_malformed"
  | "tuf_root_not_next"
  | "tuf_root_not_signed"
  | "tuf_root_expired"
  | "tuf_root_without_server_keys";

/** Reads a root, with its signatures not verified. Refuses `tuf_root_malformed`, and says what is wrong in it. */
export function parseRoot(text: string): Result<SignedRoot, Refusal<RootCode>> {
  try {
    const root = Metadata.fromJSON(MetadataKind.Root, JSON.parse(text));
    // What has no canonical form, such as a fraction, cannot be verified.
    canonicalize(root.signed.toJSON());
    const fault = faultOf(root.signed);
    return fault === null ? ok(root) : err(malformed(fault));
  } catch (error) {
    return err(malformed(error instanceof Error ? error.message : String(error)));
  }
}

function malformed(fault: string): Refusal<RootCode> {
  return refuse(
    "tuf_root_malformed",
    `This is no root of TUF (${fault.slice(0, 200)}); give a file that "sluice tuf init" or "sluice tuf rotate" made.`,
  );
}

/** What clients of TUF would stumble over, or null. A key under two ids would count twice towards a threshold. */
function faultOf(root: Root): string | null {
  if (!Number.isSafeInteger(root.version) || root.version < 1)
    return "its version is no whole number from 1 on";
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(root.expires))
    return "expires is not written as 2027-01-31T00:00:00Z";
  if (!root.consistentSnapshot) return "consistent_snapshot is not true";
  const wrongKey = Object.values(root.keys).find((key) => key.keyID !== tufKeyId(key));
  if (wrongKey)
    return `the id of the key ${wrongKey.keyID.slice(0, 64)} is not the SHA-256 of its canonical JSON`;
  const wrongRole = Object.entries(root.roles).find(
    ([, { threshold, keyIDs }]) =>
      !Number.isSafeInteger(threshold) || threshold < 1 || threshold > new Set(keyIDs).size,
  );
  return wrongRole ? `the role ${wrongRole[0]} has fewer keys than its threshold` : null;
}

/** What a root is judged by. */
export interface RootJudge {
  /** The newest root that is stored, or null if there is none. */
  readonly before: TufRoot | null;
  /** The keys that this server signs with. */
  readonly onlineKeys: readonly Key[];
  readonly at: Instant;
}

/**
 * Judges a root as clients will: it follows the one before, both let it be, and this server can sign for it. Refuses
 * otherwise, before any client meets it.
 */
export function judgeRoot(
  root: SignedRoot,
  { before, onlineKeys, at }: RootJudge,
): Result<null, Refusal<RootCode>> {
  const next = (before?.version ?? 0) + 1;
  if (root.signed.version !== next) {
    const message = `This is version ${root.signed.version} of the root, and the next one here is ${next}; make that one with "sluice tuf ${before ? "rotate" : "init"}".`;
    return err(refuse("tuf_root_not_next", message));
  }
  if (root.signed.isExpired(new Date(at))) {
    const message = `This root is good until ${root.signed.expires}, which is past; make one that expires later.`;
    return err(refuse("tuf_root_expired", message));
  }
  const unsigned = lackingSignatures(root, before);
  if (unsigned !== null) return err(refuse("tuf_root_not_signed", unsigned));
  const role = lackingRole(root.signed, onlineKeys);
  if (role === null) return ok(null);
  return err(refuse("tuf_root_without_server_keys", role));
}

function lackingSignatures(root: SignedRoot, before: TufRoot | null): string | null {
  const own = signaturesOf(root);
  if (own.signed.length < own.threshold) return needsMore("its own keys", own);
  if (before === null) return null;
  const previous = Metadata.fromJSON(MetadataKind.Root, JSON.parse(before.metadata)).signed;
  const old = signaturesOf(root, previous);
  return old.signed.length < old.threshold ? needsMore(`the keys of version ${before.version}`, old) : null;
}

function needsMore(whose: string, { signed, threshold }: ReturnType<typeof signaturesOf>): string {
  return `This root has ${signed.length} good signatures by ${whose}, and needs ${threshold}; add one with "sluice tuf sign".`;
}

function lackingRole(root: Root, onlineKeys: readonly Key[]): string | null {
  const held = new Set(onlineKeys.map(({ keyID }) => keyID));
  if (root.roles.root?.keyIDs.some((id) => held.has(id))) {
    return "A key of this server signs the root itself; use keys that never leave the vendor.";
  }
  const lacking = ONLINE_ROLES.find((name) => {
    const { keyIDs = [], threshold = 1 } = root.roles[name] ?? {};
    return keyIDs.filter((id) => held.has(id) && root.keys[id] !== undefined).length < threshold;
  });
  return lacking === undefined
    ? null
    : `The role ${lacking} has too few keys that this server holds; name those of GET /v1/updater-keys, as "sluice tuf rotate" does.`;
}

/** The same root, whatever the order of the fields. */
export function isSameRoot(a: SignedRoot, b: SignedRoot): boolean {
  return canonicalize(a.signed.toJSON()) === canonicalize(b.signed.toJSON());
}
