/** A key for one POST: sent again with the same key, it is done once. Never the same twice. */
export function newIdempotencyKey(): string {
  // Browsers have crypto.randomUUID only on pages that came over HTTPS.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
