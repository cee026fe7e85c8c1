import type { Build } from "../catalog/build.ts";
import type { CalendarEntry, FormerBuild, KnownRelease } from "../catalog/calendar.ts";
import { type Instant, toInstant } from "../instant.ts";
import type { Json } from "./codec.ts";
import type { LedgerEntry } from "./entry.ts";
import { decodeRecord, encodeRecord, type SubjectThatDecides } from "./subject.ts";

type CalendarSubject = SubjectThatDecides<"calendar">;

/**
 * A calendar log as a checkpoint stores it: every version of every release, every build, and how changed builds were
 * before, in the order of the ledger.
 */
export interface CalendarImage {
  readonly releases: readonly { readonly knownAt: number; readonly release: Json }[];
  readonly builds: readonly Json[];
  readonly formerBuilds: readonly { readonly until: number; readonly build: Json }[];
}

/** The calendar from the ledger: every release with its history, and its builds. */
export class CalendarLog {
  readonly #histories = new Map<string, KnownRelease[]>();
  readonly #builds = new Map<string, Build[]>();
  readonly #formerBuilds = new Map<string, FormerBuild[]>();
  /** How an entry of each subject adds to the calendar. */
  readonly #adders: { readonly [S in CalendarSubject]: (entry: LedgerEntry<S>) => void } = {
    release: ({ at, after }) => {
      if (after) this.#addRelease({ knownAt: at, release: after });
    },
    build: ({ at, after }) => {
      if (after) this.#takeBuild(after, at);
    },
  };
  #isStale = false;

  constructor(image?: CalendarImage) {
    for (const { knownAt, release } of image?.releases ?? []) {
      this.#addRelease({ knownAt: toInstant(knownAt), release: decodeRecord("release", release) });
    }
    for (const build of image?.builds ?? []) this.#addBuild(decodeRecord("build", build));
    for (const { until, build } of image?.formerBuilds ?? []) {
      this.#addFormer({ until: toInstant(until), build: decodeRecord("build", build) });
    }
  }

  /** Whether entries were added since {@link entries} was last called. */
  get isStale(): boolean {
    return this.#isStale;
  }

  take(entry: LedgerEntry<CalendarSubject>): void {
    const add = this.#adders[entry.subject] as (entry: LedgerEntry<CalendarSubject>) => void;
    add(entry);
    this.#isStale = true;
  }

  entries(): readonly CalendarEntry[] {
    this.#isStale = false;
    return [...this.#histories].flatMap(([id, history]) => {
      const last = history.at(-1);
      if (!last) return [];
      const builds = this.#builds.get(id) ?? [];
      return [{ release: last.release, history, builds, formerBuilds: this.#formerBuilds.get(id) }];
    });
  }

  image(): CalendarImage {
    const releases = [...this.#histories.values()].flat();
    return {
      releases: releases.map(({ knownAt, release }) => ({
        knownAt,
        release: encodeRecord("release", release),
      })),
      builds: [...this.#builds.values()].flat().map((build) => encodeRecord("build", build)),
      formerBuilds: [...this.#formerBuilds.values()]
        .flat()
        .map(({ until, build }) => ({ until, build: encodeRecord("build", build) })),
    };
  }

  #addRelease(known: KnownRelease): void {
    const { id } = known.release;
    this.#histories.set(id, [...(this.#histories.get(id) ?? []), known]);
  }

  /** Adds a build, or puts it in the place of what it was before. */
  #takeBuild(build: Build, at: Instant): void {
    const builds = this.#builds.get(build.releaseId) ?? [];
    const before = builds.find(({ id }) => id === build.id);
    if (!before) {
      this.#addBuild(build);
      return;
    }
    const after = builds.map((one) => (one === before ? build : one));
    this.#builds.set(build.releaseId, after);
    this.#addFormer({ build: before, until: at });
  }

  #addFormer(former: FormerBuild): void {
    const { releaseId } = former.build;
    this.#formerBuilds.set(releaseId, [...(this.#formerBuilds.get(releaseId) ?? []), former]);
  }

  #addBuild(build: Build): void {
    const { releaseId } = build;
    this.#builds.set(releaseId, [...(this.#builds.get(releaseId) ?? []), build]);
  }
}
