import { randomUUID } from "node:crypto";
import { type Build, NO_EXTRAS } from "../../src/catalog/build.ts";
import { NO_LIMITS, type Release } from "../../src/catalog/release.ts";
import { parseVersion, type Version } from "../../src/catalog/version.ts";
import { type Instant, parseInstant } from "../../src/instant.ts";
import { parseSchedule, type Schedule } from "../../src/policy/schedule.ts";
import type { PartnerSettings, SetSchedule } from "../../src/policy/settings.ts";
import type { Actor } from "../../src/tenancy/actor.ts";
import type { Administrator } from "../../src/tenancy/administrator.ts";
import type { Organization, User } from "../../src/tenancy/organization.ts";
import { type Partner, RELEASE_MANAGEMENT_FEATURE } from "../../src/tenancy/partner.ts";
import type { Token } from "../../src/tenancy/token.ts";

/** An instant, from `2026-03-01` or `2026-03-01T08:00:00Z`. */
export function at(text: string): Instant {
  const instant = parseInstant(text);
  if (!instant.ok) throw new Error(instant.error.message);
  return instant.value;
}

export function version(text: string): Version {
  const parsed = parseVersion(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

/** A schedule, from `automatic`, `latest:4` or `slow:12`. */
export function schedule(text: string): Schedule {
  const parsed = parseSchedule(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

export const VENDOR: Actor = {
  id: "5d7f7f3c-0f6e-4b57-8f2f-0c1f3b1f0a01",
  displayName: "Vera Vendor",
  role: "vendor_admin",
  partnerId: null,
  organizationId: null,
  organizationIds: null,
};

const SOME_DAY = at("2026-01-01");

/** A valid partner; a test gives only the fields that it is about. */
export function aPartner(change: Partial<Partner> = {}): Partner {
  return {
    id: randomUUID(),
    name: "Alpha Telecom",
    features: [RELEASE_MANAGEMENT_FEATURE],
    createdAt: SOME_DAY,
    ...change,
  };
}

export function anOrganization(change: Partial<Organization> = {}): Organization {
  return {
    id: randomUUID(),
    name: "Bakery Berg",
    partnerIds: [],
    customerNumbers: {},
    createdAt: SOME_DAY,
    ...change,
  };
}

export function aUser(organizationId: string, change: Partial<User> = {}): User {
  return {
    id: randomUUID(),
    organizationId,
    displayName: "Uma User",
    email: "uma@example.org",
    createdAt: SOME_DAY,
    ...change,
  };
}

export function aRelease(written: string, change: Partial<Release> = {}): Release {
  return {
    id: randomUUID(),
    version: version(written),
    automaticAt: at("2026-02-03"),
    slowAt: null,
    rolloutDays: 0,
    critical: null,
    notes: "",
    state: "planned",
    ...NO_LIMITS,
    ...change,
  };
}

export function aBuild(releaseId: string, change: Partial<Build> = {}): Build {
  return {
    id: randomUUID(),
    releaseId,
    platform: "win",
    arch: "x64",
    format: "exe",
    fileName: "setup.exe",
    size: 5_000_000_000,
    sha256: "ab".repeat(32),
    sha512: "c2hhNTEy",
    ...NO_EXTRAS,
    url: null,
    addedAt: SOME_DAY,
    ...change,
  };
}

export function anAdministrator(change: Partial<Administrator> = {}): Administrator {
  const id = randomUUID();
  const person = { id, displayName: "Ada Admin", email: `${id}@Example.org` };
  return { ...VENDOR, ...person, createdAt: SOME_DAY, disabledAt: null, ...change };
}

export function aToken(change: Partial<Token> = {}): Token {
  return {
    id: randomUUID(),
    name: "nightly script",
    actor: VENDOR,
    expiresAt: null,
    createdAt: SOME_DAY,
    createdBy: { id: VENDOR.id, displayName: VENDOR.displayName, role: VENDOR.role },
    ...change,
  };
}

export function aWord(written: string, setAt: Instant = SOME_DAY): SetSchedule {
  const setBy = { id: VENDOR.id, displayName: VENDOR.displayName, role: VENDOR.role };
  return { schedule: schedule(written), setBy, setAt };
}

/** A partner's settings with this default. */
export function defaultOf(written: string, updatedAt: Instant = SOME_DAY): PartnerSettings {
  const word = aWord(written, updatedAt);
  return { schedule: word, allowCustomerOverride: true, updatedAt, updatedBy: word.setBy };
}
