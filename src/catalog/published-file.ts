import type { Instant } from "../instant.ts";
import type { Build } from "./build.ts";
import type { Calendar, CalendarEntry } from "./calendar.ts";
import type { Companion } from "./updaters.ts";

/** The path of a file under /builds/, decoded. */
export interface FileAddress {
  /** Lower-case hex. */
  readonly sha256: string;
  readonly fileName: string;
}

/** A file that is kept here: a build, or a companion of one. */
export interface PublishedFile extends FileAddress {
  /** In bytes. */
  readonly size: number;
  readonly addedAt: Instant;
  /** Whether its address has its own digest, so that there is never another file there. */
  readonly isImmutable: boolean;
}

const BLOCK_MAP_ENDING = ".blockmap";

/**
 * The file at an address, or null if there is none. A build and its companions have an address of their own each, by
 * digest and name. The same bytes may be published under several names, and of several releases.
 *
 * The block map of a build is found at the address of the build with `.blockmap` behind it, too. electron-updater looks for
 * the map of what runs at the address of the new one, with the version in it replaced: the digest is then that of the new
 * build, and the name that of another build, whose map is given.
 */
export function findPublishedFile(calendar: Calendar, address: FileAddress): PublishedFile | null {
  return findByDigest(calendar, address) ?? findBlockMap(calendar, address);
}

function findByDigest(calendar: Calendar, { sha256, fileName }: FileAddress): PublishedFile | null {
  for (const { builds } of calendar) {
    for (const build of builds) {
      const { size, addedAt } = build;
      if (build.sha256 === sha256 && build.fileName === fileName) {
        return { sha256, fileName, size, addedAt, isImmutable: true };
      }
      const companion = build.companions.find((one) => one.sha256 === sha256 && one.fileName === fileName);
      if (companion) return toPublished(companion, build, true);
    }
  }
  return null;
}

function findBlockMap(calendar: Calendar, { sha256, fileName }: FileAddress): PublishedFile | null {
  if (!fileName.endsWith(BLOCK_MAP_ENDING)) return null;
  const name = fileName.slice(0, -BLOCK_MAP_ENDING.length);
  const asked = calendar.flatMap(({ builds }) => builds).filter((build) => build.sha256 === sha256);
  const own = asked.find((build) => build.fileName === name);
  if (own) return blockMapOf(own);
  return asked.length === 0 ? null : blockMapOf(newestLike(asked, name, calendar));
}

/** The newest build of this name for the same machines, or null if none that is out has it: what is planned is not told. */
function newestLike(asked: readonly Build[], name: string, calendar: Calendar): Build | null {
  const isOut = ({ release }: CalendarEntry) => release.state !== "planned";
  const isLike = (build: Build) =>
    build.fileName === name &&
    asked.some(({ platform, arch }) => platform === build.platform && arch === build.arch);
  const alike = calendar.filter(isOut).flatMap(({ builds }) => builds.filter(isLike));
  return alike.sort((a, b) => b.addedAt - a.addedAt)[0] ?? null;
}

function blockMapOf(build: Build | null): PublishedFile | null {
  const map = build?.companions.find(({ kind }) => kind === "blockmap");
  return build && map ? toPublished(map, build, false) : null;
}

function toPublished(
  { sha256, fileName, size }: Companion,
  { addedAt }: Build,
  isImmutable: boolean,
): PublishedFile {
  return { sha256, fileName, size, addedAt, isImmutable };
}
