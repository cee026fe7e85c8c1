import { formatVersion, isSameLine, type Version } from "../catalog/version.ts";

/**
 * Every version of the calendar by its rank; the oldest has rank 0. Versions are compared here and not by the policy's
 * own comparison, so that "backwards" is judged independently.
 */
export class VersionRanks {
  readonly versions: readonly Version[];
  readonly texts: readonly string[];
  readonly #byText: ReadonlyMap<string, number>;

  constructor(versions: readonly Version[]) {
    this.versions = [...versions].sort((a, b) => (isOlder(a.parts, b.parts) ? -1 : 1));
    this.texts = this.versions.map(formatVersion);
    this.#byText = new Map(this.texts.map((text, rank) => [text, rank]));
  }

  get size(): number {
    return this.versions.length;
  }

  rankOf(version: Version): number {
    const rank = this.#byText.get(formatVersion(version));
    if (rank === undefined) throw new Error(`${formatVersion(version)} is not in the calendar`);
    return rank;
  }

  /** R20: whether two versions, by rank, are of one release line. */
  isOneLine(a: number, b: number): boolean {
    const [left, right] = [this.versions[a], this.versions[b]];
    return left !== undefined && right !== undefined && isSameLine(left, right);
  }
}

function isOlder(a: readonly number[], b: readonly number[]): boolean {
  for (let part = 0; part < 4; part++) {
    const [left = 0, right = 0] = [a[part], b[part]];
    if (left !== right) return left < right;
  }
  return false;
}
