import { type Instant, toInstant } from "../instant.ts";
import type { OrganizationSettings, PerOrganizationSettings, SetSchedule } from "../policy/settings.ts";
import type { ActorReference } from "../tenancy/actor.ts";

/**
 * The partners and settings that decide the schedule of one or more organizations, kept once for all of them. A million
 * organizations need a few thousand of these, and only these are objects.
 */
export interface Circumstances {
  /** Counted from 1; 0 stands for an organization that does not exist. */
  readonly number: number;
  /** Sorted (R10: the order of partners never matters). */
  readonly partnerIds: readonly string[];
  /** Settings without who set them and when, which decide nothing; {@link settingsAt} adds the one exception. */
  readonly settings: OrganizationSettings;
  /** R10: whether the time of a partner's word matters, because another partner's word may be newer. */
  readonly isTimed: boolean;
  /** The number + 1 of the first of its organizations, and how many it has; maintained by `Organizations`. */
  first: number;
  size: number;
}

/** Circumstances as a checkpoint stores them. */
export type CircumstancesImage = Omit<Circumstances, "isTimed">;

/** Settings shared by circumstances with different partners. */
interface SharedSettings {
  readonly key: string;
  readonly settings: OrganizationSettings;
  /** Stands for the settings in the keys of circumstances. */
  readonly number: number;
  /** How many circumstances have these settings. */
  uses: number;
}

const NOT_KEPT: ActorReference = { id: "", displayName: "", role: "vendor_admin" };
const EARLIER = toInstant(0);
/** Stands for the instant of the newest schedule that a partner set, which is stored for each organization. */
const NEWEST = toInstant(1);

/** An organization's settings as its circumstances hold them. */
export interface ReducedSettings {
  readonly settings: OrganizationSettings;
  /** When the newest schedule that a partner set for it was set, in milliseconds, or 0 if there is none. */
  readonly saidAt: number;
}

/**
 * Leaves out what decides nothing (R10). Of the schedules that partners set for the organization, only the time of the
 * newest can matter: it is compared with other partners' defaults.
 */
export function reduceSettings({ own, legacy, partners }: OrganizationSettings): ReducedSettings {
  const schedules = Object.entries(partners).flatMap(([id, { schedule }]) =>
    schedule ? [{ id, schedule }] : [],
  );
  const saidAt = schedules.reduce((newest, { schedule }) => Math.max(newest, schedule.setAt), 0);
  const reduced = schedules.map(({ id, schedule }): [string, PerOrganizationSettings] => {
    const setAt = schedule.setAt === saidAt ? NEWEST : EARLIER;
    return [id, { schedule: reduceSchedule(schedule, setAt), allowCustomerOverride: null }];
  });
  const settings = {
    own: own && reduceSchedule(own, EARLIER),
    legacy: legacy && { frequency: legacy.frequency, weeks: legacy.weeks, setAt: EARLIER },
    partners: Object.fromEntries(reduced.sort(([a], [b]) => (a < b ? -1 : 1))),
  };
  return { settings, saidAt };
}

function reduceSchedule({ schedule }: SetSchedule, setAt: Instant): SetSchedule {
  return { schedule, setBy: NOT_KEPT, setAt };
}

/**
 * The settings of an organization in these circumstances, for which the newest partner's schedule was set at `saidAt`.
 */
export function settingsAt({ settings, isTimed }: Circumstances, saidAt: number): OrganizationSettings {
  if (!isTimed) return settings;
  const partners = Object.entries(settings.partners).map(([id, partner]) => {
    const { schedule } = partner;
    const isNewest = schedule?.setAt === NEWEST;
    return [id, isNewest ? { ...partner, schedule: { ...schedule, setAt: toInstant(saidAt) } } : partner];
  });
  return { ...settings, partners: Object.fromEntries(partners) };
}

/** All circumstances: one object for the same partners and the same settings, with an index by partner. */
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

  /**
   * The circumstances with these partners and reduced settings. The next sweep drops them if no organization uses them.
   */
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

  /** The circumstances with a number, or undefined if there are none. */
  at(number: number): Circumstances | undefined {
    return this.#byNumber[number];
  }

  /** The circumstances of the organizations that a partner serves. */
  withPartner(partnerId: string): readonly Circumstances[] {
    return this.#partners.get(partnerId)?.circumstances ?? [];
  }

  /** All circumstances, in no order. */
  all(): Iterable<Circumstances> {
    return this.#byKey.values();
  }

  /** How many there are. */
  get size(): number {
    return this.#byKey.size;
  }

  /** Marks circumstances for the next sweep if they have no organization. */
  leave(circumstances: Circumstances): void {
    if (circumstances.size === 0) this.#left.push(circumstances);
  }

  /** Drops marked circumstances that still have no organization. */
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

  /** The one object for equal settings. */
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

  /** A short key, because every circumstances object has one. */
  #keyOf(partnerIds: readonly string[], { number }: SharedSettings): string {
    return `${partnerIds.map((id) => this.#partner(id).number).join()}/${number}`;
  }
}

/** A partner that serves organizations. */
interface KnownPartner {
  /** One string, shared by all circumstances. */
  readonly id: string;
  /** Stands for the id in the keys of circumstances. */
  readonly number: number;
  /** An array, because it takes a third of the memory of a set. */
  readonly circumstances: Circumstances[];
}
