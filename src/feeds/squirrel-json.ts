import type { Build } from "../catalog/build.ts";
import type { Calendar } from "../catalog/calendar.ts";
import type { Target } from "../catalog/platform.ts";
import type { Release } from "../catalog/release.ts";
import { NOT_SAID } from "../catalog/running-version.ts";
import { formatInstant, type Instant } from "../instant.ts";
import { err, ok, type Refusal, type Result } from "../result.ts";
import {
  type FeedQuestion,
  type FeedRequest,
  fileUrl,
  NO_SUCH_FEED_FILE,
  OTHER,
  type Reply,
  readSelfDescription,
} from "./feed.ts";
import { announcedVersion } from "./spelling.ts";
import { targetOfArch } from "./target-of-arch.ts";

/** An update in the JSON that Squirrel.Mac and Electron's updater for MSIX read. */
export interface SquirrelUpdate {
  /** The absolute address of the file. */
  readonly url: string;
  readonly name: string;
  readonly version: string;
  readonly notes: string;
  readonly pub_date: string;
}

/** An update as it is written; `origin` has no slash at its end. */
export function toSquirrelUpdate(release: Release, build: Build, origin: string): SquirrelUpdate {
  const version = announcedVersion("dotted", release, build);
  const { notes, automaticAt } = release;
  return {
    url: fileUrl(build, origin),
    name: version,
    version,
    notes,
    pub_date: toPublicationDate(automaticAt),
  };
}

/** `2026-01-07T00:00:00+00:00`: the date is ignored if it has a fraction of a second. */
function toPublicationDate(instant: Instant): string {
  return formatInstant(instant).replace(/(?:\.\d+)?Z$/, "+00:00");
}

export function toJsonReply(value: unknown): Reply {
  return {
    status: 200,
    headers: { "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify(value),
  };
}

/** "No update" to an updater that installs whatever it is given. */
export const NO_CONTENT: Reply = { status: 204, headers: {}, body: "" };

/**
 * The question of an updater that installs what it is given. R5: without the version that runs nothing is offered. An
 * installation of another architecture is not counted. Where a file stands in place of the organization's id, the address
 * has lost it: `not_found`.
 */
export function readWithVersion(
  { organization, file, said }: FeedRequest,
  x64: Target,
  calendar: Calendar,
): Result<FeedQuestion, Refusal> {
  if (file === "" && organization.toLowerCase().endsWith(".json")) return err(NO_SUCH_FEED_FILE);
  const { arch, ...self } = readSelfDescription(said);
  const installation = arch === OTHER ? null : self.installation;
  const target = targetOfArch(x64, arch, calendar);
  return ok({ ...self, installation, running: self.running ?? NOT_SAID, organization, target });
}
