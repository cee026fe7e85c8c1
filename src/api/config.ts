import { isIP } from "node:net";
import { ok, type Result } from "../result.ts";
import {
  type ConfigRefusal,
  checkRules,
  type Environment,
  type Rule,
  readGiven,
} from "../serving/configuration.ts";
import { type MetricsConfig, RULES_OF_METRICS, readMetrics } from "../serving/metrics-config.ts";
import {
  checkReachable,
  portRule,
  readServing,
  SERVING_RULES,
  type ServingConfig,
} from "../serving/serving-config.ts";
import type { S3Location } from "../store/files/s3-location.ts";
import type { InstallationBounds } from "../store/tables/new-installations.ts";
import type { QuotaNumbers } from "../tenancy/quota.ts";
import type { SecondFactorPolicy } from "../tenancy/second-factor.ts";
import { readTracing, TRACING_RULES, type TracingConfig } from "../tracing/tracing-config.ts";
import { EDGE_RULES, readEdgeKey } from "./edge-config.ts";
import { HOSTED_BUILDS, type HostedBuilds } from "./hosted-address.ts";
import { INSTALLATION_RULES, readInstallationBounds } from "./installation-config.ts";
import { LIVES_RULES, type Lives, readLives } from "./lives-config.ts";
import { OIDC_RULES, type OidcConfig, readOidc } from "./oidc-config.ts";
import { RULES_OF_QUOTAS, readQuotas } from "./quota-config.ts";
import { type Keeping, RETENTION_RULES, readKeeping } from "./retention-config.ts";
import { readS3, S3_RULES } from "./s3-config.ts";
import { readSecondFactorPolicy, SECOND_FACTOR_RULES } from "./second-factor-config.ts";
import { SUPPORT_RULES } from "./support-config.ts";

/** The whole configuration, read in one place. */
export interface Config extends ServingConfig, Keeping {
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
  /**
   * The proxies that are trusted to report a client's address: addresses or ranges, such as 10.0.0.0/8; empty for none.
   */
  readonly trustedProxies: readonly string[];
  /** The identity provider that people may sign in with, or null if there are only local accounts. */
  readonly oidc: OidcConfig | null;
  readonly metrics: MetricsConfig;
  /** The collector that traces are sent to, or null if there is none. */
  readonly tracing: TracingConfig | null;
  /** The key that processes send which answer installations for this server, or null if there are none. */
  readonly edgeKey: string | null;
  readonly quotas: QuotaNumbers;
  /** The API calls that each caller may make in a minute; 0 for no limit. */
  readonly callsPerMinute: number;
  /** Which addresses builds that are hosted elsewhere may have. */
  readonly hostedBuilds: HostedBuilds;
  /** The longest lives of tokens and one-time passwords. */
  readonly lives: Lives;
  /** Which people with a local account must have a second factor. */
  readonly secondFactor: SecondFactorPolicy;
  /** The bounds on installations that checks add to one organization. */
  readonly installationBounds: InstallationBounds;
  /** The e-mail address of the vendor administrator that the first start makes. */
  readonly adminEmail: string;
}

/**
 * Reads the configuration from environment variables and, for what they do not set, from the file that `SLUICE_CONFIG`
 * names (`sluice.env` if it exists): lines of NAME=value. Refuses with the name, the value and what is allowed.
 */
export function readConfig(environment: Environment): Result<Config, ConfigRefusal> {
  const given = readGiven(environment);
  return given.ok ? checked(given.value) : given;
}

/** Refuses to serve on an address that others can reach without PUBLIC_URL. */
export function checkServed({ host, publicUrl }: Config): Result<true, ConfigRefusal> {
  return checkReachable("HOST", host, publicUrl);
}

function checked(given: Environment): Result<Config, ConfigRefusal> {
  const right = checkRules(given, RULES);
  if (!right.ok) return right;
  const oidc = readOidc(given);
  if (!oidc.ok) return oidc;
  const s3 = readS3(given);
  if (!s3.ok) return s3;
  const edgeKey = readEdgeKey(given);
  return edgeKey.ok
    ? ok(toConfig(given, { oidc: oidc.value, s3: s3.value, edgeKey: edgeKey.value }))
    : edgeKey;
}

function toConfig(given: Environment, read: Pick<Config, "oidc" | "s3" | "edgeKey">): Config {
  return {
    port: Number(given.PORT ?? "8080"),
    host: given.HOST ?? "127.0.0.1",
    dataDirectory: given.DATA_DIR ?? "./data",
    databaseUrl: given.DATABASE_URL ?? null,
    databasePassword: given.DATABASE_PASSWORD ?? null,
    signingKeyFile: given.SLUICE_SIGNING_KEY_FILE ?? null,
    demo: given.SLUICE_DEMO === "1",
    vendorToken: given.SLUICE_VENDOR_TOKEN ?? null,
    product: given.SLUICE_PRODUCT ?? "Webex App",
    vendor: given.SLUICE_VENDOR ?? "Cisco",
    supportUrl: given.SLUICE_SUPPORT_URL ?? null,
    trustedProxies: (given.TRUSTED_PROXIES ?? "").split(",").filter(Boolean),
    ...read,
    lives: readLives(given),
    secondFactor: readSecondFactorPolicy(given),
    metrics: readMetrics(given),
    tracing: readTracing(given),
    quotas: readQuotas(given),
    hostedBuilds: HOSTED_BUILDS.find((known) => known === given.SLUICE_HOSTED_BUILDS) ?? "public",
    ...readServing(given),
    ...readKeeping(given),
    callsPerMinute: Number(given.SLUICE_RATE_LIMIT ?? "6000"),
    installationBounds: readInstallationBounds(given),
    adminEmail: given.SLUICE_ADMIN_EMAIL ?? "admin@localhost",
  };
}

/** The allowed values of each variable that cannot hold just any text. */
const RULES: readonly Rule[] = [
  portRule("PORT"),
  ...SERVING_RULES,
  ...TRACING_RULES,
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
    name: "TRUSTED_PROXIES",
    isRight: (value) => value.split(",").every(isAddressOrRange),
    allowed: "IP addresses or ranges separated by commas, such as 127.0.0.1,10.0.0.0/8",
  },
  {
    name: "SLUICE_RATE_LIMIT",
    isRight: (value) => /^\d{1,7}$/.test(value),
    allowed: "a whole number of API calls a minute for each caller, or 0 for no limit",
  },
  ...RETENTION_RULES,
  {
    name: "SLUICE_HOSTED_BUILDS",
    isRight: (value) => HOSTED_BUILDS.some((known) => known === value),
    allowed: `one of ${HOSTED_BUILDS.join(", ")}`,
  },
  {
    name: "SLUICE_ADMIN_EMAIL",
    isRight: (value) => value.length <= 254 && /^[^\s@]+@[^\s@]+$/.test(value),
    allowed: "an e-mail address",
  },
  ...OIDC_RULES,
  ...EDGE_RULES,
  ...LIVES_RULES,
  ...SECOND_FACTOR_RULES,
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
