import { createHash } from "node:crypto";

/** The ETag of a text or of bytes, from their SHA-256. A weak one is for answers that mean the same but may differ in their bytes. */
export function tagOf(content: string | Uint8Array, strength: "strong" | "weak"): string {
  const digest = createHash("sha256").update(content).digest("base64url").slice(0, 22);
  return strength === "weak" ? `W/"${digest}"` : `"${digest}"`;
}

/**
 * Whether an If-None-Match header names an ETag (RFC 9110, 13.1.2): `*`, or a list, compared without regard to
 * weakness.
 */
export function namesTag(header: string, etag: string): boolean {
  const wanted = opaqueTag(etag);
  return header.split(",").some((tag) => tag.trim() === "*" || opaqueTag(tag.trim()) === wanted);
}

function opaqueTag(tag: string): string {
  return tag.replace(/^W\//, "");
}
