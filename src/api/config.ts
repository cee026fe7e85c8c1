import { existsSync, readFileSync } from "node:fs";
import { isIP } from "node:net";
import { parseEnv } from "node:util";
import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import type { S3Location } from "../store/files/s3-location.ts";
import type { Retention } from "../store/tables/installation-upkeep.ts";
import type { InstallationBounds } from "../store/tables/new-installations.ts";
import { ROLES } from "../tenancy/actor.ts";
import { type ClaimNames, parseRoleMap } from "../tenancy/claims.ts";
import type { QuotaNumbers } from "../tenancy/quota.ts";
import { CACHING_RULES, type Caching, readCaching } from "./caching-config.ts";
import { HOSTED_BUILDS, type HostedBuilds } from "./hosted-address.ts";
import { INSTALLATION_RULES, readInstallationBounds } from "./installation-config.ts";
import { LIVES_RULES, type Lives, readLives } from "./lives-config.ts";
import { isLoopback } from "./loopback.ts";
import { type MetricsConfig, RULES_OF_METRICS, readMetrics } from "./metrics-config.ts";
import { RULES_OF_QUOTAS, readQuotas } from "./quota-config.ts";
import { readS3, S3_RULES } from "./s3-config.ts";
import { SUPPORT_RULES } from "./support-config.ts";

/** The whole configuration, read in one place. */
export interface Config extends Caching {
  readonly port: number;
  readonly host: string;
  readonly dataDirectory: string;
  /** A PostgreSQL, or null for the embedded database in the data directory. */
  readonly databaseUrl: string | null;
  /** The password for a `databaseUrl` that has none, or null. */
  readonly databasePassword: string | null;
  /** The bucket for the files of builds, or null for the data directory. */
  readonly s3: S3Location | null;
  /** A file with the private key that signs manifests (PEM, PKCS#8), or null if the key is generated and stored in the database. */
  readonly signingKeyFile: string | null;
  /** Whether an empty installation is filled with the demo world. */
  readonly demo: boolean;
  /** A bearer token with the role of a vendor administrator, or null if there is none. */
  readonly vendorToken: string | null;
  readonly product: string;
  readonly vendor: string;
  /** Where people reach support, https or mailto, or null if the page does not say. */
  readonly supportUrl: string | null;
  /** The address at which clients reach this server, without a slash at the end, or null to use the host of each request. */
  readonly publicUrl: string | null;
  /**
   * The proxies that are trusted to report a client's address: addresses or ranges, such as 10.0.0.0/8; empty for none.
   */
  readonly trustedProxies: readonly string[];
  /** The identity provider that people may sign in with, or null if there are only local accounts. */
  readonly oidc: OidcConfig | null;
  readonly metrics: MetricsConfig;
  readonly quotas: QuotaNumbers;
  /** The API calls that each caller may make in a minute; 0 for no limit. */
  readonly callsPerMinute: number;
  /** Which addresses builds that are hosted elsewhere may have. */
  readonly hostedBuilds: HostedBuilds;
  readonly logLevel: LogLevel;
  /** How long silent installations, and the history of versions, are kept. */
  readonly retention: Retention;
  /** The longest lives of tokens and one-time passwords. */
  readonly lives: Lives;
  /** The bounds on installations that checks add to one organization. */
  readonly installationBounds: InstallationBounds;
  /** The e-mail address of the vendor administrator that the first start makes. */
  readonly adminEmail: string;
}

const LOG_LEVELS = ["silent", "fatal", "error", "warn", "info", "debug", "trace"] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

/** An OpenID provider, and the claims that hold a person's role and scope. */
export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  readonly claims: ClaimNames;
}

type Environment = Readonly<Record<string, string | undefined>>;
type ConfigRefusal = Refusal<"configuration_invalid">;

/**
 * Reads the configuration from environment variables and, for what they do not set, from the file that `SLUICE_CONFIG`
 * names (`sluice.env` if it exists): lines of NAME=value. Refuses with the name, the value and what is allowed.
 */
export function readConfig(environment: Environment): Result<Config, ConfigRefusal> {
  const file = readConfigFile(environment.SLUICE_CONFIG || undefined);
  if (!file.ok) return file;
  const given: Environment = { ...withoutEmpty(file.value), ...withoutEmpty(environment) };
  return checked(given);
}

/**
 * Refuses to serve on an address that others can reach without PUBLIC_URL: links, secure cookies, the strict headers for
 * https and what caches may share depend on it.
 */
export function checkServed({ host, publicUrl }: Config): Result<true, ConfigRefusal> {
  if (publicUrl !== null || host === "localhost" || isLoopback(host)) return ok(true);
  const message = `HOST is "${host}", which other machines can reach, but PUBLIC_URL is not set; set it to the address at which clients reach this server, such as https://updates.example.org`;
  return err(refuse("configuration_invalid", message));
}

function checked(given: Environment): Result<Config, ConfigRefusal> {
  const wrong = RULES.find(({ name, isRight }) => given[name] !== undefined && !isRight(given[name] ?? ""));
  if (wrong) return invalid(wrong.name, wrong.isSecret ? "(not shown)" : given[wrong.name], wrong.allowed);
  const oidc = readOidc(given);
  if (!oidc.ok) return oidc;
  const s3 = readS3(given);
  return s3.ok ? ok(toConfig(given, oidc.value, s3.value)) : s3;
}

function toConfig(given: Environment, oidc: OidcConfig | null, s3: S3Location | null): Config {
  return {
    port: Number(given.PORT ?? "8080"),
    host: given.HOST ?? "127.0.0.1",
    dataDirectory: given.DATA_DIR ?? "./data",
    databaseUrl: given.DATABASE_URL ?? null,
    databasePassword: given.DATABASE_PASSWORD ?? null,
    s3,
    signingKeyFile: given.SLUICE_SIGNING_KEY_FILE ?? null,
    demo: given.SLUICE_DEMO === "1",
    vendorToken: given.SLUICE_VENDOR_TOKEN ?? null,
    product: given.SLUICE_PRODUCT ?? "Webex App",
    vendor: given.SLUICE_VENDOR ?? "Cisco",
    supportUrl: given.SLUICE_SUPPORT_URL ?? null,
    publicUrl: given.PUBLIC_URL?.replace(/\/+$/, "") ?? null,
    trustedProxies: (given.TRUSTED_PROXIES ?? "").split(",").filter(Boolean),
    oidc,
    lives: readLives(given),
    metrics: readMetrics(given),
    quotas: readQuotas(given),
    hostedBuilds: HOSTED_BUILDS.find((known) => known === given.SLUICE_HOSTED_BUILDS) ?? "public",
    ...readServing(given),
    ...readCaching(given),
    installationBounds: readInstallationBounds(given),
    adminEmail: given.SLUICE_ADMIN_EMAIL ?? "admin@localhost",
  };
}

/** Reads how the server serves. */
function readServing(given: Environment): Pick<Config, "callsPerMinute" | "logLevel" | "retention"> {
  const { SLUICE_RATE_LIMIT: calls = "6000" } = given;
  const { LOG_LEVEL: level } = given;
  const { SLUICE_INSTALLATION_RETENTION_DAYS: installation = "90" } = given;
  const { SLUICE_HISTORY_RETENTION_DAYS: history = "400" } = given;
  return {
    callsPerMinute: Number(calls),
    logLevel: LOG_LEVELS.find((known) => known === level) ?? "info",
    retention: { installationDays: Number(installation), historyDays: Number(history) },
  };
}

/** Reads the identity provider. It, its client and its secret are set together or not at all; the rest has defaults. */
function readOidc(given: Environment): Result<OidcConfig | null, ConfigRefusal> {
  const { SLUICE_OIDC_ISSUER: issuer, SLUICE_OIDC_CLIENT_ID: clientId } = given;
  const { SLUICE_OIDC_CLIENT_SECRET: clientSecret } = given;
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return ok(null);
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) {
    const message =
      "Only some of SLUICE_OIDC_ISSUER, SLUICE_OIDC_CLIENT_ID and SLUICE_OIDC_CLIENT_SECRET are set; set all of them or none";
    return err(refuse("configuration_invalid", message));
  }
  const roleMap = parseRoleMap(given.SLUICE_OIDC_ROLE_MAP ?? "");
  const claims = {
    role: given.SLUICE_OIDC_ROLE_CLAIM ?? "sluice_role",
    partner: given.SLUICE_OIDC_PARTNER_CLAIM ?? "sluice_partner",
    organizations: given.SLUICE_OIDC_ORGANIZATIONS_CLAIM ?? "sluice_organizations",
    ...(roleMap && { roleMap }),
  };
  const scope = given.SLUICE_OIDC_SCOPE ?? "openid profile email";
  return ok({ issuer, clientId, clientSecret, scope, claims });
}

interface Rule {
  readonly name: string;
  readonly isRight: (value: string) => boolean;
  readonly allowed: string;
  readonly isSecret?: true;
}

/** The allowed values of each variable that cannot hold just any text. */
const RULES: readonly Rule[] = [
  {
    name: "PORT",
    isRight: (value) => /^\d{1,5}$/.test(value) && Number(value) <= 65_535,
    allowed: "a whole number from 0 (any free port) to 65535",
  },
  {
    name: "DATABASE_URL",
    isRight: (value) => /^postgres(ql)?:\/\//.test(value),
    allowed: "a URL that begins with postgres://",
    isSecret: true,
  },
  {
    name: "SLUICE_DEMO",
    isRight: (value) => value === "0" || value === "1",
    allowed: "1 (fill an empty installation) or 0",
  },
  {
    name: "SLUICE_VENDOR_TOKEN",
    isRight: (value) => /^\S{16,}$/.test(value),
    allowed: "at least 16 characters without spaces",
    isSecret: true,
  },
  {
    name: "PUBLIC_URL",
    isRight: (value) => /^https?:\/\/\S+$/.test(value),
    allowed: "a URL that begins with http:// or https://",
  },
  {
    name: "TRUSTED_PROXIES",
    isRight: (value) => value.split(",").every(isAddressOrRange),
    allowed: "IP addresses or ranges separated by commas, such as 127.0.0.1,10.0.0.0/8",
  },
  {
    name: "SLUICE_RATE_LIMIT",
    isRight: (value) => /^\d{1,7}$/.test(value),
    allowed: "a whole number of API calls a minute for each caller, or 0 for no limit",
  },
  ...CACHING_RULES,
  ...["SLUICE_INSTALLATION_RETENTION_DAYS", "SLUICE_HISTORY_RETENTION_DAYS"].map((name) => ({
    name,
    isRight: (value: string) => /^[1-9]\d{0,3}$/.test(value),
    allowed: "a number of days from 1 to 9999",
  })),
  {
    name: "SLUICE_HOSTED_BUILDS",
    isRight: (value) => HOSTED_BUILDS.some((known) => known === value),
    allowed: `one of ${HOSTED_BUILDS.join(", ")}`,
  },
  {
    name: "LOG_LEVEL",
    isRight: (value) => LOG_LEVELS.some((level) => level === value),
    allowed: `one of ${LOG_LEVELS.join(", ")}`,
  },
  {
    name: "SLUICE_OIDC_ISSUER",
    isRight: (value) =>
      /^https:\/\/[^\s?#]+$|^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?(\/[^\s?#]*)?$/.test(value),
    allowed: "a URL that begins with https://, or with http:// on this machine",
  },
  {
    name: "SLUICE_OIDC_SCOPE",
    isRight: (value) => value.split(" ").includes("openid"),
    allowed: "scopes separated by spaces, including openid",
  },
  {
    name: "SLUICE_OIDC_ROLE_MAP",
    isRight: (value) => parseRoleMap(value) !== null,
    allowed: `name=role pairs separated by commas, each name once; roles are ${ROLES.join(", ")}`,
  },
  {
    name: "SLUICE_ADMIN_EMAIL",
    isRight: (value) => value.length <= 254 && /^[^\s@]+@[^\s@]+$/.test(value),
    allowed: "an e-mail address",
  },
  ...LIVES_RULES,
  ...RULES_OF_METRICS,
  ...RULES_OF_QUOTAS,
  ...S3_RULES,
  ...INSTALLATION_RULES,
  ...SUPPORT_RULES,
];

function isAddressOrRange(text: string): boolean {
  const [address = "", bits = "", ...others] = text.split("/");
  const most = isIP(address) === 6 ? 128 : 32;
  const isRange = /^\d{1,3}$/.test(bits) && Number(bits) <= most;
  return isIP(address) !== 0 && others.length === 0 && (isRange || !text.includes("/"));
}

function readConfigFile(named: string | undefined): Result<Environment, ConfigRefusal> {
  const path = named ?? "sluice.env";
  if (named === undefined && !existsSync(path)) return ok({});
  try {
    return ok(parseEnv(readFileSync(path, "utf8")) as Environment);
  } catch (error) {
    const why = error instanceof Error && "code" in error ? ` (${error.code})` : "";
    return invalid("SLUICE_CONFIG", path, `the path of a file that exists and can be read${why}`);
  }
}

function withoutEmpty(environment: Environment): Environment {
  return Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""),
  );
}

function invalid(name: string, value: string | undefined, allowed: string): Result<never, ConfigRefusal> {
  return err(refuse("configuration_invalid", `${name} is "${value}"; set it to ${allowed}`));
}
