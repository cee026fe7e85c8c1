import { findEntries } from "../../../src/api/edges/find-entries.ts";
import type { RecentEntries } from "../../../src/api/edges/recent-entries.ts";
import { KEY_PURPOSES } from "../../../src/catalog/updater-key.ts";
import type { LedgerFollower } from "../../../src/fleet/ledger-follower.ts";
import type { RawCheckIn } from "../../../src/fleet/raw-check-in.ts";
import { imageOf } from "../../../src/fleet/world-image.ts";
import { formatInstant, type Instant } from "../../../src/instant.ts";
import type { LedgerSource } from "../../../src/ledger/entry.ts";
import { EDGE_PATHS, POSITION_HEADERS, SERVER_HEADERS } from "../../../src/updates/edge-protocol.ts";
import { lagHeaders } from "../../../src/updates/lag.ts";
import { readSentCheckIn } from "../../../src/updates/sent-check-in.ts";

/** A call of an edge. */
export interface EdgeCall {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly lines: string;
}

/** What a server answers an edge. */
export interface EdgeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** What answers edges in a server. */
export interface EdgeDesk {
  readonly recent: RecentEntries;
  readonly ledger: LedgerSource;
  readonly follower: LedgerFollower;
  readonly now: () => Instant;
  /** Takes check-ins of the edge; false if they cannot be written now. */
  take(checkIns: readonly RawCheckIn[]): Promise<boolean>;
}

/** Answers a call of an edge as `api/edges` does, without its HTTP. */
export async function answerEdge(desk: EdgeDesk, call: EdgeCall): Promise<EdgeAnswer> {
  const headers = Object.assign(
    { [SERVER_HEADERS.now]: formatInstant(desk.now()) },
    lagHeaders(desk.follower),
  );
  switch (call.path) {
    case EDGE_PATHS.entries:
      return entries(desk, call, headers);
    case EDGE_PATHS.checkpoint: {
      const { world } = desk.follower;
      const { sequence, hash } = world.head;
      const position = { [POSITION_HEADERS.sequence]: String(sequence), [POSITION_HEADERS.hash]: hash };
      return {
        status: 200,
        headers: Object.assign(position, headers),
        body: Buffer.concat([...imageOf(world)]),
      };
    }
    case EDGE_PATHS.keys: {
      const keys = Object.fromEntries(KEY_PURPOSES.map((purpose) => [purpose, []]));
      return { status: 200, headers, body: JSON.stringify({ keys, roots: [] }) };
    }
    case EDGE_PATHS.checkIns: {
      const lines = call.lines.split("\n").filter((line) => line !== "");
      const isTaken = await desk.take(lines.flatMap((line) => readSentCheckIn(JSON.parse(line)) ?? []));
      return { status: isTaken ? 200 : 503, headers, body: "{}" };
    }
    default:
      throw new TypeError(`edges do not ask for ${call.path}`);
  }
}

async function entries(
  desk: EdgeDesk,
  { query }: EdgeCall,
  headers: EdgeAnswer["headers"],
): Promise<EdgeAnswer> {
  const number = (name: string) => Number(query.get(name));
  const found = await findEntries(desk, {
    position: { sequence: number("after"), hash: String(query.get("hash")) },
    max: number("max"),
    waitMs: number("wait") * 1000,
    signal: new AbortController().signal,
  });
  if (!found.ok) return { status: 409, headers, body: JSON.stringify({ errors: [found.error] }) };
  let body = "";
  for await (const lines of found.value) body += lines;
  return { status: 200, headers, body };
}
