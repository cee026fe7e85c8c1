/** What a load is told: where to, which paths in turn, over how many connections, for how long. */
export interface Load {
  readonly port: number;
  readonly paths: readonly string[];
  readonly connections: number;
  readonly milliseconds: number;
  readonly kind: LoadKind;
}

/**
 * On kept connections as fast as answers come, or so many a second whether they come or not; or each request on a
 * connection of its own: without TLS, with a whole handshake, or with one that resumes.
 */
export type LoadKind = "kept" | "fresh" | "tls" | "resumed" | { readonly perSecond: number };
