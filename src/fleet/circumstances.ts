import { type Instant, toInstant } from "../instant.ts";
import type { OrganizationSettings, PerOrganizationSettings, SetSchedule } from "../policy/settings.ts";
import type { ActorReference } from "../tenancy/actor.ts";

/**
 * What organizations have in common whose schedule is decided from the same: the partners that serve them and what was
 * set for them. A million organizations need a few thousand, and only they are objects.
 */
export interface Circumstances {
  /** From 1; 0 stands for an organization that does not exist. */
  readonly number: number;
  /** Sorted (R10: the order of partners never matters). */
  readonly partnerIds: readonly string[];
  /** Without who said something and when, which decide nothing; but see {@link settingsAt}. */
  readonly settings: OrganizationSettings;
  /** R10: whether it matters when a partner's word for an organization was said: another partner's may be newer. */
  readonly isTimed: boolean;
  /** The number + 1 of its first organization, and how many there are; kept by `Organizations`. */
  first: number;
  size: number;
}

/** What is enough to make lineups again, by their numbers. */
export type CircumstancesImage = Omit<Circumstances, "isTimed">;

/** Settings that lineups have in common. */
interface SharedSettings {
  readonly key: string;
  readonly settings: OrganizationSettings;
  /** Stands for them in the keys of lineups. */
  readonly number: number;
  uses: number;
}

const NOT_KEPT: ActorReference = { id: "", displayName: "", role: "vendor_admin" };
const EARLIER = toInstant(0);
/** Stands for the instant of the newest word, which each organization keeps for itself. */
const NEWEST = toInstant(1);

/** An organization's settings as its lineup has them, and when the newest of its partners' words was said (0: never). */
export interface ReducedSettings {
  readonly settings: OrganizationSettings;
  readonly saidAt: number;
}

/** Leaves out what decides nothing. Of the partners' words only the newest can be newer than another partner's default. */
export function reduceSettings({ own, legacy, partners }: OrganizationSettings): ReducedSettings {
  const words = Object.entries(partners).flatMap(([id, { schedule }]) =>
    schedule ? [{ id, schedule }] : [],
  );
  const saidAt = words.reduce((newest, { schedule }) => Math.max(newest, schedule.setAt), 0);
  const reduced = words.map(({ id, schedule }): [string, PerOrganizationSettings] => {
    const setAt = schedule.setAt === saidAt ? NEWEST : EARLIER;
    return [id, { schedule: reduceWord(schedule, setAt), allowCustomerOverride: null }];
  });
  const settings = {
    own: own && reduceWord(own, EARLIER),
    legacy: legacy && { frequency: legacy.frequency, weeks: legacy.weeks, setAt: EARLIER },
    partners: Object.fromEntries(reduced.sort(([a], [b]) => (a < b ? -1 : 1))),
  };
  return { settings, saidAt };
}

function reduceWord({ schedule }: SetSchedule, setAt: Instant): SetSchedule {
  return { schedule, setBy: NOT_KEPT, setAt };
}

/** The settings of an organization of this lineup, whose newest word was said at `saidAt`. */
export function settingsAt({ settings, isTimed }: Circumstances, saidAt: number): OrganizationSettings {
  if (!isTimed) return settings;
  const partners = Object.entries(settings.partners).map(([id, word]) => {
    const { schedule } = word;
    const isNewest = schedule?.setAt === NEWEST;
    return [id, isNewest ? { ...word, schedule: { ...schedule, setAt: toInstant(saidAt) } } : word];
  });
  return { ...settings, partners: Object.fromEntries(partners) };
}

/** Hands out one lineup for the same partners and the same settings, and knows those of each partner. */
export class CircumstancesTable {
  readonly #byKey = new Map<string, Circumstances>();
  readonly #byNumber: (Circumstances | undefined)[] = [undefined];
  readonly #partners = new Map<string, KnownPartner>();
  readonly #settings = new Map<string, SharedSettings>();
  readonly #free: number[] = [];
  #left: Circumstances[] = [];
  #numbersGiven = 0;

  constructor(images: readonly CircumstancesImage[] = []) {
    for (const image of images) this.#add(image, this.#share(image.settings));
    for (let number = 1; number < this.#byNumber.length; number++) {
      if (!this.#byNumber[number]) this.#free.push(number);
    }
  }

  /** The one lineup of these partners and reduced settings. Unless it gets an organization, the next sweep drops it. */
  of(partnerIds: readonly string[], settings: OrganizationSettings): Circumstances {
    const shared = this.#share(settings);
    const sorted = [...partnerIds].sort();
    const known = this.#byKey.get(this.#keyOf(sorted, shared));
    if (known) return known;
    const number = this.#free.pop() ?? this.#byNumber.length;
    const circumstances = this.#add({ number, partnerIds: sorted, settings, first: 0, size: 0 }, shared);
    this.#left.push(circumstances);
    return circumstances;
  }

  /** The lineup with a number that one of ours has; undefined: it has none. */
  at(number: number): Circumstances | undefined {
    return this.#byNumber[number];
  }

  /** The lineups with a partner in them. */
  withPartner(partnerId: string): readonly Circumstances[] {
    return this.#partners.get(partnerId)?.circumstances ?? [];
  }

  /** Every lineup. */
  all(): Iterable<Circumstances> {
    return this.#byKey.values();
  }

  /** How many there are. */
  get size(): number {
    return this.#byKey.size;
  }

  /** Notes that a lineup may be left without organizations. */
  leave(circumstances: Circumstances): void {
    if (circumstances.size === 0) this.#left.push(circumstances);
  }

  /** Drops those that were left without organizations. */
  sweep(): void {
    for (const circumstances of this.#left) {
      if (circumstances.size === 0 && this.#byNumber[circumstances.number] === circumstances)
        this.#drop(circumstances);
    }
    this.#left = [];
  }

  #add({ number, partnerIds, first, size }: CircumstancesImage, shared: SharedSettings): Circumstances {
    const key = this.#keyOf(partnerIds, shared);
    const partners = partnerIds.map((id) => this.#partner(id));
    const { settings } = shared;
    const isTimed = partners.length > 1 && Object.keys(settings.partners).length > 0;
    const circumstances = {
      number,
      partnerIds: partners.map(({ id }) => id),
      settings,
      isTimed,
      first,
      size,
    };
    this.#byKey.set(key, circumstances);
    this.#byNumber[number] = circumstances;
    for (const partner of partners) partner.circumstances.push(circumstances);
    shared.uses++;
    return circumstances;
  }

  #drop(circumstances: Circumstances): void {
    const shared = this.#share(circumstances.settings);
    this.#byKey.delete(this.#keyOf(circumstances.partnerIds, shared));
    this.#byNumber[circumstances.number] = undefined;
    this.#free.push(circumstances.number);
    if (--shared.uses === 0) this.#settings.delete(shared.key);
    for (const partnerId of circumstances.partnerIds) {
      const partner = this.#partner(partnerId);
      partner.circumstances.splice(partner.circumstances.indexOf(circumstances), 1);
      if (partner.circumstances.length === 0) this.#partners.delete(partnerId);
    }
  }

  /** The one object for the same settings. */
  #share(settings: OrganizationSettings): SharedSettings {
    const key = JSON.stringify([settings.own?.schedule, settings.legacy, settings.partners]);
    const known = this.#settings.get(key);
    if (known) return known;
    const shared = { key, settings, number: this.#numbersGiven++, uses: 0 };
    this.#settings.set(key, shared);
    return shared;
  }

  #partner(id: string): KnownPartner {
    const known = this.#partners.get(id);
    if (known) return known;
    const partner = { id, number: this.#numbersGiven++, circumstances: [] };
    this.#partners.set(id, partner);
    return partner;
  }

  /** Short, because there is one for each lineup. */
  #keyOf(partnerIds: readonly string[], { number }: SharedSettings): string {
    return `${partnerIds.map((id) => this.#partner(id).number).join()}/${number}`;
  }
}

/** A partner that serves organizations. */
interface KnownPartner {
  /** One text for all lineups. */
  readonly id: string;
  /** Stands for the id in the keys of lineups. */
  readonly number: number;
  /** A list, because it takes a third of the memory of a set. */
  readonly circumstances: Circumstances[];
}
