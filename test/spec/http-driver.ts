import { createHash, randomUUID } from "node:crypto";
import type { Action, ActionOf } from "./action.ts";
import { readBuildText } from "./carried.ts";
import {
  type CheckAnswer,
  type Driver,
  type PartnerSettingsAnswer,
  type Refused,
  type SettingsAnswer,
  toWireSchedule,
  type UserSettingsAnswer,
  type WireReason,
} from "./driver.ts";
import type { CheckQuestion, ForecastQuestion } from "./expectation.ts";
import type { CheckIn } from "./installation.ts";
import { type Persona, VENDOR } from "./persona.ts";

interface Answered {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what a server answers is read field by field
  readonly json: any;
}

const FEATURE = "atlas-webex-release-management";

/** The scenarios' view of a server: nothing but HTTP, each persona with a token of its own. */
export class HttpDriver implements Driver {
  readonly #url: string;
  readonly #vendorToken: string;
  readonly #setClock: (at: string) => void;
  #now = "";
  readonly #ids = new Map<string, string>();
  readonly #names = new Map<string, string>();
  readonly #tokens = new Map<string, string>();

  constructor(url: string, vendorToken: string, setClock: (at: string) => void) {
    this.#url = url;
    this.#vendorToken = vendorToken;
    this.#setClock = setClock;
  }

  async setClock(at: string): Promise<void> {
    this.#now = at;
    this.#setClock(at);
  }

  async perform(persona: Persona, action: Action): Promise<string | null> {
    const answered = await this.#act(persona, action);
    return answered.status < 400 ? null : answered.json.errors[0].code;
  }

  /** As a cache in front would: the call answers once the check-in is written. */
  async checkIn({ organization, user, managed, osVersion, ...said }: CheckIn): Promise<void> {
    const query = new URLSearchParams({ ...said, organization: this.idOf(organization) });
    if (user !== undefined) query.set("user", this.idOf(user));
    if (osVersion !== undefined) query.set("osVersion", osVersion);
    if (managed) query.set("managed", "1");
    const requests = [{ at: this.#now, url: `/v1/updates/check?${query}` }];
    const { json } = await this.#call(this.#vendorToken, "POST", "/v1/imports/check-ins", { requests });
    if (json.noted !== 1) throw new Error(`${said.installation} is not counted: ${JSON.stringify(json)}`);
  }

  async check(question: CheckQuestion): Promise<CheckAnswer | Refused> {
    const { organization, user, asked_for: at, manual, managed, ...plain } = question;
    const query = new URLSearchParams(plain as Record<string, string>);
    if (user !== undefined) query.set("user", this.idOf(user));
    if (manual) query.set("manual", "true");
    if (managed) query.set("managed", "1");
    if (at === undefined) {
      if (organization !== undefined) query.set("organization", this.idOf(organization));
      return toCheckAnswer(await this.#call(null, "GET", `/v1/updates/check?${query}`), question.version);
    }
    query.set("at", at);
    const path = `/v1/organizations/${this.idOf(organization ?? "")}/explain?${query}`;
    const explained = await this.#call(await this.#token(VENDOR), "GET", path);
    return toCheckAnswer({ ...explained, json: explained.json.verdict ?? explained.json }, question.version);
  }

  async settings(persona: Persona, organization: string): Promise<SettingsAnswer | Refused> {
    const path = `/v1/organizations/${this.idOf(organization)}/release-settings`;
    const { status, json } = await this.#call(await this.#token(persona), "GET", path);
    if (status >= 400) return { refused: json.errors[0].code };
    const conflict = json.conflict?.map((side: { partnerId: string; schedule: unknown }) => [
      this.#names.get(side.partnerId),
      side.schedule,
    ]);
    return {
      ...json,
      rule: json.governing.code,
      notEditableReason: json.notEditableReason ?? null,
      conflict: conflict ? Object.fromEntries(conflict) : null,
      next: json.next ?? null,
    };
  }

  async partnerSettings(persona: Persona, partner: string): Promise<PartnerSettingsAnswer | Refused> {
    const path = `/v1/partners/${this.idOf(partner)}/release-settings`;
    const { status, json } = await this.#call(await this.#token(persona), "GET", path);
    if (status >= 400) return { refused: json.errors[0].code };
    return { ...json, notEditableReason: json.notEditableReason ?? null };
  }

  async userSettings(persona: Persona, user: string): Promise<UserSettingsAnswer | Refused> {
    const path = `/v1/users/${this.idOf(user)}/release-settings`;
    const { status, json } = await this.#call(await this.#token(persona), "GET", path);
    if (status >= 400) return { refused: json.errors[0].code };
    return { ...json, notAvailableReason: json.notAvailableReason ?? null };
  }

  async forecast(asked: ForecastQuestion): Promise<readonly { version: string; eligibleAt: string }[]> {
    const query = new URLSearchParams();
    if (asked.from !== undefined) query.set("from", asked.from);
    if (asked.to !== undefined) query.set("to", asked.to);
    if (asked.user !== undefined) query.set("user", this.idOf(asked.user));
    const path = `/v1/organizations/${this.idOf(asked.organization)}/forecast?${query}`;
    const { json } = await this.#call(await this.#token(VENDOR), "GET", path);
    return json.items.map(({ version, at }: { version: string; at: string }) => ({
      version,
      eligibleAt: at,
    }));
  }

  async #act(persona: Persona, action: Action): Promise<Answered> {
    const token = await this.#token(persona);
    switch (action.action) {
      case "create_partner": {
        const body = { name: action.partner, features: action.feature ? [FEATURE] : [] };
        return this.#create(token, "/v1/partners", action.partner, body);
      }
      case "change_partner": {
        const body = { features: action.feature ? [FEATURE] : [] };
        return this.#call(token, "PATCH", `/v1/partners/${this.idOf(action.partner)}`, body);
      }
      case "change_partner_settings": {
        const { partner, action: _, ...settings } = action;
        const path = `/v1/partners/${this.idOf(partner)}/release-settings`;
        return this.#call(token, "PUT", path, toWireSettings(settings));
      }
      case "create_organization": {
        const body = {
          name: action.organization,
          partnerIds: action.partners.map((partner) => this.idOf(partner)),
          ...(action.legacy && { legacySettings: action.legacy }),
        };
        return this.#create(token, "/v1/organizations", action.organization, body);
      }
      case "change_organization": {
        const partnerIds = action.partners.map((partner) => this.idOf(partner));
        return this.#call(token, "PATCH", `/v1/organizations/${this.idOf(action.organization)}`, {
          partnerIds,
        });
      }
      case "change_organization_settings": {
        const { organization, action: _, ...settings } = action;
        return this.#call(token, "PUT", this.#settingsPath(organization), toWireSettings(settings));
      }
      case "return_to_inheritance":
        return this.#call(token, "DELETE", this.#settingsPath(action.organization));
      case "migrate_legacy_settings":
        return this.#call(token, "POST", `${this.#settingsPath(action.organization)}/open`);
      case "create_user": {
        const path = `/v1/organizations/${this.idOf(action.organization)}/users`;
        return this.#create(token, path, action.user, {
          displayName: action.user,
          email: `${action.user}@example.com`,
        });
      }
      case "change_user_settings": {
        const path = `/v1/users/${this.idOf(action.user)}/release-settings`;
        return this.#call(token, "PUT", path, { allowAutomaticUpgrades: action.on });
      }
      case "create_release":
        return this.#enterRelease(token, action);
      case "change_release": {
        const { version, action: _, ...changes } = action;
        return this.#call(token, "PATCH", `/v1/releases/${this.idOf(version)}`, changes);
      }
      case "add_build":
        return this.#addBuild(token, action.version, action.build);
    }
  }

  /** What a floor or an end of life is checked against are builds, so both are set when those of the release are there. */
  async #enterRelease(token: string, { action: _, builds, ...release }: ActionOf<"create_release">) {
    const { floor, expiresAt, expiryReason, ...others } = release;
    const created = await this.#create(token, "/v1/releases", release.version, others);
    if (created.status >= 400) return created;
    for (const build of builds) {
      const added = await this.#addBuild(token, release.version, build);
      if (added.status >= 400) return added;
    }
    if (floor === null && expiresAt === null) return created;
    const path = `/v1/releases/${this.idOf(release.version)}`;
    return this.#call(token, "PATCH", path, { floor, expiresAt, expiryReason });
  }

  async #addBuild(token: string, version: string, build: string): Promise<Answered> {
    const { platform, arch, updaters, least, most } = readBuildText(build);
    const format = { win: "exe", mac: "zip", linux: "appimage" }[platform] ?? "";
    const name = `${version}-${build.replaceAll(/[ /]/g, "-")}`;
    const body = {
      platform,
      arch,
      format,
      fileName: `app-${name}.${format}`,
      url: `https://cdn.example.org/${name}`,
      updaters,
      ...(least !== null && { minimumOsVersion: least }),
      ...(most !== null && { maximumOsVersion: most }),
      // Nobody downloads in a scenario, so the builds lie elsewhere; each is a file of its own.
      size: 1000,
      sha512: createHash("sha512").update(name).digest("base64"),
    };
    return this.#call(token, "POST", `/v1/releases/${this.idOf(version)}/builds`, body);
  }

  async #create(token: string, path: string, name: string, body: object): Promise<Answered> {
    const answered = await this.#call(token, "POST", path, body);
    if (answered.status < 400) {
      this.#ids.set(name, answered.json.id);
      this.#names.set(answered.json.id, name);
    }
    return answered;
  }

  #settingsPath(organization: string): string {
    return `/v1/organizations/${this.idOf(organization)}/release-settings`;
  }

  /** The id behind a name; for a name that was never made, an id that nobody has. */
  idOf(name: string): string {
    const known = this.#ids.get(name);
    if (known) return known;
    const id = randomUUID();
    this.#ids.set(name, id);
    return id;
  }

  async #token(persona: Persona): Promise<string> {
    if (persona.role === "vendor_admin") return this.#vendorToken;
    const key = JSON.stringify(persona);
    const known = this.#tokens.get(key);
    if (known) return known;
    const { status, json } = await this.#call(this.#vendorToken, "POST", "/v1/tokens", {
      name: persona.organization ?? persona.partner,
      role: persona.role,
      ...(persona.partner !== null && { partnerId: this.idOf(persona.partner) }),
      ...(persona.organization !== null && { organizationId: this.idOf(persona.organization) }),
      ...(persona.organizations && { organizationIds: persona.organizations.map((one) => this.idOf(one)) }),
    });
    if (status !== 201) throw new Error(`no token for ${key}: ${JSON.stringify(json)}`);
    this.#tokens.set(key, json.token);
    return json.token;
  }

  async #call(token: string | null, method: string, path: string, body?: object): Promise<Answered> {
    const headers = {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body && { "content-type": "application/json" }),
    };
    const sent = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(this.#url + path, sent);
    const text = await response.text();
    return { status: response.status, json: text === "" ? null : JSON.parse(text) };
  }
}

function toCheckAnswer({ status, json }: Answered, running: string): CheckAnswer | Refused {
  if (status >= 400) return { refused: json.errors[0].code };
  const reasons = json.reasons.map(
    ({ rule: _, ...reason }: { rule: string }) => reason as unknown as WireReason,
  );
  const { action, final, support, nextCheckSeconds = null } = json;
  return {
    action,
    version: action === "stay" ? running : json.version,
    reasons,
    final,
    support,
    nextCheckSeconds,
  };
}

function toWireSettings(settings: { schedule?: string | null | undefined }): object {
  const { schedule } = settings;
  return typeof schedule === "string" ? { ...settings, schedule: toWireSchedule(schedule) } : settings;
}
