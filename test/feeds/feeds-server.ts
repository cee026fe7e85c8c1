import { createHash } from "node:crypto";
import type { FastifyReply } from "fastify";
import type { Build } from "../../src/catalog/build.ts";
import type { Architecture, Platform } from "../../src/catalog/platform.ts";
import type { Release } from "../../src/catalog/release.ts";
import type { Companion, Updater } from "../../src/catalog/updaters.ts";
import type { VerdictAnswer } from "../../src/contract/verdict.ts";
import { anOrganization, aRelease, at } from "../support/records.ts";
import { startFeedApp } from "./feed-app.ts";
import { aBuild } from "./feed-server.ts";

export const ACME = anOrganization({ name: "Acme" });

/** The feeds of the real server over releases that a test publishes, with their files, on 2026-03-01. */
export interface FeedsServer {
  /** Its address; behind a proxy that serves it under a path. */
  readonly url: string;
  /** The bytes of files by SHA-256; a test may replace them. */
  readonly files: Map<string, Uint8Array>;
  /** Each request, as `GET /path?query`, from the path of the server on. */
  readonly requests: string[];
  /** The releases from now on, and nothing else. */
  publish(...published: readonly Published[]): void;
  /** What a check for an updater says. */
  check(asked: Checked): VerdictAnswer;
  readonly close: () => Promise<void>;
}

export interface Checked {
  readonly updater: Updater;
  readonly platform: Platform;
  readonly arch: Architecture;
  readonly version: string;
  readonly organization?: string;
}

export interface Published {
  readonly release: Release;
  readonly builds: readonly Build[];
}

/** Starts it; `path` is that of PUBLIC_URL. */
export async function startFeedsServer(path = ""): Promise<FeedsServer> {
  const requests: string[] = [];
  const feedApp = await startFeedApp(path, {}, (app) => {
    app.addHook("onRequest", async ({ method, url }) => void requests.push(`${method} ${url}`));
    // Where builds of other servers lie, and their redirects.
    app.get("/elsewhere/*", async ({ url }, reply) => sendFile(reply, feedApp.files.get(url)));
    app.get("/moved/*", async ({ url }, reply) =>
      reply.redirect(`${feedApp.url}${url.replace("moved", "elsewhere")}`),
    );
  });
  const { url, files, close } = feedApp;
  const publish = (...published: readonly Published[]) => {
    const releases = published.map(({ release }) => release);
    const builds = published.flatMap(({ release, builds: all }) =>
      all.map((build) => ({ ...build, releaseId: release.id })),
    );
    feedApp.publish({ organizations: [ACME], releases, builds });
  };
  publish();
  const check = ({ organization = ACME.id, ...asked }: Checked) => feedApp.check(organization, asked);
  return { url, files, requests, publish, check, close };
}

function sendFile(reply: FastifyReply, bytes: Uint8Array | undefined): FastifyReply {
  if (!bytes) return reply.status(404).send();
  return reply.header("content-type", "application/octet-stream").send(Buffer.from(bytes));
}

/** A release that has been out for a month. */
export function released(version: string, ...builds: readonly Build[]): Published {
  const release = aRelease(version, { automaticAt: at("2026-02-01"), state: "published" });
  return { release, builds };
}

/** A build of these bytes with every digest, put where the server finds it. */
export function kept(server: FeedsServer, text: string, change: Partial<Build>): Build {
  const bytes = Buffer.from(text);
  const build = aBuild(bytes, { proofs: { sha1: sha1Of(bytes) }, addedAt: at("2026-02-01"), ...change });
  server.files.set(build.sha256 ?? "", bytes);
  return build;
}

/** A delta of these bytes, put where the server finds it. */
export function keptDelta(server: FeedsServer, text: string, change: Partial<Companion>): Companion {
  const bytes = Buffer.from(text);
  const { sha256, sha512, size } = aBuild(bytes, {});
  server.files.set(sha256 ?? "", bytes);
  return {
    kind: "delta",
    fileName: "App-delta.nupkg",
    size,
    sha256: sha256 ?? "",
    sha512,
    sha1: sha1Of(bytes),
    from: null,
    edSignature: null,
    ...change,
  };
}

function sha1Of(bytes: Uint8Array): string {
  return createHash("sha1").update(bytes).digest("hex");
}
