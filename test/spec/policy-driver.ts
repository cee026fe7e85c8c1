import { calendarAsPlanned, calendarFor } from "../../src/catalog/calendar.ts";
import type { Target } from "../../src/catalog/platform.ts";
import { type Architecture, isPlatform, type Platform } from "../../src/catalog/platform.ts";
import {
  formatRunningVersion,
  parseRunningVersion,
  type RunningVersion,
} from "../../src/catalog/running-version.ts";
import { targetOf } from "../../src/catalog/updater-needs.ts";
import { formatVersion, type Version } from "../../src/catalog/version.ts";
import { formatInstant, type Instant, toInstant } from "../../src/instant.ts";
import { decide, type GoverningStanding } from "../../src/policy/decide.ts";
import { allowsCustomerOverride, mayEditOrganization, mayEditPartner } from "../../src/policy/editability.ts";
import { forecast } from "../../src/policy/forecast.ts";
import { foldHistory, type PastStanding } from "../../src/policy/history.ts";
import { GOVERNED_BY_VENDOR, governedOf } from "../../src/policy/organization-state.ts";
import { parameterKind, type ReasonCode } from "../../src/policy/reason.ts";
import { perOrganizationSettings } from "../../src/policy/settings.ts";
import type { Standing } from "../../src/policy/standing.ts";
import type { Verdict } from "../../src/policy/verdict.ts";
import type { Refusal, Result } from "../../src/result.ts";
import type { Actor, Role } from "../../src/tenancy/actor.ts";
import { seesPartner } from "../../src/tenancy/permission.ts";
import type { Action } from "./action.ts";
import { osVersionOf } from "./carried.ts";
import type {
  CheckAnswer,
  Driver,
  PartnerSettingsAnswer,
  Refused,
  SettingsAnswer,
  UserSettingsAnswer,
  WireReason,
} from "./driver.ts";
import type { CheckQuestion, ForecastQuestion } from "./expectation.ts";
import type { CheckIn } from "./installation.ts";
import type { Persona } from "./persona.ts";
import { perform, sees } from "./policy-actions.ts";
import { nextOfCounted } from "./policy-next.ts";
import {
  calendarOf,
  EMPTY_WORLD,
  momentsOf,
  type PolicyWorld,
  type Recorded,
  sceneOf,
} from "./policy-world.ts";

const NOT_FOUND: Refused = { refused: "not_found" };

/** The scenarios' view of the pure policy: records in memory, and every world there ever was as the ledger. */
export class PolicyDriver implements Driver {
  #now: Instant = toInstant(0);
  #world: PolicyWorld = EMPTY_WORLD;
  readonly #past: Recorded[] = [];
  /** R56: by organization and installation, what it said last. */
  readonly #counted = new Map<string, CheckIn>();

  async setClock(at: string): Promise<void> {
    this.#now = instant(at);
  }

  async perform(persona: Persona, action: Action): Promise<string | null> {
    const done = perform(this.#world, action, { actor: toActor(persona), at: this.#now });
    if (!done.ok) return done.error.code;
    if (done.value !== this.#world) this.#past.push({ at: this.#now, world: done.value });
    this.#world = done.value;
    return null;
  }

  async checkIn(said: CheckIn): Promise<void> {
    this.#counted.set(JSON.stringify([said.organization, said.installation]), said);
  }

  async check(question: CheckQuestion): Promise<CheckAnswer | Refused> {
    const { platform, version } = question;
    if (!isPlatform(platform)) return { refused: "desktop_only" };
    const at = question.asked_for === undefined ? this.#now : instant(question.asked_for);
    const asked = {
      at,
      target: toTarget({ ...question, platform }),
      running: parseRunningVersion(version),
      installation: question.installation ?? null,
      installedAt: question.installedAt === undefined ? null : instant(question.installedAt),
      manual: question.manual,
      os: osVersionOf(question.osVersion ?? null),
      isManaged: question.managed,
    };
    const calendar = calendarFor(calendarOf(this.#world), at, this.#now);
    return toAnswer(decide(asked, this.#governed(question, at), calendar), version);
  }

  async settings(persona: Persona, organization: string): Promise<SettingsAnswer | Refused> {
    const actor = toActor(persona);
    const scene = sceneOf(this.#world, organization);
    const state = this.#fold(organization, null, this.#now).organization;
    if (!scene || !state || !sees(this.#world, actor, organization)) return NOT_FOUND;
    const { governing, standing } = state;
    const { own, legacy } = scene.settings;
    const words = scene.partners.map(
      ({ partner }) => perOrganizationSettings(scene.settings, partner.id).schedule,
    );
    return {
      schedule: governing.schedule,
      rule: governing.code,
      inherits: own === null && legacy === null && words.every((word) => word === null),
      allowCustomerOverride: allowsCustomerOverride(scene),
      ...editability(mayEditOrganization(actor, scene)),
      conflict: governing.conflict
        ? Object.fromEntries(governing.conflict.map(({ partnerId, schedule }) => [partnerId, schedule]))
        : null,
      next: this.#next(organization, standing),
    };
  }

  async partnerSettings(persona: Persona, partnerId: string): Promise<PartnerSettingsAnswer | Refused> {
    const actor = toActor(persona);
    const found = this.#world.partners.get(partnerId);
    if (!found || !seesPartner(actor, partnerId)) return NOT_FOUND;
    const { schedule, allowCustomerOverride } = found.settings;
    return {
      schedule: schedule?.schedule ?? null,
      allowCustomerOverride,
      ...editability(mayEditPartner(actor, found.partner)),
    };
  }

  async userSettings(persona: Persona, userId: string): Promise<UserSettingsAnswer | Refused> {
    const found = this.#world.users.get(userId);
    const organizationId = found?.user.organizationId ?? "";
    if (!found || !sees(this.#world, toActor(persona), organizationId)) return NOT_FOUND;
    const state = this.#fold(organizationId, userId, this.#now).organization;
    const isAvailable = state !== null && state.standing.schedule.cadence !== "automatic";
    return {
      allowAutomaticUpgrades: found.settings.allowAutomaticUpgrades,
      available: isAvailable,
      notAvailableReason: isAvailable ? null : "automatic_upgrades_not_available",
    };
  }

  async forecast(question: ForecastQuestion): Promise<readonly { version: string; eligibleAt: string }[]> {
    const from = question.from === undefined ? this.#now : instant(question.from);
    const to = question.to === undefined ? null : instant(question.to);
    const { standing } = this.#governed(question, this.#now);
    const calendar = calendarAsPlanned(calendarOf(this.#world), this.#now);
    return forecast(standing, calendar, { after: from, to }).map(({ release, eligibleAt }) => ({
      version: formatVersion(release.version),
      eligibleAt: formatInstant(eligibleAt),
    }));
  }

  #next(organization: string, standing: Standing): SettingsAnswer["next"] {
    const counted = [...this.#counted.values()]
      .filter((said) => said.organization === organization)
      .map((said) => ({ said, standing: this.#governed(said, this.#now).standing }));
    return nextOfCounted(calendarOf(this.#world), counted, { standing, now: this.#now });
  }

  #fold(organization: string, user: string | null, at: Instant): PastStanding {
    return foldHistory(momentsOf(this.#past, organization, user), at);
  }

  #governed(
    asked: { organization?: string | undefined; user?: string | undefined },
    at: Instant,
  ): GoverningStanding {
    if (asked.organization === undefined) return GOVERNED_BY_VENDOR;
    const { organization, user } = this.#fold(asked.organization, asked.user ?? null, at);
    return organization ? governedOf(organization, user) : GOVERNED_BY_VENDOR;
  }
}

/** Whom a persona stands for; its name is its id. */
export function toActor(persona: Persona): Actor {
  const id = persona.organization ?? persona.partner ?? "vendor";
  return {
    id,
    displayName: id,
    role: persona.role as Role,
    partnerId: persona.partner,
    organizationId: persona.organization,
    organizationIds: persona.organizations,
  };
}

function instant(text: string): Instant {
  return toInstant(Date.parse(text));
}

function editability(allowed: Result<true, Refusal>) {
  return { editable: allowed.ok, notEditableReason: allowed.ok ? null : allowed.error.code };
}

/** The pure rules schedule no checks, so nothing here says when to ask again. */
function toAnswer(verdict: Verdict, running: string): CheckAnswer {
  const { action, final } = verdict;
  const { state, endsAt, expiresAt, enforced } = verdict.support;
  const support = { state, endsAt: textOrNull(endsAt), expiresAt: textOrNull(expiresAt), enforced };
  const version = verdict.action === "stay" ? running : formatVersion(verdict.release.version);
  const reasons = verdict.reasons.map(toWireReason);
  return { action, version, reasons, final, support, nextCheckSeconds: null };
}

function textOrNull(at: Instant | null): string | null {
  return at === null ? null : formatInstant(at);
}

function toWireReason(reason: Verdict["reasons"][number]): WireReason {
  const parameters = Object.entries(reason).map(([key, value]) => [key, toWire(reason.code, key, value)]);
  return Object.fromEntries(parameters) as WireReason;
}

/** A parameter of a reason by its kind: versions and instants as text, the others as they are. */
function toWire(code: ReasonCode, name: string, value: unknown): unknown {
  switch (parameterKind(code, name)) {
    case "version":
      return formatVersion(value as Version);
    case "running":
      return formatRunningVersion(value as RunningVersion);
    case "instant":
      return formatInstant(value as Instant);
    case "schedule":
    case "text":
    case "scope":
    case "seconds":
    case null:
      return value;
  }
}

function toTarget(asked: Omit<CheckQuestion, "platform"> & { readonly platform: Platform }): Target {
  const { platform, updater } = asked;
  const arch = asked.arch as Architecture;
  return updater ? targetOf(updater, platform, arch) : { platform, arch, formats: null };
}
