import { DEBIAN_ARCHITECTURES } from "../../catalog/debian-package.ts";
import type { Architecture } from "../../catalog/platform.ts";
import { type Instant, toInstant } from "../../instant.ts";
import { indexFolder } from "./apt-file.ts";
import { indexLines, type PackageIndex } from "./package-index.ts";

const DAY_MS = 86_400_000;
/** How long apt takes a Release for valid, in days. */
const VALID_DAYS = 7;

/** The lists of a repository by their architecture. */
export type Indexes = ReadonlyMap<Architecture, PackageIndex>;

/**
 * The date of what is said at an instant: the begin of its day, or the instant since which the newest key exists, if
 * that is later. So all servers say the same, sign rarely, and never an older date than before, which apt would pass over.
 */
export function releaseDate(at: Instant, keyCreatedAt: Instant): Instant {
  return toInstant(Math.max(Math.floor(at / DAY_MS) * DAY_MS, Math.floor(keyCreatedAt / 1000) * 1000));
}

/**
 * The text of a Release: what lists there are, with their digests. Origin, Label, Suite and Codename never change,
 * because apt asks a person before it accepts other ones.
 */
export function releaseFile(indexes: Indexes, date: Instant): string {
  const architectures = [...indexes.keys()].map((arch) => DEBIAN_ARCHITECTURES[arch]);
  const lines = [
    "Origin: Sluice",
    "Label: Sluice",
    "Suite: stable",
    "Codename: stable",
    `Date: ${formatDate(date)}`,
    `Valid-Until: ${formatDate(toInstant(date + VALID_DAYS * DAY_MS))}`,
    "Acquire-By-Hash: yes",
    `Architectures: ${architectures.join(" ")}`,
    "Components: main",
    "SHA256:",
    ...[...indexes].flatMap(([arch, index]) => indexLines(indexFolder(arch), index)),
  ];
  return `${lines.join("\n")}\n`;
}

/** `Mon, 30 Nov 2026 00:00:00 UTC` */
function formatDate(date: Instant): string {
  return new Date(date).toUTCString().replace("GMT", "UTC");
}
