import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import type { MoreProofs } from "../../catalog/build.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";

/** What the bytes of a received build are, computed while they arrived: never what the caller said. */
export interface BuildDigest {
  /** Lower-case hex. */
  readonly sha256: string;
  /** Base64, as desktop updaters check it. */
  readonly sha512: string;
  /** What updaters of other protocols check. */
  readonly proofs: MoreProofs;
  /** In bytes. */
  readonly size: number;
}

/** What an upload must keep to; the digests only where the sender said what it sends. */
export interface ReceiveLimits {
  /** Hex, in either case. */
  readonly expectedSha256?: string;
  /** Base64. */
  readonly expectedSha512?: string;
  readonly maxBytes: number;
}

export type ReceiveRefusal = "build_too_large" | "build_empty" | "digest_mismatch" | "upload_aborted";
export type MeasureResult = Result<BuildDigest, Refusal<ReceiveRefusal>>;

/**
 * Hands the bytes of a stream on, chunk by chunk, and measures them on the way; at the end it gives what they are, if that
 * is what the limits allow. What the stream throws is `upload_aborted`. The stream is not destroyed.
 */
export async function* measureBytes(
  stream: Readable,
  limits: ReceiveLimits,
): AsyncGenerator<Uint8Array, MeasureResult, undefined> {
  const sha256 = createHash("sha256");
  const sha512 = createHash("sha512");
  const sha1 = createHash("sha1");
  let size = 0;
  const chunks = stream.iterator({ destroyOnReturn: false });
  try {
    for (;;) {
      const chunk = await nextChunk(chunks);
      if (chunk === "aborted") return err(ABORTED);
      if (chunk === "end") break;
      size += chunk.length;
      if (size > limits.maxBytes) return err(tooLarge(limits.maxBytes));
      sha256.update(chunk);
      sha512.update(chunk);
      sha1.update(chunk);
      yield chunk;
    }
  } finally {
    await chunks.return?.();
  }
  const digest = {
    sha256: sha256.digest("hex"),
    sha512: sha512.digest("base64"),
    proofs: { sha1: sha1.digest("hex") },
    size,
  };
  const refusal = whyNotAsSaid(digest, limits);
  return refusal ? err(refusal) : ok(digest);
}

/** What fails here is the sender's end; what fails around it is ours. */
async function nextChunk(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array | "end" | "aborted"> {
  try {
    const next = await chunks.next();
    return next.done ? "end" : next.value;
  } catch {
    return "aborted";
  }
}

/** What is said where the sender did not end what it began. */
export const ABORTED = refuse(
  "upload_aborted",
  "The upload ended before the file was complete; send the whole file again.",
);
const EMPTY = refuse("build_empty", "The upload is empty; send a file of at least one byte.");

function tooLarge(maxBytes: number): Refusal<"build_too_large"> {
  return refuse("build_too_large", `The upload is too large; send at most ${maxBytes} bytes.`);
}

function whyNotAsSaid(
  { sha256, sha512, size }: BuildDigest,
  limits: ReceiveLimits,
): Refusal<"build_empty" | "digest_mismatch"> | null {
  if (size === 0) return EMPTY;
  const { expectedSha256 = sha256, expectedSha512 = sha512 } = limits;
  if (expectedSha256.toLowerCase() !== sha256) return mismatch("SHA-256", sha256, expectedSha256);
  return expectedSha512 === sha512 ? null : mismatch("SHA-512", sha512, expectedSha512);
}

function mismatch(name: string, actual: string, expected: string): Refusal<"digest_mismatch"> {
  return refuse(
    "digest_mismatch",
    `The ${name} of the bytes that arrived is ${actual}, not ${expected.slice(0, 128)} as announced; send the file that has the announced digest.`,
  );
}
