import { readCounted } from "../catalog/counted-version.ts";
import type { Target } from "../catalog/platform.ts";
import { NOTHING_OF_THE_COMPUTER } from "../policy/gates/gate.ts";
import type { InstallationKind } from "../policy/installation-moves.ts";
import type { CountMark, InstallationCount } from "../store/tables/installation-counts.ts";
import type { Directory } from "./directory.ts";
import { withRoom } from "./growable-array.ts";
import { TARGETS, targetIndex } from "./targets.ts";

/**
 * How many kinds of one organization are counted at once; further ones of it are ignored. Writers make at most two for
 * each release, target and switch, but older rows may have any version that a client made up.
 */
const MOST_KINDS = 4_000;

/** A number that no kind has. */
const NO_KIND = -1;

/** A kind of installations; `running` is what its version is judged as. */
export interface CountedKind extends InstallationKind {
  /** Whether its version was not in the calendar when it was counted. */
  readonly isOther: boolean;
}

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
  readonly kinds: CountedKind[] = [];
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
  take({ revision, organizationId, installations, ...like }: InstallationCount): void {
    this.revision = revision;
    const target = targetIndex(like.platform, like.arch);
    if (target < 0) return;
    const organization = this.directory.add(organizationId);
    if (organization < 0) return;
    this.#heads = withRoom(this.#heads, organization + 1);
    const key = `${target}/${like.runsAhead}/${like.version ?? ""}`;
    const known = this.#kindNumbers.get(key) ?? NO_KIND;
    const record = this.#recordFor(organization, known, installations > 0);
    if (record < 0) return;
    this.#records[record + KIND] = known === NO_KIND ? this.#addKind(key, target, like) : known;
    this.#records[record + COUNT] = installations;
  }

  /** Adds an organization's installations to `sums`, which are indexed by the numbers of their kinds. */
  addTo(sums: number[], organizationId: string): void {
    this.addNumbered(sums, this.directory.find(organizationId));
  }

  /** The same as {@link addTo} for an organization's number in the directory; adds nothing for -1. */
  addNumbered(sums: number[], organization: number): void {
    this.visit(organization, (kind, count) => {
      sums[kind] = (sums[kind] ?? 0) + count;
    });
  }

  /** Calls `see` with the number of each kind of an organization and the count of its installations. */
  visit(organization: number, see: (kind: number, count: number) => void): void {
    if (organization < 0) return;
    const records = this.#records;
    for (let at = this.#heads[organization] ?? 0; at > 0; at = records[at - 1 + NEXT] as number)
      see(records[at - 1 + KIND] as number, records[at - 1 + COUNT] as number);
  }

  /**
   * The index of an organization's record for a kind: its own, or if one is needed, that of a kind without
   * installations or a new one; -1 if there is none.
   */
  #recordFor(organization: number, kind: number, isNeeded: boolean): number {
    const first = this.#heads[organization] ?? 0;
    let [free, kinds] = [-1, 0];
    for (let at = first; at > 0; at = this.#records[at - 1 + NEXT] as number) {
      if (this.#records[at - 1 + KIND] === kind) return at - 1;
      if (this.#records[at - 1 + COUNT] === 0) free = at - 1;
      kinds++;
    }
    if (!isNeeded || free >= 0) return isNeeded ? free : -1;
    return kinds < MOST_KINDS ? this.#addRecord(organization, first) : -1;
  }

  #addRecord(organization: number, next: number): number {
    const record = this.#size;
    this.#size += WORDS;
    this.#records = withRoom(this.#records, this.#size);
    this.#records[record + NEXT] = next;
    this.#heads[organization] = record + 1;
    return record;
  }

  #addKind(
    key: string,
    target: number,
    { version, runsAhead }: Pick<InstallationCount, "version" | "runsAhead">,
  ): number {
    const counted = version === null ? null : readCounted(version);
    const running = counted?.version ?? null;
    const isOther = counted?.isOther ?? false;
    const number =
      this.kinds.push({
        target: TARGETS[target] as Target,
        running,
        isOther,
        runsAhead,
        ...NOTHING_OF_THE_COMPUTER,
      }) - 1;
    this.#kindNumbers.set(key, number);
    return number;
  }
}
