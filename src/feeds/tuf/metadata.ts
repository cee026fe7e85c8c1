import { Metadata, MetaFile, Snapshot, TargetFile, Targets, Timestamp } from "@tufjs/models";
import type { Build } from "../../catalog/build.ts";
import { formatOsVersion } from "../../catalog/os-version.ts";
import type { Architecture, Platform } from "../../catalog/platform.ts";
import type { FeedKeys } from "../../catalog/updater-key.ts";
import { addDays, formatInstant, type Instant, toInstant } from "../../instant.ts";
import { signerOf } from "./online-key.ts";

/** The version of TUF's specification that is spoken. */
export const SPECIFICATION = "1.0.31";

/** How many days what this server signs is good for: so long a network can keep a client from news unnoticed. */
const LIFE_DAYS = 3;

/** The seconds by which another server's clock may be ahead: its versions are answered here, too. */
const CLOCK_SECONDS = 60;

/**
 * The version of what is signed at an instant: its second, counted from 1970. It never falls, whatever changes, on no server
 * and not after a restore, since it depends on the clock alone.
 */
export function versionAt(at: Instant): number {
  return Math.floor(at / 1000);
}

/** Whether a client can have been told this version, so that its files are answered. */
export function isKnownVersion(version: number, at: Instant): boolean {
  const now = versionAt(at);
  return version > now - LIFE_DAYS * 86_400 && version <= now + CLOCK_SECONDS;
}

/** What is offered to one kind of computer. */
export interface TufOffer {
  readonly platform: Platform;
  readonly arch: Architecture;
  readonly build: Build & { readonly sha256: string };
  /** How the release is announced. */
  readonly version: string;
}

/** `win/x64/update`: the same for every release, so that an app knows what to ask for. */
function targetPath({ platform, arch }: Pick<TufOffer, "platform" | "arch">): string {
  return `${platform}/${arch}/update`;
}

/**
 * What names other metadata: `timestamp.json` the newest snapshot, `N.snapshot.json` the version of targets.json that belongs
 * to it. All have the same version.
 */
export function formatPointer(kind: "timestamp" | "snapshot", version: number, keys: FeedKeys): string {
  const next = new MetaFile({ version });
  return seal(
    kind === "timestamp"
      ? new Timestamp({ ...common(version), snapshotMeta: next })
      : new Snapshot({ ...common(version), meta: { "targets.json": next } }),
    keys,
  );
}

/**
 * `N.targets.json`: what an organization is offered. `custom` names the organization, so that an app can tell the answer to
 * another one, which the same keys sign, and the systems that a build is for (R32), so that it can compare its own.
 */
export function formatTargets(
  version: number,
  organization: string,
  offers: readonly TufOffer[],
  keys: FeedKeys,
): string {
  const targets = Object.fromEntries(
    offers.map((offer) => [targetPath(offer), toTargetFile(organization, offer)]),
  );
  return seal(new Targets({ ...common(version), targets }), keys);
}

function toTargetFile(organization: string, offer: TufOffer): TargetFile {
  const { platform, arch, version, build } = offer;
  const { format, fileName, minimumOsVersion: least, maximumOsVersion: most } = build;
  const custom = { version, platform, arch, format, fileName, organization };
  const systems = {
    ...(least && { minimumOsVersion: formatOsVersion(least) }),
    ...(most && { maximumOsVersion: formatOsVersion(most) }),
  };
  return new TargetFile({
    path: targetPath(offer),
    length: build.size,
    hashes: { sha256: build.sha256 },
    unrecognizedFields: { custom: { ...custom, ...systems } },
  });
}

function common(version: number) {
  const expires = formatTufInstant(addDays(toInstant(version * 1000), LIFE_DAYS));
  return { version, specVersion: SPECIFICATION, expires };
}

/** TUF's clients read whole seconds only. */
export function formatTufInstant(instant: Instant): string {
  return formatInstant(instant).replace(/\.\d+Z$/, "Z");
}

/** Signs with every key that is held here: clients take the signature of the one that their root names. */
function seal(signed: Timestamp | Snapshot | Targets, keys: FeedKeys): string {
  const metadata = new Metadata(signed);
  for (const signer of keys.map(signerOf)) if (signer) metadata.sign((bytes) => signer.sign(bytes));
  return JSON.stringify(metadata.toJSON());
}
