import type { Refusal, Result } from "../result.ts";
import type { Connections } from "../serving/connections.ts";
import type { Limits } from "../serving/limits.ts";
import type { ListenAddress } from "../serving/listen-address.ts";
import type { AnswerGuard } from "../updates/answer-guard.ts";
import type { EdgeAnswerer } from "./edge-answerer.ts";

/** What a server of an edge works with. */
export interface ServerParts {
  readonly answerer: EdgeAnswerer;
  readonly guard: AnswerGuard;
  readonly limits: Limits;
  /** The connections that are watched, where the runtime does not do it. */
  readonly connections: Connections;
}

/** A server of an edge that listens, of any runtime. */
export interface EdgeServer {
  readonly url: string;
  /**
   * Tells clients for a moment to close their connections, then accepts no more and finishes calls in progress, at most for
   * the times of `limits`.
   */
  stop(): Promise<void>;
}

/** Starts a server of one runtime; refuses `port_in_use` or `address_not_available`. */
export type EdgeListener = (
  parts: ServerParts,
  address: ListenAddress,
) => Promise<Result<EdgeServer, Refusal<"port_in_use" | "address_not_available">>>;
