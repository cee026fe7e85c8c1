/** A load: the server, the paths to request in turn, the number of connections, and the duration. */
export interface Load {
  readonly port: number;
  readonly paths: readonly string[];
  readonly connections: number;
  readonly milliseconds: number;
  readonly kind: LoadKind;
  /** Whether each request names an installation of its own in the header `Sluice-Installation`; at a fixed rate only. */
  readonly isNamed?: boolean;
}

/**
 * On kept connections as fast as answers come, or at a fixed rate; or each request on a new connection: without TLS,
 * with a full handshake, or with a resumed session.
 */
export type LoadKind = "kept" | "fresh" | "tls" | "resumed" | { readonly perSecond: number };
