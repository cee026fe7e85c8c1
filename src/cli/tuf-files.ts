import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TufSigner, toSigner } from "../feeds/tuf/online-key.ts";
import { parseRoot, type SignedRoot } from "../feeds/tuf/root.ts";
import { makeDirectory } from "../make-directory.ts";
import { ok, type Result } from "../result.ts";
import { EXIT, type Failure, fail } from "./command-result.ts";

/** A key of the root in its file. */
export interface KeptKey {
  readonly path: string;
  readonly signer: TufSigner;
}

/** Makes keys of the root in new files that others cannot read. Refuses `file_unwritable`. */
export function makeKeys(
  folder: string,
  version: number,
  count: number,
): Result<readonly KeptKey[], Failure> {
  const keys: KeptKey[] = [];
  for (let place = 1; place <= count; place++) {
    const path = join(folder, `root-${version}-${place}.pem`);
    const { privateKey } = generateKeyPairSync("ed25519");
    const written = writeNew(path, privateKey.export({ type: "pkcs8", format: "pem" }).toString());
    if (!written.ok) return written;
    keys.push({ path, signer: toSigner(privateKey) });
  }
  return ok(keys);
}

/** Every key in a folder. Refuses `file_unreadable` and `key_unreadable`. */
export function readKeys(folder: string): Result<readonly KeptKey[], Failure> {
  const keys: KeptKey[] = [];
  try {
    for (const name of readdirSync(folder).filter((one) => one.endsWith(".pem"))) {
      const key = readKey(join(folder, name));
      if (!key.ok) return key;
      keys.push(key.value);
    }
  } catch (error) {
    return unreadable(folder, error);
  }
  return ok(keys);
}

/** A key in a file. Refuses `file_unreadable` and `key_unreadable`. */
export function readKey(path: string): Result<KeptKey, Failure> {
  const pem = readText(path);
  if (!pem.ok) return pem;
  const key = parseKey(pem.value);
  if (key) return ok({ path, signer: toSigner(key) });
  const message = `"${path}" holds no private Ed25519 key (PEM, PKCS#8); name one that "sluice tuf init" made`;
  return fail(EXIT.usage, { code: "key_unreadable", message });
}

function parseKey(pem: string): KeyObject | null {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyType === "ed25519" ? key : null;
  } catch {
    return null;
  }
}

/** A root in a file. Refuses `file_unreadable` and `tuf_root_malformed`. */
export function readRoot(path: string): Result<SignedRoot, Failure> {
  const text = readText(path);
  if (!text.ok) return text;
  const root = parseRoot(text.value);
  return root.ok ? root : fail(EXIT.usage, root.error);
}

function readText(path: string): Result<string, Failure> {
  try {
    return ok(readFileSync(path, "utf8"));
  } catch (error) {
    return unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): Result<never, Failure> {
  const message = `"${path}" cannot be read (${whyOf(error)}); name what is there`;
  return fail(EXIT.usage, { code: "file_unreadable", message });
}

/** Makes a folder that others cannot read, unless it is there. Refuses `file_unwritable`. */
export function makeFolder(path: string): Result<null, Failure> {
  try {
    makeDirectory(path);
    return ok(null);
  } catch (error) {
    return unwritable(path, error);
  }
}

/** Writes a root to its file, over what was there only if `isNew` is false. Refuses `file_unwritable`. */
export function writeRoot(path: string, root: SignedRoot, isNew: boolean): Result<null, Failure> {
  const text = `${JSON.stringify(root.toJSON(), null, 2)}\n`;
  return isNew ? writeNew(path, text) : write(path, text, "w");
}

function writeNew(path: string, text: string): Result<null, Failure> {
  return write(path, text, "wx");
}

function write(path: string, text: string, flag: "w" | "wx"): Result<null, Failure> {
  try {
    writeFileSync(path, text, { flag, mode: 0o600 });
    return ok(null);
  } catch (error) {
    return unwritable(path, error);
  }
}

function unwritable(path: string, error: unknown): Result<never, Failure> {
  const message = `"${path}" cannot be written (${whyOf(error)}); nothing that is there is replaced, so name another folder`;
  return fail(EXIT.usage, { code: "file_unwritable", message });
}

function whyOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
