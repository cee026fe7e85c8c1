import type { Target } from "../catalog/platform.ts";
import { parseVersion } from "../catalog/version.ts";
import type { InstallationKind } from "../policy/installation-moves.ts";
import type { CountMark, InstallationCount } from "../store/tables/installation-counts.ts";
import type { Directory } from "./directory.ts";
import { withRoom } from "./growable-array.ts";
import { TARGETS, targetIndex } from "./targets.ts";

/** How many kinds are counted. Clients can make versions up, so further kinds are ignored. */
const MOST_KINDS = 50_000;
const MISSING = -1;
/** The fields of a record: the kind, how many installations, and the organization's next record. */
const WORDS = 3;
const KIND = 0;
const COUNT = 1;
const NEXT = 2;

/**
 * How many installations of each kind every organization has, in packed memory: 4 bytes for each organization, and 12
 * for each kind that it has. Organizations are known by their numbers in the directory.
 */
export class Census {
  readonly kinds: InstallationKind[] = [];
  readonly #kindNumbers = new Map<string, number>();
  readonly directory: Directory;
  /** By organization: the index of its first record + 1, or 0 if it has none. */
  #heads = new Int32Array(1024);
  #records = new Int32Array(WORDS * 1024);
  #size = 0;
  /** The revision of the last count that is in it. */
  revision = 0;
  /** The newest batch that is in it as a whole, or null if there was none. */
  mark: CountMark | null = null;

  constructor(directory: Directory) {
    this.directory = directory;
  }

  /** Sets a count to its present value, which replaces the one before. */
  take(count: InstallationCount): void {
    this.revision = count.revision;
    const target = targetIndex(count.platform, count.arch);
    if (target < 0) return;
    const organization = this.directory.add(count.organizationId);
    if (organization < 0) return;
    this.#heads = withRoom(this.#heads, organization + 1);
    const kind = this.#kindOf(target, count.version, count.runsAhead);
    if (kind !== MISSING) this.#set(organization, kind, count.installations);
  }

  /** Adds an organization's installations to `sums`, which are indexed by the numbers of their kinds. */
  addTo(sums: number[], organizationId: string): void {
    this.addNumbered(sums, this.directory.find(organizationId));
  }

  /** The same as {@link addTo} for an organization's number in the directory; adds nothing for -1. */
  addNumbered(sums: number[], organization: number): void {
    if (organization < 0) return;
    const records = this.#records;
    for (let at = this.#heads[organization] ?? 0; at > 0; at = records[at - 1 + NEXT] as number) {
      const kind = records[at - 1 + KIND] as number;
      sums[kind] = (sums[kind] ?? 0) + (records[at - 1 + COUNT] as number);
    }
  }

  #set(organization: number, kind: number, count: number): void {
    const first = this.#heads[organization] ?? 0;
    for (let at = first; at > 0; at = this.#records[at - 1 + NEXT] as number) {
      if (this.#records[at - 1 + KIND] === kind) {
        this.#records[at - 1 + COUNT] = count;
        return;
      }
    }
    if (count === 0) return;
    const record = this.#size;
    this.#size += WORDS;
    this.#records = withRoom(this.#records, this.#size);
    this.#records.set([kind, count, first], record);
    this.#heads[organization] = record + 1;
  }

  #kindOf(target: number, version: string | null, runsAhead: boolean): number {
    const key = `${target}/${runsAhead}/${version ?? ""}`;
    const known = this.#kindNumbers.get(key);
    if (known !== undefined) return known;
    if (this.kinds.length >= MOST_KINDS) return MISSING;
    const parsed = version === null ? null : parseVersion(version);
    const running = parsed?.ok ? parsed.value : null;
    const number = this.kinds.push({ target: TARGETS[target] as Target, running, runsAhead }) - 1;
    this.#kindNumbers.set(key, number);
    return number;
  }
}
