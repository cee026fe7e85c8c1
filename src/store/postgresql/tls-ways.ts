import { readFileSync } from "node:fs";
import type { ConnectionOptions } from "node:tls";
import { err, ok, type Result } from "../../result.ts";

/** How a connection is encrypted, or false if it is not. */
export type TlsWay = false | ConnectionOptions;

/** The files of TLS that a URL names, as they were read, each undefined if it is not named. */
interface TlsFiles {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
}

/**
 * The ways that each `sslmode` tries, in this order, as libpq does: only `verify-full` proves that the server is the one
 * that was named.
 */
const WAYS = {
  disable: () => [false],
  allow: (files) => [false, unverified(files)],
  prefer: (files) => [unverified(files), false],
  require: (files) => [files.ca === undefined ? unverified(files) : byAuthority(files)],
  "no-verify": (files) => [unverified(files)],
  "verify-ca": (files) => [byAuthority(files)],
  "verify-full": (files) => [{ ...files }],
} satisfies Readonly<Record<string, (files: TlsFiles) => readonly TlsWay[]>>;
type SslMode = keyof typeof WAYS;

/** The parameters of the URL that name a file, and what of TLS the file holds. */
const FILES = { sslrootcert: "ca", sslcert: "cert", sslkey: "key" } as const;
/** The value of `sslrootcert` for the authorities that Node trusts, those of NODE_EXTRA_CA_CERTS among them. */
const SYSTEM = "system";

/** The ways to encrypt, in the order in which to try them; refuses with a sentence. */
export function readTls(parameters: ReadonlyMap<string, string>): Result<readonly TlsWay[], string> {
  const mode = readMode(parameters);
  if (!mode.ok) return mode;
  const files = readFiles(parameters);
  if (!files.ok) return files;
  if (mode.value === "verify-ca" && files.value.ca === undefined) return err(VERIFY_CA);
  return ok(WAYS[mode.value](files.value));
}

function readMode(parameters: ReadonlyMap<string, string>): Result<SslMode, string> {
  const fallback = parameters.get("sslrootcert") === SYSTEM ? "verify-full" : "disable";
  const mode = parameters.get("sslmode") ?? OF_SSL[parameters.get("ssl") ?? ""] ?? fallback;
  if (mode !== "verify-full" && parameters.get("sslrootcert") === SYSTEM) return err(SYSTEM_IS_FULL);
  return Object.hasOwn(WAYS, mode)
    ? ok(mode as SslMode)
    : err(`sslmode is "${mode}"; use one of ${Object.keys(WAYS).join(", ")}`);
}

/** What `ssl=` means, a parameter that programs in JavaScript know. */
const OF_SSL: Readonly<Record<string, SslMode>> = {
  true: "verify-full",
  "1": "verify-full",
  false: "disable",
  "0": "disable",
  "no-verify": "no-verify",
};

function readFiles(parameters: ReadonlyMap<string, string>): Result<TlsFiles, string> {
  const files: Record<string, string> = {};
  for (const [name, holds] of Object.entries(FILES)) {
    const path = parameters.get(name);
    if (path === undefined || (name === "sslrootcert" && path === SYSTEM)) continue;
    try {
      files[holds] = readFileSync(path, "utf8");
    } catch (error) {
      return err(
        `${name} is "${path}", a file that cannot be read (${(error as NodeJS.ErrnoException).code})`,
      );
    }
  }
  const passphrase = parameters.get("sslpassword");
  return ok({ ...files, ...(passphrase !== undefined && { passphrase }) });
}

function unverified(files: TlsFiles): ConnectionOptions {
  return { ...files, rejectUnauthorized: false };
}

/** Checks who signed the server's certificate, and not the name in it. */
function byAuthority(files: TlsFiles): ConnectionOptions {
  return { ...files, checkServerIdentity: () => undefined };
}

const VERIFY_CA =
  "sslmode=verify-ca needs sslrootcert, the file with the certificate of the authority; to trust the authorities of this machine use sslmode=verify-full";
const SYSTEM_IS_FULL = "sslrootcert=system needs sslmode=verify-full";
