import { parseVersion, type Version } from "../catalog/version.ts";
import type { Instant } from "../instant.ts";
import { decide, type Verdict } from "../policy/decide.ts";
import type { Question } from "../policy/judge.ts";
import { GOVERNED_BY_VENDOR } from "../policy/organization-state.ts";
import { entriesAfter, type LedgerEntry } from "../store/ledger-table.ts";
import type { Store } from "../store/store.ts";
import { type Answer, AnswerTable } from "./answer-table.ts";
import type { Place } from "./place.ts";
import { TARGETS } from "./targets.ts";
import { World } from "./world.ts";

/** How many ledger entries are read at once. */
const BATCH = 2000;

/** The fleet's answers: every standing in memory, following the ledger of one store. A check does no I/O. */
export class Fleet {
  readonly #store: Store;
  readonly #world = new World();
  readonly #nobody: Place;
  #catchingUp: Promise<void> = Promise.resolve();

  constructor(store: Store) {
    this.#store = store;
    this.#nobody = this.#world.places.placeOf(GOVERNED_BY_VENDOR);
  }

  /** The last ledger entry that the answers know of. */
  get sequence(): number {
    return this.#world.sequence;
  }

  get organizationCount(): number {
    return this.#world.organizations.size;
  }

  /** Reads what the ledger holds beyond what is known here; resolves when everything committed before the call is in force. */
  catchUp(): Promise<void> {
    const next = this.#catchingUp.catch(() => undefined).then(() => this.#readOn());
    this.#catchingUp = next;
    return next;
  }

  async #readOn(): Promise<void> {
    let pending: LedgerEntry[] = [];
    for (;;) {
      const last = pending.at(-1)?.sequence ?? this.#world.sequence;
      const entries = await entriesAfter(this.#store.database, last, BATCH);
      for (const entry of entries) {
        if (pending[0] && pending[0].change !== entry.change) {
          this.#world.apply(pending);
          pending = [];
        }
        pending.push(entry);
      }
      if (entries.length < BATCH) break;
    }
    if (pending.length > 0) this.#world.apply(pending);
  }

  /** R21: where the asked organization and user stand; the vendor default where the organization is not known. */
  place(organizationId: string | null, userId: string | null): Place {
    const organization = organizationId === null ? undefined : this.#world.organizations.get(organizationId);
    if (!organization?.place) return this.#nobody;
    const user = userId === null ? undefined : this.#world.users.get(userId);
    return user?.place && user.organizationId === organizationId ? user.place : organization.place;
  }

  /** The prepared answer for an ordinary installation; null where it must be decided for this one (R15, R18). */
  answer(place: Place, target: number, runningText: string, now: Instant): Answer | null {
    return this.#table(place, target).answer(now, runningText, readVersion);
  }

  /** The verdict for exactly this question, now. */
  decide(place: Place, asked: Question): Verdict {
    return decide(asked, place, this.#world.calendar);
  }

  /** Milliseconds until an answer at this place can change by itself; Infinity: not in sight. */
  millisecondsToNextDate(place: Place, target: number, now: Instant): number {
    return this.#table(place, target).goodUntil(now) - now;
  }

  /** The calendar as it stands. */
  get calendar(): World["calendar"] {
    return this.#world.calendar;
  }

  #table(place: Place, target: number): AnswerTable {
    const known = place.tables[target];
    if (known) return known;
    const wanted = TARGETS[target];
    if (!wanted) throw new Error(`no target has the number ${target}`);
    const table = new AnswerTable(place, wanted, this.#world.calendar);
    place.tables[target] = table;
    return table;
  }
}

function readVersion(text: string): Version | null {
  const version = parseVersion(text);
  return version.ok ? version.value : null;
}
