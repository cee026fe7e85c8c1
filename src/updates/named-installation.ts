import { CHECK_LIMITS, type Feed, type FeedRequest, readText, type SaidText } from "../feeds/feed.ts";
import { parseFeedPath } from "../feeds/feed-path.ts";
import type { HeaderList, HeaderRead, RequestHeaders, UpdateRequest } from "./http.ts";

/** The header in which an app may name its installation; its name is in lower case. */
export const INSTALLATION_HEADER = "sluice-installation" satisfies HeaderRead;

/**
 * Where a request names its installation: in the query, which is always part of a cache's key, or beside the key, in the
 * header or in the part of the path that a key can leave out.
 */
export type NamedIn = "query" | "beside_key";

/** An installation as a request names it, and where. */
export interface NamedInstallation {
  readonly id: SaidText;
  readonly namedIn: NamedIn;
}

/**
 * The installation that the header names, or null if there is none or if it is none: an id is 1 to 200 characters, all of
 * them visible ASCII or spaces.
 */
export function readInstallationHeader(headers: RequestHeaders): string | null {
  const said = headers[INSTALLATION_HEADER];
  const id = said === undefined ? null : readText(said, CHECK_LIMITS.installation);
  return id !== null && /^[ -~]+$/.test(id) ? id : null;
}

/**
 * The same of a whole request. Where the runtime gives the headers as they came, the others are not read for it: that takes
 * longer than the rest of a check.
 */
export function readInstallationOf(request: UpdateRequest): string | null {
  const { rawHeaders } = request;
  return rawHeaders === undefined || namesInstallation(rawHeaders)
    ? readInstallationHeader(request.headers)
    : null;
}

function namesInstallation(names: HeaderList): boolean {
  for (let at = 0; at < names.length; at += 2) {
    const name = names[at] ?? "";
    if (name.length === INSTALLATION_HEADER.length && name.toLowerCase() === INSTALLATION_HEADER) return true;
  }
  return false;
}

/** The parts of a request to a feed in which an installation can be named. */
interface NamingParts {
  /** The address as it was asked. */
  readonly url: string;
  /** Of the address, decoded: the segment with the organization, what follows it, and the query. */
  readonly organization: string;
  readonly rest: string;
  readonly query: FeedRequest["said"];
  readonly headers: RequestHeaders;
}

/**
 * The installation that a request to a feed names, or null. The path takes precedence over the query, and the query over
 * the header. A feed whose answers repeat the address names it in the query, whatever the path says: its answer is for
 * this address alone. So is the answer to a path of which a cache would leave out more than the installation.
 */
export function findNamed({ repeatsAddress }: Feed, parts: NamingParts): NamedInstallation | null {
  const { installation: inQuery } = parts.query;
  const { installation: inPath } = parseFeedPath(parts.rest).pairs;
  const isRepeated = inPath !== undefined && repeatsAddress;
  if (inQuery !== undefined || isRepeated || !isLeftOutAlone(parts, inPath))
    return { id: inPath ?? inQuery, namedIn: "query" };
  if (inPath !== undefined) return { id: inPath, namedIn: "beside_key" };
  const id = readInstallationHeader(parts.headers);
  return id === null ? null : { id, namedIn: "beside_key" };
}

/**
 * Whether a cache that leaves `/installation/ID` out of a path leaves out that pair and nothing else (docs/caching.md).
 * It does not where the word stands in another place or twice, or where the id holds something that divides a path once
 * it is decoded: `/version/installation/arch/1.0` would give its answer to `/version/1.0`.
 */
function isLeftOutAlone({ url, organization, rest }: NamingParts, inPath: SaidText): boolean {
  const segments = `${organization}/${rest}`.toLowerCase().split("/");
  const found = segments.filter((segment) => segment === "installation").length;
  const [path = ""] = url.split("?");
  return found === 0 || (found === 1 && typeof inPath === "string" && !/#|%2f/i.test(path));
}
