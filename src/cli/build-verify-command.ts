import { createPublicKey, type KeyObject } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import type { Command } from "commander";
import { openEnvelope } from "../api/signing/envelope.ts";
import { ok, type Result } from "../result.ts";
import { digestOf } from "./build-file.ts";
import { parseJson } from "./client.ts";
import { EXIT, type Failure, fail, type Outcome } from "./command-result.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";

interface VerifyOptions {
  readonly manifest: string;
  readonly key: readonly string[];
}

/** `sluice build verify FILE`: needs no server. */
export function addBuildVerifyCommand(build: Command, session: Session): void {
  const verify = build
    .command("verify <file>")
    .description("check that a file is what its signed manifest says; needs no server")
    .requiredOption("--manifest <file or url>", "the manifest, such as App.exe.manifest.json")
    .requiredOption("--key <file...>", "public keys (PEM), one of which must have signed it")
    .option(...JSON_OPTION);
  withExample(
    verify,
    "sluice build verify App.exe --manifest App.exe.manifest.json --key sluice-key.pem",
  ).action(answering(session, (path: string, options: VerifyOptions) => verifyBuild(path, options)));
}

async function verifyBuild(
  path: string,
  { manifest: where, key: keyPaths }: VerifyOptions,
): Promise<Outcome> {
  const keys = await readKeys(keyPaths);
  if (!keys.ok) return keys;
  const text = await readManifest(where);
  if (!text.ok) return text;
  const manifest = openEnvelope(parseJson(text.value), keys.value);
  if (!manifest.ok) return fail(EXIT.refused, manifest.error);
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) return unreadable(path);
  const { version, platform, arch, format, size, sha512 } = manifest.value;
  if (found.size !== size || (await digestOf(path)) !== sha512) {
    const message = `${path} is not the file that was signed: its size or its SHA-512 differs. Do not run it.`;
    return fail(EXIT.refused, { code: "digest_mismatch", message });
  }
  const said = `${path} is ${version} for ${platform} ${arch} (${format}), as it was signed.`;
  return ok({ text: said, json: manifest.value });
}

async function readKeys(paths: readonly string[]): Promise<Result<readonly KeyObject[], Failure>> {
  const keys: KeyObject[] = [];
  for (const path of paths) {
    const key = parseKey(await readFile(path, "utf8").catch(() => ""));
    if (!key) {
      const message = `--key is ${path}; name a file with an Ed25519 public key (PEM)`;
      return fail(EXIT.usage, { code: "key_unreadable", message });
    }
    keys.push(key);
  }
  return ok(keys);
}

function parseKey(pem: string): KeyObject | null {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === "ed25519" ? key : null;
  } catch {
    return null;
  }
}

async function readManifest(where: string): Promise<Result<string, Failure>> {
  if (!/^https?:\/\//.test(where)) {
    const text = await readFile(where, "utf8").catch(() => null);
    return text === null ? unreadable(where) : ok(text);
  }
  try {
    const response = await fetch(where);
    if (response.ok) return ok(await response.text());
  } catch {
    // No answer: reported below, like every answer that is not a manifest.
  }
  const message = `There is no manifest at ${where}; give a file, or the address of one.`;
  return fail(EXIT.unreachable, { code: "manifest_unreachable", message });
}

function unreadable(path: string): Result<never, Failure> {
  const message = `${path} cannot be read; give a file that exists`;
  return fail(EXIT.usage, { code: "file_unreadable", message });
}
