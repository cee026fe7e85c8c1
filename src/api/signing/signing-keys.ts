import { readFile } from "node:fs/promises";
import type { Instant } from "../../instant.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import { LastKnown } from "../../serving/last-known.ts";
import type { Database } from "../../store/database.ts";
import {
  findPrivateKey,
  keepFirstSigningKey,
  keepPublicKey,
  listSigningKeys,
  type PublicSigningKey,
} from "../../store/tables/signing-key-table.ts";
import type { Context } from "../context.ts";
import { formatPrivateKey, type KeyPair, makeKeyPair, parseKeyPair } from "./key-pair.ts";

/** The context for signing manifests of builds. */
export interface SigningContext extends Context {
  readonly signingKeys: SigningKeys;
}

/** The present keys: the one that signs, and all that ever did. */
export interface KeysNow {
  readonly signer: KeyPair;
  readonly listed: readonly PublicSigningKey[];
}

/** The keys of all servers over one database. While the database is away, the last ones read are used. */
export type SigningKeys = LastKnown<KeysNow>;

/**
 * Makes the key at the first start, or reads the one in the operator's file. Refuses `signing_key_unreadable` if that
 * file holds none; throws the database's errors.
 */
export async function prepareSigningKeys(
  database: Database,
  path: string | null,
  now: Instant,
): Promise<Result<SigningKeys, Refusal<"signing_key_unreadable">>> {
  const fromFile = path === null ? null : await readKeyFile(path);
  if (path !== null && fromFile === null) return err(unreadable(path));
  if (fromFile) await keepPublicKey(database, { ...namesOf(fromFile), createdAt: now });
  else if ((await findPrivateKey(database)) === null) await keepFirstSigningKey(database, newSigningKey(now));
  const read = () => readKeys(database, fromFile);
  return ok(new LastKnown(await read(), read));
}

/** Makes a new key in the form that the database stores. */
export function newSigningKey(now: Instant) {
  const pair = makeKeyPair();
  return { ...namesOf(pair), privateKey: formatPrivateKey(pair), createdAt: now };
}

function namesOf({ id, publicKey }: KeyPair) {
  return { id, publicKey };
}

async function readKeys(database: Database, fromFile: KeyPair | null): Promise<KeysNow> {
  const signer = fromFile ?? parseKeyPair((await findPrivateKey(database)) ?? "");
  if (!signer) throw new Error("the database has no key that signs manifests");
  return { signer, listed: await listSigningKeys(database) };
}

async function readKeyFile(path: string): Promise<KeyPair | null> {
  try {
    return parseKeyPair(await readFile(path, "utf8"));
  } catch {
    return null;
  }
}

function unreadable(path: string): Refusal<"signing_key_unreadable"> {
  return refuse(
    "signing_key_unreadable",
    `SLUICE_SIGNING_KEY_FILE is "${path}"; name a readable file with an Ed25519 private key (PEM, PKCS#8)`,
  );
}
