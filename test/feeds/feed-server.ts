import { createHash, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Build, NO_EXTRAS } from "../../src/catalog/build.ts";
import type { CalendarEntry } from "../../src/catalog/calendar.ts";
import type { Release } from "../../src/catalog/release.ts";
import { NO_LIMITS } from "../../src/catalog/release.ts";
import { parseVersion, type Version } from "../../src/catalog/version.ts";
import { toInstant } from "../../src/instant.ts";

export function version(text: string): Version {
  const parsed = parseVersion(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

function aRelease(text: string): Release {
  return {
    id: `release-${text}`,
    version: version(text),
    automaticAt: toInstant(Date.UTC(2026, 0, 7)),
    slowAt: null,
    rolloutDays: 0,
    critical: null,
    notes: "",
    state: "published",
    ...NO_LIMITS,
  };
}

export function anEntry(text: string, builds: readonly Build[]): CalendarEntry {
  const release = aRelease(text);
  return { release, history: [{ knownAt: toInstant(0), release }], builds };
}

/** A build of these bytes; its digests are theirs. */
export function aBuild(bytes: Uint8Array, change: Partial<Build>): Build {
  return {
    id: randomUUID(),
    releaseId: "release",
    platform: "win",
    arch: "x64",
    format: "exe",
    fileName: "Demo.exe",
    size: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    sha512: createHash("sha512").update(bytes).digest("base64"),
    ...NO_EXTRAS,
    url: null,
    addedAt: toInstant(0),
    ...change,
  };
}

export interface FeedServer {
  readonly url: string;
  /** What is answered, by path without the query; everything else is not found. */
  readonly answers: Map<string, string | Uint8Array>;
  /** Each request as it came, with its query, and the updater's own id header. */
  readonly requests: { readonly target: string; readonly stagingId: string | undefined }[];
  readonly close: () => Promise<void>;
}

/** A server on this machine that answers from a map. */
export async function startFeedServer(): Promise<FeedServer> {
  const answers: FeedServer["answers"] = new Map();
  const requests: FeedServer["requests"] = [];
  const server = createServer((request, response) => {
    const target = request.url ?? "";
    requests.push({ target, stagingId: request.headers["x-user-staging-id"]?.toString() });
    const answer = answers.get(decodeURIComponent(target.split("?")[0] ?? ""));
    response.writeHead(answer === undefined ? 404 : 200).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url: `http://127.0.0.1:${port}`, answers, requests, close };
}
