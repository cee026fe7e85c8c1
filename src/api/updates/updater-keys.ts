import { createHash, generateKeyPairSync, type KeyObject } from "node:crypto";
import { generateKey } from "openpgp";
import type { FeedKeys, KeyPurpose } from "../../catalog/updater-key.ts";
import type { Instant } from "../../instant.ts";
import { LastKnown } from "../../serving/last-known.ts";
import type { Database } from "../../store/database.ts";
import {
  keepFirstUpdaterKey,
  listUpdaterKeys,
  type NewUpdaterKey,
} from "../../store/tables/updater-key-table.ts";

/** Reads the keys of a purpose. While the database is away, the last ones read are used. */
export type ReadFeedKeys = (purpose: KeyPurpose) => Promise<FeedKeys>;

/** Makes the keys at the first start, and reads them; throws the database's errors. */
export async function prepareUpdaterKeys(database: Database, now: Instant): Promise<ReadFeedKeys> {
  const prepare = (purpose: KeyPurpose) => prepareKeysOf(database, purpose, now);
  const known: Readonly<Record<KeyPurpose, LastKnown<FeedKeys>>> = {
    apt: await prepare("apt"),
    tuf: await prepare("tuf"),
    omaha: await prepare("omaha"),
  };
  return (purpose) => known[purpose].now();
}

async function prepareKeysOf(
  database: Database,
  purpose: KeyPurpose,
  now: Instant,
): Promise<LastKnown<FeedKeys>> {
  const read = () => listUpdaterKeys(database, purpose);
  const kept = await read();
  if (kept.length > 0) return new LastKnown(kept, read);
  await keepFirstUpdaterKey(database, purpose, () => newUpdaterKey(purpose, now));
  return new LastKnown(await read(), read);
}

/** Makes a new key in the form of its purpose. */
export async function newUpdaterKey(purpose: KeyPurpose, now: Instant): Promise<NewUpdaterKey> {
  switch (purpose) {
    case "apt":
      return newOpenPgpKey(now);
    case "tuf":
      return toKey(generateKeyPairSync("ed25519"), now);
    case "omaha":
      return toKey(generateKeyPairSync("ec", { namedCurve: "P-256" }), now);
  }
}

/** In the form of Ed25519 that GnuPG 2.2 reads, and so every apt; it cannot read the newer one (RFC 9580). */
async function newOpenPgpKey(now: Instant): Promise<NewUpdaterKey> {
  const { privateKey, publicKey } = await generateKey({
    type: "ecc",
    curve: "ed25519Legacy",
    subkeys: [],
    userIDs: [{ name: "Sluice repository" }],
    date: new Date(now),
    format: "object",
  });
  const id = publicKey.getFingerprint();
  return { id, publicKey: publicKey.armor(), privateKey: privateKey.armor(), createdAt: now };
}

/** The id is the SHA-256 of the public half (DER, SPKI) in hex. */
function toKey(
  { publicKey, privateKey }: { readonly publicKey: KeyObject; readonly privateKey: KeyObject },
  now: Instant,
): NewUpdaterKey {
  const der = publicKey.export({ type: "spki", format: "der" });
  return {
    id: createHash("sha256").update(der).digest("hex"),
    publicKey: publicKey.export({ type: "spki", format: "pem" }).toString(),
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    createdAt: now,
  };
}
