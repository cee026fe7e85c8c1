import { createHash } from "node:crypto";
import {
  bytesOf,
  type MinisignKey,
  type MinisignSignature,
  parseMinisignKey,
  parseMinisignSignature,
} from "../../catalog/minisign.ts";
import type { Product, ProductUpdaters } from "../../catalog/product.ts";
import { readSignedAppcast } from "../../catalog/signed-appcast.ts";
import type { Updaters } from "../../catalog/updaters.ts";
import { type Refusal, refuse } from "../../result.ts";
import type { ByteInspection } from "../../store/files/measured-bytes.ts";
import { Ed25519Check, isSignedBy } from "./ed25519-check.ts";

type Wrong = Refusal<"signature_invalid">;

/** A signature of a file, which is verified while the bytes of the file go by. */
export interface FileCheck {
  /** Where the signature stands, such as `updaters.tauri.signature`. */
  readonly where: string;
  update(bytes: Uint8Array): void;
  isGood(): boolean;
}

/** The signatures that are said of a file: those of texts are verified already, those of the file wait for its bytes. */
export interface Claims {
  /** What is wrong without looking at the file, or null if nothing is. */
  readonly wrong: Wrong | null;
  readonly checks: readonly FileCheck[];
}

/** The signatures in what a build carries that can be verified with the keys of the vendor's apps. */
export function claimsOf({ updaters: product }: Product, { tauri, sparkle, winsparkle }: Updaters): Claims {
  const claims = [
    ...(tauri ? [minisignClaim(product.tauri?.publicKeys ?? [], tauri.signature)] : []),
    ...(sparkle?.signedItem === undefined ? [] : [itemClaim(product, sparkle.signedItem)]),
    edClaim(product.sparkle?.publicKeys, sparkle?.edSignature, "updaters.sparkle.edSignature"),
    edClaim(product.winsparkle?.publicKeys, winsparkle?.edSignature, "updaters.winsparkle.edSignature"),
  ];
  return {
    wrong: claims.find(({ wrong }) => wrong)?.wrong ?? null,
    checks: claims.flatMap(({ checks }) => checks),
  };
}

const NO_CLAIMS: Claims = { wrong: null, checks: [] };

/** A signature of a file by one of the keys of Sparkle or WinSparkle. Without keys nothing can be verified. */
export function edClaim(
  keys: readonly string[] = [],
  signature: string | null | undefined,
  where: string,
): Claims {
  const bytes = typeof signature === "string" ? bytesOf(signature) : null;
  if (bytes === null || keys.length === 0) return NO_CLAIMS;
  const checks = keysOf(keys).map((key) => new Ed25519Check(key, bytes));
  return { wrong: null, checks: [anyOf(where, checks)] };
}

function anyOf(where: string, checks: readonly Ed25519Check[]): FileCheck {
  return {
    where,
    update(bytes) {
      for (const check of checks) check.update(bytes);
    },
    isGood: () => checks.some((check) => check.isGood()),
  };
}

function itemClaim(product: ProductUpdaters, text: string): Claims {
  const where = "updaters.sparkle.signedItem";
  const read = readSignedAppcast(text);
  if (typeof read === "string")
    return { wrong: refuse("signature_invalid", `${where}: ${read}`), checks: [] };
  const keys = product.sparkle?.publicKeys ?? [];
  const enclosed = edClaim(keys, read.items[0]?.edSignature, `${where}, the edSignature of its enclosure`);
  return { wrong: wrongAppcast(keys, text, where), checks: enclosed.checks };
}

/** What is wrong with the signature of a signed appcast, or null if it is right or there is no key to verify it with. */
export function wrongAppcast(keys: readonly string[], text: string, where: string): Wrong | null {
  const read = readSignedAppcast(text);
  if (typeof read === "string") return refuse("signature_invalid", `${where}: ${read}`);
  const signature = bytesOf(read.edSignature);
  if (keys.length === 0 || signature === null) return null;
  if (keysOf(keys).some((key) => isSignedBy(key, signature, read.content))) return null;
  const message = `${where}: its text was not signed by a key that the apps verify with (${keys.join(", ")}); sign exactly this text with it, or give their key: PATCH /v1/product`;
  return refuse("signature_invalid", message);
}

function keysOf(keys: readonly string[]): readonly Uint8Array[] {
  return keys.flatMap((key) => bytesOf(key) ?? []);
}

const TAURI = "updaters.tauri.signature";

function minisignClaim(keys: readonly string[], text: string): Claims {
  const signed = parseMinisignSignature(text);
  const known = keys.flatMap((key) => parseMinisignKey(key) ?? []);
  if (!signed || known.length === 0) return NO_CLAIMS;
  const key = known.find(({ keyId }) => keyId === signed.keyId);
  if (!key) {
    const message = `${TAURI}: it was made with the key ${signed.keyId}, and the apps verify with ${known.map(({ keyId }) => keyId).join(", ")}; sign with their key, or give that one: PATCH /v1/product`;
    return { wrong: refuse("signature_invalid", message), checks: [] };
  }
  const whole = Buffer.concat([signed.signature, Buffer.from(signed.trustedComment)]);
  const wrong = isSignedBy(key.key, signed.globalSignature, whole) ? null : CHANGED_COMMENT;
  return { wrong, checks: [minisignCheck(key, signed)] };
}

const CHANGED_COMMENT = refuse(
  "signature_invalid",
  `${TAURI}: its trusted comment is not the one that was signed; give the .sig file as it was made`,
);

function minisignCheck({ key }: MinisignKey, { isPrehashed, signature }: MinisignSignature): FileCheck {
  const check = new Ed25519Check(key, signature);
  if (!isPrehashed) return anyOf(TAURI, [check]);
  const hash = createHash("blake2b512");
  return {
    where: TAURI,
    update: (bytes) => void hash.update(bytes),
    isGood() {
      check.update(hash.digest());
      return check.isGood();
    },
  };
}

/** What is wrong with the signatures of a file whose bytes have all gone by, or null if they are right. */
export function wrongSignature(checks: readonly FileCheck[], fileName: string): Wrong | null {
  const wrong = checks.find((check) => !check.isGood());
  if (!wrong) return null;
  const message = `${wrong.where}: it is not the signature of ${fileName} by a key that the apps verify with; sign exactly this file with it, or give their key: PATCH /v1/product`;
  return refuse("signature_invalid", message);
}

/** An inspection that shows the bytes to some checks, and refuses at the end what `refusalOf` does. */
export function inspectionOf(
  checks: readonly FileCheck[],
  refusalOf: ByteInspection["refusalOf"],
): ByteInspection {
  return {
    update(bytes) {
      for (const check of checks) check.update(bytes);
    },
    refusalOf,
  };
}
