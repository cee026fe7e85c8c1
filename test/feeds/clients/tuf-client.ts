import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TargetFile } from "@tufjs/models";
import { Updater } from "tuf-js";
import { PLATFORMS } from "../../../src/catalog/platform.ts";
import type { FeedAddress, InstalledApp, Outcome, UpdaterClient } from "./updater-client.ts";

/** How an app with the real tuf-js was built. */
interface TufApp {
  /** The text of the root that lies in the app. */
  readonly root: string;
  /** The client's clock, in milliseconds. */
  readonly now: () => number;
  /** The pairs that the app writes into its address beside its version, platform and architecture. */
  readonly pairs?: string;
  /** Whether the app writes down what runs; by default it does. */
  readonly saysVersion?: boolean;
}

/** An app that asks with the real tuf-js, and keeps what it trusts as long as `close` is not called. */
export interface TufClient extends UpdaterClient {
  close(): void;
}

/** The real tuf-js in an app as `examples/tuf` has it: it compares versions, and takes only answers to its organization. */
export function tufClient({ root, now, pairs = "", saysVersion = true }: TufApp): TufClient {
  const directory = mkdtempSync(join(tmpdir(), "sluice-tuf-"));
  writeFileSync(join(directory, "root.json"), root);
  const ask = async ({ server, organization }: FeedAddress, app: InstalledApp): Promise<Outcome> => {
    const version = saysVersion ? `version/${app.version}/` : "";
    const own = `${version}platform/${app.platform}/arch/${app.arch}`;
    const base = `${server}/feeds/tuf/${organization}/${pairs}${own}`;
    const updater = new Updater({
      metadataDir: directory,
      metadataBaseUrl: `${base}/metadata`,
      targetDir: directory,
      targetBaseUrl: `${base}/targets`,
      config: { fetchRetry: 0 },
    });
    setClock(updater, now());
    try {
      await updater.refresh();
      const target = await updater.getTargetInfo(`${app.platform}/${app.arch}/update`);
      const offered = target && readOffer(target, organization.split("/", 1)[0] ?? "");
      if (!offered || !isNewer(offered, app.version)) return { kind: "stay" };
      const path = await updater.downloadTarget(target, join(directory, "download"));
      return { kind: "update", version: offered, bytes: readFileSync(path) };
    } catch (error) {
      return { kind: "error", message: error instanceof Error ? error.message : String(error) };
    }
  };
  return {
    updater: "tuf",
    platforms: PLATFORMS,
    ask,
    close: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** The version in a target, whose signature was verified. Throws if the answer is one to another organization. */
function readOffer({ custom }: TargetFile, organization: string): string {
  if (custom.organization !== organization) throw new Error("an answer to another organization");
  return String(custom.version);
}

/** Compares number by number, as apps whose versions are dotted do. */
function isNewer(offered: string, running: string): boolean {
  const [one, other] = [offered, running].map((text) => text.split(/[.-]/).map(Number));
  const place = [0, 1, 2, 3].find((index) => (one?.[index] ?? 0) !== (other?.[index] ?? 0));
  return place !== undefined && (one?.[place] ?? 0) > (other?.[place] ?? 0);
}

/** Sets the clock by which the client judges what is expired. */
function setClock(updater: Updater, now: number): void {
  const trusted: object = Reflect.get(updater, "trustedSet");
  if (!(Reflect.get(trusted, "referenceTime") instanceof Date)) throw new Error("tuf-js has another clock");
  Reflect.set(trusted, "referenceTime", new Date(now));
}
