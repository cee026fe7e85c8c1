import { isUnreadable, parseRunningVersion } from "../catalog/running-version.ts";

const LABEL = "-(?:alpha|beta|rc|next|canary|dev|preview|nightly)[.\\w]*";
const VERSION = new RegExp(`(?<![\\d.])(\\d+(?:\\.\\d+){1,3}(?:${LABEL})?)(?![\\d])`, "i");

/**
 * The version in the name of a file, or null if there is none: the longest of those that are known, else what looks like
 * one. (Behind a version stand architectures and the numbers of packages, which look like parts of it.)
 */
export function versionInName(fileName: string, known: ReadonlySet<string>): string | null {
  const named = [...known].filter((version) => isIn(fileName, version));
  const [longest] = named.sort((a, b) => b.length - a.length);
  const found = longest ?? VERSION.exec(fileName)?.[1]?.replace(/\.(?:zip|exe|msi|dmg|pkg|deb|rpm)$/i, "");
  return found !== undefined && !isUnreadable(parseRunningVersion(found)) ? found : null;
}

function isIn(fileName: string, version: string): boolean {
  const at = fileName.indexOf(version);
  const next = fileName.slice(at + version.length);
  return at >= 0 && !/[\d.]$/.test(fileName.slice(0, at)) && !/^\.?\d/.test(next);
}
