import type { Build } from "../../catalog/build.ts";
import type { Release } from "../../catalog/release.ts";
import type { Instant } from "../../instant.ts";
import type { PresentVerdict } from "../../policy/verdict.ts";
import { fileUrl } from "../feed.ts";
import { announcedVersion } from "../spelling.ts";
import { isWithin, type OmahaApp, type OmahaProtocol, type OmahaRequest } from "./omaha-request.ts";

/** An app with its verdict, or null if it asked for none. */
export interface AnsweredApp {
  readonly app: OmahaApp;
  readonly verdict: PresentVerdict | null;
}

/** What an answer is written from beside its apps. */
export interface OmahaSurroundings {
  /** The id of the vendor's app, or null if it was not said. */
  readonly appId: string | null;
  readonly origin: string;
  readonly at: Instant;
}

const DAY_ZERO = Date.UTC(2007, 0, 1);
const DAY_MS = 86_400_000;

/** The whole answer, with the prefix by which no browser runs it as a script. */
export function formatOmahaAnswer(
  { protocol, list }: OmahaRequest,
  apps: readonly AnsweredApp[],
  around: OmahaSurroundings,
): string {
  const elapsed = around.at - DAY_ZERO;
  const daystart = {
    elapsed_days: Math.floor(elapsed / DAY_MS),
    elapsed_seconds: Math.floor((elapsed % DAY_MS) / 1000),
  };
  const answered = apps.map((one) => toApp(protocol, one, around));
  return `)]}'\n${JSON.stringify({ response: { protocol, server: "sluice", daystart, [list]: answered } })}`;
}

function toApp(protocol: OmahaProtocol, { app, verdict }: AnsweredApp, around: OmahaSurroundings) {
  const appid = app.appId ?? "";
  if (app.appId === null) return { appid, status: "error-invalidAppId" };
  // The ids are the same in any capitals; an updater asks about itself, too, and must not get the app in its place.
  if (appid.toLowerCase() !== around.appId?.toLowerCase())
    return { appid, status: "error-unknownApplication" };
  const told = { appid, status: "ok" };
  return app.check && verdict ? { ...told, updatecheck: toCheck(protocol, { app, verdict }, around) } : told;
}

function toCheck(
  protocol: OmahaProtocol,
  { app, verdict }: { readonly app: OmahaApp; readonly verdict: PresentVerdict },
  { origin }: OmahaSurroundings,
) {
  if (app.check?.isDisabled) return noUpdate("update disabled by client");
  if (verdict.action === "stay") return noUpdate(verdict.reasons.map(({ code }) => code).join(", "));
  const { release, build } = verdict;
  if (!isWithin(app.check?.prefix ?? "", release.version.parts)) return noUpdate("targetversionprefix");
  return UPDATES[protocol](release, build, fileUrl(build, origin));
}

function noUpdate(info: string) {
  return { status: "noupdate", info };
}

/** How an update is told in each version of the protocol. */
const UPDATES: Readonly<Record<OmahaProtocol, (release: Release, build: Build, url: string) => object>> = {
  "3.1": (release, build, url) => {
    const { run, arguments: given } = runOf(build);
    // The client puts the name behind the folder.
    const end = url.lastIndexOf("/") + 1;
    const name = url.slice(end);
    const hash = build.sha256 ?? "";
    const file = { name, hash_sha256: hash, size: build.size, required: true, fp: `1.${hash}` };
    return {
      status: "ok",
      urls: { url: [{ codebase: url.slice(0, end) }] },
      manifest: {
        version: announcedVersion("dotted", release, build),
        run: run ?? name,
        arguments: given,
        packages: { package: [file] },
      },
    };
  },
  "4.0": (release, build, url) => {
    const { run, arguments: given } = runOf(build);
    const nextversion = announcedVersion("dotted", release, build);
    const sha256 = build.sha256 ?? "";
    const out = { outhash_sha256: sha256, out: { sha256 } };
    const operations = [
      { type: "download", size: build.size, ...out, urls: [{ url }] },
      { type: "run", path: run ?? build.fileName, arguments: given },
    ];
    return { status: "ok", nextversion, pipelines: [{ pipeline_id: "full", nextversion, operations }] };
  },
};

function runOf({ updaters: { omaha } }: Build) {
  return { run: omaha?.run, arguments: omaha?.arguments ?? "" };
}
