import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import type { MoreProofs } from "../../catalog/build.ts";
import type { BuildMisfit } from "../../catalog/build-fit.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";

/** The size and digests of a received build, computed while it arrives, never taken from the caller. */
export interface BuildDigest {
  /** Lower-case hex. */
  readonly sha256: string;
  /** Base64, as desktop updaters verify it. */
  readonly sha512: string;
  /** The digests that updaters of other protocols verify. */
  readonly proofs: MoreProofs;
  /** In bytes. */
  readonly size: number;
}

/** The limits of an upload; a digest only if the sender announced one. */
export interface ReceiveLimits {
  /** Hex, in either case. */
  readonly expectedSha256?: string;
  /** Base64. */
  readonly expectedSha512?: string;
  readonly maxBytes: number;
  readonly inspection?: ByteInspection;
}

/** Why bytes are refused for what they are. */
export type InspectionRefusal = BuildMisfit | "signature_invalid";

/** Looks at bytes while they arrive, and may refuse them at their end, so that nothing of them is kept. */
export interface ByteInspection {
  update(bytes: Uint8Array): void;
  /** Called once, after the last byte; `size` is the number of bytes. */
  refusalOf(size: number): Refusal<InspectionRefusal> | null;
}

export type ReceiveRefusal =
  | InspectionRefusal
  | "build_too_large"
  | "build_empty"
  | "digest_mismatch"
  | "upload_aborted";
export type MeasureResult = Result<BuildDigest, Refusal<ReceiveRefusal>>;

/**
 * Passes on the bytes of a stream, chunk by chunk, and measures them. At the end it gives their digests and size, if they
 * are within the limits. An error of the stream is refused as `upload_aborted`. The stream is not destroyed.
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
      limits.inspection?.update(chunk);
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
  const refusal = whyNotAsSaid(digest, limits) ?? limits.inspection?.refusalOf(size);
  return refusal ? err(refusal) : ok(digest);
}

/** The next chunk; an error here is the sender's, an error elsewhere is the server's. */
async function nextChunk(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array | "end" | "aborted"> {
  try {
    const next = await chunks.next();
    return next.done ? "end" : next.value;
  } catch {
    return "aborted";
  }
}

/** The refusal if the sender did not complete the upload. */
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
