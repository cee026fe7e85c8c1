import { createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import type { Key } from "@tufjs/models";
import type { TufRoot } from "../../src/catalog/tuf-root.ts";
import type { FeedKey } from "../../src/catalog/updater-key.ts";
import { signerOf, type TufSigner, toSigner, toTufKey } from "../../src/feeds/tuf/online-key.ts";
import { makeRoot, signRoot } from "../../src/feeds/tuf/root.ts";
import { at } from "../support/records.ts";

const SINCE = at("2026-01-01");

/** A key as the server holds it. */
export function anOnlineKey(id = "online"): FeedKey {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  return {
    id,
    publicKey: publicKey.export({ type: "spki", format: "pem" }).toString(),
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    createdAt: SINCE,
  };
}

/** A key of the vendor. */
export function aRootKey(): KeyObject {
  return generateKeyPairSync("ed25519").privateKey;
}

interface SignedRoot {
  readonly version?: number;
  /** The keys that the root names for itself. */
  readonly keys: readonly KeyObject[];
  /** The keys that sign it, if others do. */
  readonly signers?: readonly KeyObject[];
  readonly online: readonly FeedKey[];
  readonly threshold?: number;
  readonly expiresAt?: string;
}

/** A root as the vendor makes it on its own machine. */
export function aTufRoot({ version = 1, keys, signers = keys, online, ...rest }: SignedRoot): TufRoot {
  const root = makeRoot({
    version,
    expiresAt: at(rest.expiresAt ?? "2030-01-01"),
    rootKeys: keys.map((key) => toSigner(key).key),
    threshold: rest.threshold ?? 1,
    onlineKeys: online.flatMap((key) => signerOf(key)?.key ?? []),
  });
  signRoot(
    root,
    signers.map((key): TufSigner => toSigner(key)),
  );
  return { version, metadata: JSON.stringify(root.toJSON()), addedAt: SINCE };
}

/** A first root of TUF in JSON, with the keys of a running server and a new one of the vendor. */
export async function firstTufRoot(url: string, key = aRootKey()): Promise<object> {
  const root = makeRoot({
    version: 1,
    expiresAt: at("2040-01-01"),
    rootKeys: [toSigner(key).key],
    threshold: 1,
    onlineKeys: await keysOfServer(url),
  });
  signRoot(root, [toSigner(key)]);
  return root.toJSON();
}

/** The keys that a running server says it signs with. */
export async function keysOfServer(url: string): Promise<readonly Key[]> {
  const answer = await fetch(`${url}/v1/updater-keys`);
  const { items } = (await answer.json()) as {
    readonly items: readonly { readonly purpose: string; readonly publicKey: string }[];
  };
  const keys = items.filter(({ purpose }) => purpose === "tuf");
  return keys.map(({ publicKey }) => toTufKey(createPublicKey(publicKey)));
}
