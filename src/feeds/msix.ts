import type { Calendar } from "../catalog/calendar.ts";
import { targetOf } from "../catalog/updater-needs.ts";
import { err, type Refusal, type Result } from "../result.ts";
import {
  type Feed,
  type FeedAnswer,
  type FeedQuestion,
  type FeedRequest,
  NO_SUCH_FEED_FILE,
  type Reply,
} from "./feed.ts";
import { NO_CONTENT, readWithVersion, toJsonReply, toSquirrelUpdate } from "./squirrel-json.ts";

/**
 * The protocol of Electron's own updater for MSIX packages. It asks with HEAD first, and takes an address that ends in
 * `.msix` for the package itself; then it installs whatever it is given.
 */
export const MSIX: Feed = {
  name: "msix",
  updaters: "Electron's autoUpdater in an MSIX package",
  routes: [
    {
      method: "GET",
      files: [],
      operationId: "getMsixFeed",
      summary: "The same decision for Electron's updater for MSIX: the update, or 204",
      alsoReads: ["installation", "installedAt", "manual"],
      contentTypes: ["application/json"],
      otherStatuses: [204],
    },
  ],
  noUpdate: "204 without content",
  runningFrom: "address",
  withoutVersion: "stays",
  comparesSystem: "never",
  spelling: "dotted",
  read: readRequest,
  write: writeUpdate,
};

function readRequest(request: FeedRequest, calendar: Calendar): Result<FeedQuestion, Refusal> {
  return request.file === ""
    ? readWithVersion(request, targetOf("msix", "win", "x64"), calendar)
    : err(NO_SUCH_FEED_FILE);
}

/** The update, whose `version` is that of the package, or 204. */
function writeUpdate({ verdict, request }: FeedAnswer): Reply {
  if (verdict.action === "stay") return NO_CONTENT;
  const { release, build } = verdict;
  const update = toSquirrelUpdate(release, build, request.origin);
  return toJsonReply({ ...update, version: build.updaters.msix?.version ?? update.version });
}
