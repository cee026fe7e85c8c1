import { formatKnownVersion, isNewerThan, type KnownVersion } from "../catalog/running-version.ts";
import { formatShortest } from "../catalog/version.ts";
import type { FeedPackage } from "./packages.ts";

/** The most deltas that Velopack applies one after another; what is longer takes longer than the whole app. */
const MOST_DELTAS = 10;

/** The deltas that lead to a version, and the sum of their sizes in bytes. */
interface Chain {
  readonly links: readonly FeedPackage[];
  readonly size: number;
}

/**
 * The deltas that lead from what runs to a whole app, in order, with the smallest sum of sizes; none if no chain is
 * complete, if it is longer than ten, or if it is not smaller than the whole app. Updaters apply every delta that they are
 * told of, so they are told all of the chain and nothing else. `running` is the release that runs, if it is one.
 */
export function deltaChain(
  full: FeedPackage,
  running: KnownVersion,
  deltas: readonly FeedPackage[],
): readonly FeedPackage[] {
  const upward = deltas.filter(({ from, release }) => from !== null && isNewerThan(release.version, from));
  const chainsWith = chainsFrom(keyOf(running), upward);
  const chains = upward.filter(({ build }) => build.id === full.build.id).flatMap(chainsWith);
  const best = smallest(chains);
  return best && best.size < full.size && best.links.length <= MOST_DELTAS ? best.links : [];
}

/** The smallest chains that begin with a version: those that end with a delta. Every delta leads upward, so this ends. */
function chainsFrom(start: string, deltas: readonly FeedPackage[]) {
  const known = new Map<string, Chain | null>();
  const to = (version: KnownVersion): Chain | null => {
    const key = keyOf(version);
    const before = known.get(key);
    if (before !== undefined) return before;
    const best = smallest(deltas.filter(({ release }) => keyOf(release.version) === key).flatMap(end));
    known.set(key, best);
    return best;
  };
  const end = (delta: FeedPackage): readonly Chain[] => {
    const { from, size } = delta;
    if (from === null) return [];
    if (keyOf(from) === start) return [{ links: [delta], size }];
    const before = to(from);
    return before ? [{ links: [...before.links, delta], size: before.size + size }] : [];
  };
  return end;
}

function smallest(chains: readonly Chain[]): Chain | null {
  return [...chains].sort((a, b) => a.size - b.size)[0] ?? null;
}

/** Alike for versions that are the same. */
function keyOf(version: KnownVersion): string {
  return "parts" in version ? formatShortest(version) : formatKnownVersion(version);
}
