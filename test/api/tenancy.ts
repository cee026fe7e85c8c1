import type { Role } from "../../src/tenancy/actor.ts";
import { firstTufRoot } from "../feeds/tuf-trust.ts";
import { type TestServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { accepted, send } from "./caller.ts";

/** Of the tests' partner Alpha and organization Acme, which Alpha serves: whoever stands in their subtree. */
export const INSIDERS: readonly Role[] = [
  "vendor_admin",
  "partner_full_admin",
  "partner_admin",
  "partner_read_only",
  "partner_help_desk",
  "organization_full_admin",
  "organization_read_only",
];

/** Whoever has the right role in another subtree: of partner Beta, of its organization, of Alpha but assigned elsewhere. */
export const STRANGERS = ["beta_full_admin", "alpha_admin_elsewhere", "foreign_full_admin"] as const;
export type Stranger = (typeof STRANGERS)[number];

/** A small installation: ids, and a token for each person. */
export interface Tenancy {
  readonly server: TestServer;
  /** A partner, on latest with one week for all it serves, and one that has nothing to do with it. */
  readonly alpha: string;
  readonly beta: string;
  /** Served by Alpha: Acme, to which Alpha's partner administrator is assigned, and Other, to which nobody is. */
  readonly acme: string;
  readonly other: string;
  /** Served by Beta. */
  readonly foreign: string;
  /** A user of Acme. */
  readonly ann: string;
  readonly release: string;
  /** The id of a resumable upload for that release, which has no bytes yet. */
  readonly upload: string;
  /** The id of a build of that release, hosted elsewhere. */
  readonly build: string;
  /** The id of a private link to Acme's forecast. */
  readonly forecastLink: string;
  /** The ids of requests of Alpha to Beta, and of Beta to Alpha, about Acme, which Beta served then, too. */
  readonly requestByAlpha: string;
  readonly requestToAlpha: string;
  /** The id of a token of Acme's. */
  readonly token: string;
  /** The id of an administrator of Acme's. */
  readonly administrator: string;
  /** A first root of TUF, which the server's keys are in. */
  readonly tufRoot: object;
  readonly tokens: Readonly<Record<Role | Stranger, string>>;
}

/** Sends a call as the vendor that makes something; gives the id of what was made. */
export async function make(server: TestServer, path: string, body?: object): Promise<string> {
  return accepted(await send(server, VENDOR_TOKEN, { method: "POST", path, ...(body && { body }) })).id;
}

/** Makes a token; gives its secret. */
export async function makeToken(server: TestServer, role: string, scope: object = {}): Promise<string> {
  const body = { name: `token of ${role}`, role, ...scope };
  return accepted(await send(server, VENDOR_TOKEN, { method: "POST", path: "/v1/tokens", body })).token;
}

/** Begins a resumable upload as the vendor; gives its id. */
export async function beginUpload(server: TestServer, releaseId: string): Promise<string> {
  const said = { releaseId, platform: "win", arch: "x64", format: "exe", fileName: "App.exe" };
  const metadata = Object.entries(said).map(([name, value]) => `${name} ${btoa(value)}`);
  const headers = { "tus-resumable": "1.0.0", "upload-length": "10", "upload-metadata": metadata.join(",") };
  const begun = await send(server, VENDOR_TOKEN, { method: "POST", path: "/v1/uploads", headers });
  return begun.headers.get("location")?.split("/").at(-1) ?? "";
}

export async function makeTenancy(server: TestServer): Promise<Tenancy> {
  const alpha = await make(server, "/v1/partners", { name: "Alpha" });
  const beta = await make(server, "/v1/partners", { name: "Beta" });
  const acme = await make(server, "/v1/organizations", { name: "Acme", partnerIds: [alpha] });
  const other = await make(server, "/v1/organizations", { name: "Other", partnerIds: [alpha] });
  const foreign = await make(server, "/v1/organizations", { name: "Foreign", partnerIds: [beta] });
  const user = { displayName: "Ann", email: "ann@example.org" };
  const ann = await make(server, `/v1/organizations/${acme}/users`, user);
  const dates = { version: "45.1", automaticAt: "2026-01-06", state: "published" };
  const release = await make(server, "/v1/releases", dates);
  const build = await make(server, `/v1/releases/${release}/builds`, HOSTED);
  const upload = await beginUpload(server, release);
  const body = { schedule: { cadence: "latest", deferralWeeks: 1 } };
  const path = `/v1/partners/${alpha}/release-settings`;
  accepted(await send(server, VENDOR_TOKEN, { method: "PUT", path, body }));
  const script = { name: "Script", role: "organization_read_only", organizationId: acme };
  const token = await make(server, "/v1/tokens", script);
  const person = { displayName: "Olga", email: "olga@example.org" };
  const grant = { role: "organization_read_only", organizationId: acme };
  const administrator = await make(server, "/v1/administrators", { ...person, ...grant });
  const forecastLink = await make(server, `/v1/organizations/${acme}/forecast-links`);
  const tufRoot = await firstTufRoot(server.url);
  const tokens = await makeTokens(server, { alpha, beta, acme, other, foreign });
  const places = { server, acme, alpha, beta, tokens };
  const requestByAlpha = await makeOvertakenRequest(places, "alpha");
  const requestToAlpha = await makeOvertakenRequest(places, "beta");
  return {
    server,
    alpha,
    beta,
    acme,
    other,
    foreign,
    ann,
    release,
    upload,
    build,
    forecastLink,
    requestByAlpha,
    requestToAlpha,
    token,
    administrator,
    tufRoot,
    tokens,
  };
}

type RequestGround = Pick<Tenancy, "server" | "acme" | "alpha" | "beta" | "tokens">;

/** Has a partner, by its token, give an organization a schedule that Alpha does not give it. */
export async function disagree(server: TestServer, token: string, organization: string): Promise<void> {
  const path = `/v1/organizations/${organization}/release-settings`;
  const body = { schedule: weeks("slow", 3) };
  accepted(await send(server, token, { method: "PUT", path, body }));
}

const asked = { alpha: 0, beta: 0 };

/** What the partner asks for next: each time another schedule, so that what it asked before stays overtaken. */
function nextAsked(by: keyof typeof asked) {
  asked[by] += 1;
  return by === "alpha" ? weeks("latest", asked.alpha % 5) : weeks("slow", 4 + (asked.beta % 9));
}

/**
 * Has a full administrator of one of the two partners ask the other one about Acme while both serve it; afterwards only
 * Alpha does, so that the request is overtaken. Gives its id.
 */
export async function makeOvertakenRequest(ground: RequestGround, by: "alpha" | "beta"): Promise<string> {
  const { server, acme, alpha, beta, tokens } = ground;
  const path = `/v1/organizations/${acme}`;
  const serve = (partnerIds: readonly string[]) =>
    send(server, VENDOR_TOKEN, { method: "PATCH", path, body: { partnerIds } });
  accepted(await serve([alpha, beta]));
  await disagree(server, tokens.beta_full_admin, acme);
  const token = by === "alpha" ? tokens.partner_full_admin : tokens.beta_full_admin;
  const body = { toPartnerId: by === "alpha" ? beta : alpha, schedule: nextAsked(by) };
  const call = { method: "POST", path: `${path}/schedule-requests`, body };
  const { id } = accepted(await send(server, token, call));
  accepted(await serve([alpha]));
  // What Alpha set for it with the request goes, too.
  const settings = { method: "DELETE", path: `${path}/release-settings` };
  accepted(await send(server, tokens.partner_full_admin, settings));
  return id;
}

function weeks(cadence: "latest" | "slow", deferralWeeks: number) {
  return { cadence, deferralWeeks };
}

const HOSTED = {
  platform: "mac",
  arch: "arm64",
  format: "zip",
  fileName: "Hosted.zip",
  url: "https://cdn.example.org/Hosted.zip",
  size: 1,
  sha512: `${"A".repeat(86)}==`,
  sha1: "ab".repeat(20),
};

type Places = Pick<Tenancy, "alpha" | "beta" | "acme" | "other" | "foreign">;

async function makeTokens(server: TestServer, { alpha, beta, acme, other, foreign }: Places) {
  const token = (role: string, scope: object) => makeToken(server, role, scope);
  return {
    vendor_admin: VENDOR_TOKEN,
    partner_full_admin: await token("partner_full_admin", { partnerId: alpha }),
    partner_admin: await token("partner_admin", { partnerId: alpha, organizationIds: [acme] }),
    partner_read_only: await token("partner_read_only", { partnerId: alpha }),
    partner_help_desk: await token("partner_help_desk", { partnerId: alpha }),
    organization_full_admin: await token("organization_full_admin", { organizationId: acme }),
    organization_read_only: await token("organization_read_only", { organizationId: acme }),
    beta_full_admin: await token("partner_full_admin", { partnerId: beta }),
    alpha_admin_elsewhere: await token("partner_admin", { partnerId: alpha, organizationIds: [other] }),
    foreign_full_admin: await token("organization_full_admin", { organizationId: foreign }),
  };
}
