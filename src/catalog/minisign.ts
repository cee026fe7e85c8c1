/** The parts of a minisign signature. */
export interface MinisignSignature {
  /** Whether BLAKE2b-512 of the file was signed (`ED`), or the file itself (`Ed`, the older way). */
  readonly isPrehashed: boolean;
  /** Upper-case hex. */
  readonly keyId: string;
  /** 64 bytes: the signature of the file or of its hash. */
  readonly signature: Uint8Array<ArrayBuffer>;
  readonly trustedComment: string;
  /** 64 bytes: the signature of the first one with the trusted comment behind it. */
  readonly globalSignature: Uint8Array<ArrayBuffer>;
}

/** A public key of minisign. */
export interface MinisignKey {
  /** Upper-case hex. */
  readonly keyId: string;
  /** 32 bytes. */
  readonly key: Uint8Array<ArrayBuffer>;
}

const TRUSTED = "trusted comment: ";

/** The signature in Tauri's form, base64 of the text of a minisign signature, or null if it is none. */
export function parseMinisignSignature(text: string): MinisignSignature | null {
  const lines = textOf(text)
    ?.replace(/\r?\n$/, "")
    .split(/\r?\n/);
  if (lines?.length !== 4) return null;
  const [untrusted = "", first = "", comment = "", last = ""] = lines;
  const [own, global] = [bytesOf(first), bytesOf(last)];
  if (!untrusted.startsWith("untrusted comment:") || !comment.startsWith(TRUSTED)) return null;
  if (own?.length !== 74 || global?.length !== 64) return null;
  const algorithm = String.fromCharCode(...own.subarray(0, 2));
  if (algorithm !== "ED" && algorithm !== "Ed") return null;
  return {
    isPrehashed: algorithm === "ED",
    keyId: keyIdOf(own),
    signature: own.slice(10),
    trustedComment: comment.slice(TRUSTED.length),
    globalSignature: global,
  };
}

/** The key in the second line of minisign's file, or in Tauri's base64 of the whole file, or null if it is none. */
export function parseMinisignKey(text: string): MinisignKey | null {
  const line = text.length > 60 ? textOf(text)?.trimEnd().split(/\r?\n/).at(-1) : text;
  const bytes = line === undefined ? null : bytesOf(line);
  if (bytes?.length !== 42 || bytes[0] !== 0x45 || bytes[1] !== 0x64) return null;
  return { keyId: keyIdOf(bytes), key: bytes.slice(10) };
}

/** The version that a trusted comment names, as newer Tauri apps demand it, or null if it names none. */
export function signedVersion({ trustedComment }: MinisignSignature): string | null {
  const named = trustedComment.split("\t").find((part) => part.startsWith("version:"));
  return named === undefined ? null : named.slice("version:".length);
}

/** The key id is stored with its lowest byte first, and shown with its highest. */
function keyIdOf(bytes: Uint8Array): string {
  const hex = [...bytes.subarray(2, 10)].reverse().map((byte) => byte.toString(16).padStart(2, "0"));
  return hex.join("").toUpperCase();
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The bytes of a base64 text, or null if it is none. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> | null {
  if (base64 === "" || !BASE64.test(base64)) return null;
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function textOf(base64: string): string | null {
  const bytes = bytesOf(base64);
  if (!bytes) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
