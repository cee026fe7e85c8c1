import { PATH_PAIRS, type SaidText } from "./feed.ts";

/** What the path of a feed says behind the organization. */
export interface FeedPath {
  /** The pairs by their keys; a key that is given twice has both values, so that it counts as not said. */
  readonly pairs: Readonly<Record<string, SaidText>>;
  /** What stands behind the pairs; "" if nothing does. */
  readonly file: string;
}

/**
 * Reads `version/46.10.1/arch/arm64/releases.win.json`: pairs of a key that is known, in any capitals, and a value, then
 * the file. Some updaters ask for the whole address in small letters.
 */
export function parseFeedPath(path: string): FeedPath {
  const segments = path.split("/");
  const pairs: Record<string, SaidText> = {};
  while (segments.length >= 2) {
    const key = keyNamed(segments[0]);
    const value = segments[1];
    if (key === undefined || value === undefined) break;
    const before = pairs[key];
    pairs[key] = before === undefined ? value : [before, value].flat();
    segments.splice(0, 2);
  }
  return { pairs, file: segments.join("/") };
}

/**
 * Whether an address lost its organization: in its place stands the name of a file or the key of a pair. Some updaters cut
 * addresses, and such an app must not get what is meant for organizations that are unknown (R21).
 */
export function isOrganizationLost(organization: string): boolean {
  const said = organization.toLowerCase();
  return /\.(?:json|xml|yml)$/.test(said) || keyNamed(said) !== undefined;
}

/** The key of a pair by its name, in any capitals. */
function keyNamed(name: string | undefined): (typeof PATH_PAIRS)[number] | undefined {
  return PATH_PAIRS.find((key) => key.toLowerCase() === name?.toLowerCase());
}
