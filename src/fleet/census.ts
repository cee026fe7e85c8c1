import { readCounted } from "../catalog/counted-version.ts";
import { readOsVersion } from "../catalog/os-version.ts";
import type { Target } from "../catalog/platform.ts";
import type { InstallationKind } from "../policy/installation-moves.ts";
import type { CountMark } from "../store/tables/count-marks.ts";
import type { InstallationCount } from "../store/tables/installation-counts.ts";
import type { Directory } from "./directory.ts";
import { withRoom } from "./growable-array.ts";
import { TARGETS, targetIndex } from "./targets.ts";

/**
 * How many kinds of one organization are counted at once; further ones of it are ignored. Writers make at most four for
 * each release, target, switch and computer, but older rows may have any version that a client made up.
 */
const MOST_KINDS = 4_000;

/** A number that no kind has. */
const NO_KIND = -1;

/** A kind of installations; `running` is what its version is judged as. */
export interface CountedKind extends InstallationKind {
  /** Whether its version was not in the calendar when it was counted. */
  readonly isOther: boolean;
}

/** How many installations of one kind an organization has; above zero. */
export interface KindCount {
  /** The number of the kind. */
  readonly kind: number;
  readonly installations: number;
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
  /** By kind: its properties as counts have them. */
  readonly #described: DescribedKind[] = [];
  /** By kind: the kind that is otherwise the same and says nothing of the computer, or NO_KIND if it is one itself. */
  readonly #silentKinds: number[] = [];
  /** Whether a kind says something of the computer. */
  #hasSaid = false;
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

  /**
   * Sets a count to its present value, which replaces the one before. A count of those that said something of their computer
   * is taken from that of all that are otherwise alike: each installation is then in one kind.
   */
  take({ revision, organizationId, installations, ...like }: InstallationCount): void {
    this.revision = revision;
    const target = targetIndex(like.platform, like.arch);
    if (target < 0) return;
    const organization = this.directory.add(organizationId);
    if (organization < 0) return;
    this.#heads = withRoom(this.#heads, organization + 1);
    const { version, runsAhead, computer } = like;
    const silent = { target, version, runsAhead, computer: null };
    if (computer === null) {
      this.#write(organization, silent, installations - this.#countSaid(organization, keyOf(silent)));
      return;
    }
    const change = this.#write(organization, { target, version, runsAhead, computer }, installations);
    if (change !== 0) this.#write(organization, silent, this.#countOf(organization, keyOf(silent)) - change);
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

  /**
   * Calls `see` with the number of each kind of an organization and the count of its installations, which is above zero.
   * Where the counts of those that said something are greater than those of all (a server of the version before writes only
   * the latter), the rest is left out.
   */
  visit(organization: number, see: (kind: number, count: number) => void): void {
    for (let record = this.firstOf(organization); record >= 0; record = this.nextOf(record))
      see(this.kindIn(record), this.countIn(record));
  }

  /**
   * The first record of an organization with a count above zero, or -1: with {@link nextOf} the way of {@link visit} for what
   * goes through a million organizations, and makes no object. A record is good until the next {@link take}.
   */
  firstOf(organization: number): number {
    return organization < 0 ? -1 : this.#fromOn((this.#heads[organization] ?? 0) - 1);
  }

  /** The next such record of the same organization, or -1. */
  nextOf(record: number): number {
    return this.#fromOn((this.#records[record + NEXT] as number) - 1);
  }

  /** The number of the kind of a record. */
  kindIn(record: number): number {
    return this.#records[record + KIND] as number;
  }

  /** How many installations a record counts. */
  countIn(record: number): number {
    return this.#records[record + COUNT] as number;
  }

  /** The first record with a count above zero from one on, which may be -1. */
  #fromOn(record: number): number {
    let at = record;
    while (at >= 0 && this.countIn(at) <= 0) at = (this.#records[at + NEXT] as number) - 1;
    return at;
  }

  /** The same as a list, for work that is interrupted between two kinds, while the counts go on. */
  countsOf(organization: number): readonly KindCount[] {
    const found: KindCount[] = [];
    this.visit(organization, (kind, installations) => found.push({ kind, installations }));
    return found;
  }

  /** The properties of a kind, by its number, as counts and the table of installations have them. */
  describe(kind: number): DescribedKind {
    const described = this.#described[kind];
    if (!described) throw new Error(`no kind has the number ${kind}`);
    return described;
  }

  /** The number of a kind with these properties, or -1 if none is counted. */
  numberOf(described: DescribedKind): number {
    return this.#kindNumbers.get(keyOf(described)) ?? NO_KIND;
  }

  /** Calls `see` with the index of each record of an organization. */
  #walk(organization: number, see: (record: number) => void): void {
    if (organization < 0) return;
    const records = this.#records;
    for (let at = this.#heads[organization] ?? 0; at > 0; at = records[at - 1 + NEXT] as number) see(at - 1);
  }

  /** Sets the count of a kind, if there is room for it; gives by how much it changed. */
  #write(organization: number, described: DescribedKind, count: number): number {
    const known = this.#kindNumbers.get(keyOf(described)) ?? NO_KIND;
    const record = this.#recordFor(organization, known, count !== 0);
    if (record < 0) return 0;
    const before = this.#records[record + COUNT] as number;
    this.#records[record + KIND] = known === NO_KIND ? this.#addKind(described) : known;
    this.#records[record + COUNT] = count;
    return count - before;
  }

  /** What is recorded of a kind, which can be below zero between two counts. */
  #countOf(organization: number, key: string): number {
    const kind = this.#kindNumbers.get(key) ?? NO_KIND;
    let count = 0;
    this.#walk(organization, (record) => {
      if (this.#records[record + KIND] === kind) count = this.#records[record + COUNT] as number;
    });
    return count;
  }

  /** How many installations of an organization said something of their computer and are otherwise of a kind. */
  #countSaid(organization: number, key: string): number {
    const kind = this.#kindNumbers.get(key) ?? NO_KIND;
    let count = 0;
    if (kind === NO_KIND || !this.#hasSaid) return count;
    this.#walk(organization, (record) => {
      if (this.#silentKinds[this.#records[record + KIND] as number] !== kind) return;
      count += this.#records[record + COUNT] as number;
    });
    return count;
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

  /** Adds a kind; one with a computer after the one that says nothing of it. */
  #addKind(described: DescribedKind): number {
    const { target, version, runsAhead, computer } = described;
    const silent = computer === null ? NO_KIND : this.#silentKindOf(described);
    const counted = version === null ? null : readCounted(version);
    const number =
      this.kinds.push({
        target: TARGETS[target] as Target,
        running: counted?.version ?? null,
        isOther: counted?.isOther ?? false,
        runsAhead,
        os: readOsVersion(computer?.os ?? null),
        isManaged: computer?.isManaged ?? false,
      }) - 1;
    this.#described[number] = described;
    this.#silentKinds[number] = silent;
    this.#hasSaid ||= computer !== null;
    this.#kindNumbers.set(keyOf(described), number);
    return number;
  }

  #silentKindOf({ target, version, runsAhead }: DescribedKind): number {
    const silent = { target, version, runsAhead, computer: null };
    return this.#kindNumbers.get(keyOf(silent)) ?? this.#addKind(silent);
  }
}

/** The properties of a kind as counts have them. */
export interface DescribedKind extends Pick<InstallationCount, "version" | "runsAhead" | "computer"> {
  /** The target's index in `TARGETS`. */
  readonly target: number;
}

function keyOf({ target, version, runsAhead, computer }: DescribedKind): string {
  const like = `${target}/${runsAhead}/${version ?? ""}`;
  return computer === null ? like : `${like}/${computer.os ?? ""}/${computer.isManaged}`;
}
