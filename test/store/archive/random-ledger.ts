import fc from "fast-check";
import { toInstant } from "../../../src/instant.ts";
import type { Subject } from "../../../src/ledger/subject.ts";
import { UNCONFIGURED_ORGANIZATION } from "../../../src/policy/settings.ts";
import { ok } from "../../../src/result.ts";
import { changeStore } from "../../../src/store/ledger/change.ts";
import type { RecordChange } from "../../../src/store/ledger/record-change.ts";
import type { Store } from "../../../src/store/store.ts";
import type { Actor } from "../../../src/tenancy/actor.ts";
import {
  anAdministrator,
  anOrganization,
  aPartner,
  aRelease,
  aToken,
  at,
  aUser,
  aWord,
  defaultOf,
  VENDOR,
} from "../../support/records.ts";

/** One step of a random history: what is done, and numbers that choose to whom. */
interface Step {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  /** Hours since the step before; none for one at the same instant. */
  readonly hours: number;
}

export const STEPS = fc.array(
  fc.record({ kind: fc.nat(99), a: fc.nat(99), b: fc.nat(99), hours: fc.nat(40) }),
  { minLength: 30, maxLength: 90 },
);

/** Everything that a random history is about. */
export interface RandomLedger {
  readonly partners: readonly string[];
  readonly organizations: readonly string[];
  readonly users: readonly string[];
  readonly releases: readonly string[];
  readonly people: readonly string[];
  readonly tokens: readonly string[];
}

/** Writes a random history: all kinds of subjects that are read by subject, people of several partners, removals. */
export async function writeRandomLedger(store: Store, steps: readonly Step[]): Promise<RandomLedger> {
  const history = new RandomHistory(store);
  await history.begin();
  for (const step of steps) await history.take(step);
  const ids = (all: readonly { readonly id: string }[]) => all.map(({ id }) => id);
  return {
    partners: ids(history.partners),
    organizations: ids(history.organizations),
    users: ids(history.users),
    releases: ids(history.releases),
    people: ids(history.people),
    tokens: ids(history.tokens),
  };
}

type Written = RecordChange<Subject>["after"];

class RandomHistory {
  readonly partners = ["Alpha", "Beta", "Gamma"].map((name) => aPartner({ name }));
  readonly organizations = Array.from({ length: 6 }, (_, n) =>
    anOrganization({ name: `Org ${n}`, partnerIds: [this.partners[n % 3]!.id] }),
  );
  readonly users = this.organizations.map((one) => aUser(one.id));
  readonly releases = ["45.1", "45.2", "45.3"].map((one) => aRelease(one));
  readonly people = this.partners.map((one) =>
    anAdministrator({ role: "partner_full_admin", partnerId: one.id }),
  );
  readonly tokens = this.organizations.map((one) =>
    aToken({ actor: { ...VENDOR, role: "organization_full_admin", organizationId: one.id } }),
  );
  readonly #store: Store;
  readonly #state = new Map<string, Written>();
  #now = Number(at("2026-01-01"));
  #by: Actor = VENDOR;

  constructor(store: Store) {
    this.#store = store;
  }

  async begin(): Promise<void> {
    for (const one of this.partners) await this.#record("partner", one.id, one);
    for (const one of this.organizations) await this.#record("organization", one.id, one);
  }

  async take({ kind, a, b, hours }: Step): Promise<void> {
    this.#now += hours * 3_600_000;
    const person = this.people[a % 3]!;
    this.#by = b % 3 === 0 ? person : VENDOR;
    const kinds = [
      ...[this.#partnerSettings, this.#organizationSettings, this.#organization, this.#user],
      ...[this.#release, this.#person, this.#token, this.#partner],
      ...[this.#partnerSettings, this.#organizationSettings],
    ];
    await kinds[kind % kinds.length]!.call(this, a, b);
  }

  async #partnerSettings(a: number, b: number): Promise<void> {
    const settings = defaultOf(`slow:${b % 13}`, toInstant(this.#now));
    await this.#record("partner_settings", this.partners[a % 3]!.id, settings);
  }

  async #organizationSettings(a: number, b: number): Promise<void> {
    const own = aWord(`latest:${b % 5}`, toInstant(this.#now));
    const { id } = this.organizations[a % 6]!;
    await this.#record("organization_settings", id, { ...UNCONFIGURED_ORGANIZATION, own });
  }

  async #organization(a: number, b: number): Promise<void> {
    const organization = this.organizations[a % 6]!;
    const ids = new Set([this.partners[b % 3]!.id, this.partners[a % 3]!.id]);
    const partnerIds = [...ids].sort();
    await this.#record("organization", organization.id, { ...organization, name: `Org ${b}`, partnerIds });
  }

  async #user(a: number, b: number): Promise<void> {
    const user = this.users[a % 6]!;
    if (!this.#has("user", user.id)) return this.#record("user", user.id, user);
    const saved = { allowAutomaticUpgrades: b % 2 === 0, updatedAt: toInstant(this.#now), updatedBy: null };
    await this.#record("user_settings", user.id, saved, { organizationId: user.organizationId });
  }

  async #release(a: number, b: number): Promise<void> {
    const release = this.releases[a % 3]!;
    await this.#record("release", release.id, { ...release, notes: `notes ${b}` });
  }

  async #person(a: number, b: number): Promise<void> {
    const person = this.people[a % 3]!;
    const moved = { ...person, partnerId: this.partners[b % 3]!.id, displayName: `Ada ${b}` };
    await this.#record("administrator", person.id, b % 5 === 0 ? null : moved);
  }

  async #token(a: number, b: number): Promise<void> {
    const token = this.tokens[a % 6]!;
    await this.#record("token", token.id, b % 3 === 0 ? null : token);
  }

  async #partner(a: number, b: number): Promise<void> {
    const partner = this.partners[a % 3]!;
    await this.#record("partner", partner.id, { ...partner, name: `Partner ${b}` });
  }

  #has(subject: Subject, id: string): boolean {
    return (this.#state.get(`${subject} ${id}`) ?? null) !== null;
  }

  async #record(subject: Subject, id: string, after: unknown, more: object = {}): Promise<void> {
    const before = this.#state.get(`${subject} ${id}`) ?? null;
    if (before === null && after === null) return;
    this.#state.set(`${subject} ${id}`, after as Written);
    const recorded = { subject, id, action: `change_${subject}`, before, after, ...more };
    const by = { actor: this.#by, now: toInstant(this.#now) };
    const done = await changeStore(this.#store, by, async (one) => {
      if (before === null && subject === "token") await one.recordToken(recorded as never, `hash ${id}`);
      else if (before === null && subject === "administrator") {
        await one.recordAccount(recorded as never, { hash: `hash ${id}`, isOneTime: false });
      } else await one.record(recorded as RecordChange<Subject>);
      return ok(null);
    });
    if (!done.ok) throw new Error(done.error.message);
  }
}
