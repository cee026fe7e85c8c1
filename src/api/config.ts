import { isIP } from "node:net";
import { ok, type Result } from "../result.ts";
import {
  CONFIG_FILE,
  type ConfigRefusal,
  checkSettings,
  type Environment,
  readGiven,
  type Setting,
  type SettingValues,
  valuesOf,
} from "../serving/configuration.ts";
import { METRICS_SETTINGS, type MetricsConfig, readMetrics } from "../serving/metrics-config.ts";
import {
  checkReachable,
  portSetting,
  readServing,
  SERVING_SETTINGS,
  type ServingConfig,
} from "../serving/serving-config.ts";
import type { S3Location } from "../store/files/s3-location.ts";
import type { InstallationBounds } from "../store/tables/new-installations.ts";
import type { QuotaNumbers } from "../tenancy/quota.ts";
import type { SecondFactorPolicy } from "../tenancy/second-factor.ts";
import { readTracing, TRACING_SETTINGS, type TracingConfig } from "../tracing/tracing-config.ts";
import { EDGE_KEY } from "../updates/edge-protocol.ts";
import { readEdgeKey } from "./edge-config.ts";
import { HOSTED_BUILDS, type HostedBuilds } from "./hosted-address.ts";
import { INSTALLATION_SETTINGS, readInstallationBounds } from "./installation-config.ts";
import { LIVES_SETTINGS, type Lives, readLives } from "./lives-config.ts";
import { OIDC_SETTINGS, type OidcConfig, readOidc } from "./oidc-config.ts";
import { QUOTA_SETTINGS, readQuotas } from "./quota-config.ts";
import { type Keeping, RETENTION_SETTINGS, readKeeping } from "./retention-config.ts";
import { readS3, S3_SETTINGS } from "./s3-config.ts";
import { readSecondFactorPolicy, SECOND_FACTOR_SETTINGS } from "./second-factor-config.ts";
import { SUPPORT_SETTINGS } from "./support-config.ts";

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
  const right = checkSettings(given, SETTINGS);
  if (!right.ok) return right;
  const values = valuesOf(given, SERVER_SETTINGS);
  const oidc = readOidc(values);
  if (!oidc.ok) return oidc;
  const s3 = readS3(given);
  if (!s3.ok) return s3;
  const edgeKey = readEdgeKey(given);
  if (!edgeKey.ok) return edgeKey;
  const read = { oidc: oidc.value, s3: s3.value, edgeKey: edgeKey.value, tracing: readTracing(given) };
  return ok(toConfig(values, read));
}

function toConfig(
  given: SettingValues<typeof SERVER_SETTINGS>,
  read: Pick<Config, "oidc" | "s3" | "edgeKey" | "tracing">,
): Config {
  return {
    port: Number(given.PORT),
    host: given.HOST,
    dataDirectory: given.DATA_DIR,
    databaseUrl: given.DATABASE_URL ?? null,
    databasePassword: given.DATABASE_PASSWORD ?? null,
    signingKeyFile: given.SLUICE_SIGNING_KEY_FILE ?? null,
    demo: given.SLUICE_DEMO === "1",
    vendorToken: given.SLUICE_VENDOR_TOKEN ?? null,
    product: given.SLUICE_PRODUCT,
    vendor: given.SLUICE_VENDOR,
    supportUrl: given.SLUICE_SUPPORT_URL ?? null,
    trustedProxies: (given.TRUSTED_PROXIES ?? "").split(",").filter(Boolean),
    ...read,
    lives: readLives(given),
    secondFactor: readSecondFactorPolicy(given),
    metrics: readMetrics(given),
    quotas: readQuotas(given),
    hostedBuilds: HOSTED_BUILDS.find((known) => known === given.SLUICE_HOSTED_BUILDS) ?? "public",
    ...readServing(given),
    ...readKeeping(given),
    callsPerMinute: Number(given.SLUICE_RATE_LIMIT),
    installationBounds: readInstallationBounds(given),
    adminEmail: given.SLUICE_ADMIN_EMAIL,
  };
}

/** The settings of a server, but for those of traces, whose names OpenTelemetry gives. */
const SERVER_SETTINGS = [
  portSetting("PORT", "8080"),
  { name: "HOST", usual: "127.0.0.1" },
  { name: "DATA_DIR", usual: "./data" },
  ...SERVING_SETTINGS,
  {
    name: "DATABASE_URL",
    usual: null,
    isRight: (value: string) => /^postgres(ql)?:\/\//.test(value),
    allowed: "a URL that begins with postgres://",
    isSecret: true,
  },
  { name: "DATABASE_PASSWORD", usual: null, isSecret: true },
  { name: "SLUICE_SIGNING_KEY_FILE", usual: null },
  { name: "SLUICE_PRODUCT", usual: "Webex App" },
  { name: "SLUICE_VENDOR", usual: "Cisco" },
  {
    name: "SLUICE_DEMO",
    usual: "0",
    isRight: (value: string) => value === "0" || value === "1",
    allowed: "1 (fill an empty installation) or 0",
  },
  {
    name: "SLUICE_VENDOR_TOKEN",
    usual: null,
    isRight: (value: string) => /^\S{16,}$/.test(value),
    allowed: "at least 16 characters without spaces",
    isSecret: true,
  },
  {
    name: "TRUSTED_PROXIES",
    usual: null,
    isRight: (value: string) => value.split(",").every(isAddressOrRange),
    allowed: "IP addresses or ranges separated by commas, such as 127.0.0.1,10.0.0.0/8",
  },
  {
    name: "SLUICE_RATE_LIMIT",
    usual: "6000",
    isRight: (value: string) => /^\d{1,7}$/.test(value),
    allowed: "a whole number of API calls a minute for each caller, or 0 for no limit",
  },
  ...RETENTION_SETTINGS,
  {
    name: "SLUICE_HOSTED_BUILDS",
    usual: "public",
    isRight: (value: string) => HOSTED_BUILDS.some((known) => known === value),
    allowed: `one of ${HOSTED_BUILDS.join(", ")}`,
  },
  {
    name: "SLUICE_ADMIN_EMAIL",
    usual: "admin@localhost",
    isRight: (value: string) => value.length <= 254 && /^[^\s@]+@[^\s@]+$/.test(value),
    allowed: "an e-mail address",
  },
  ...OIDC_SETTINGS,
  EDGE_KEY,
  ...LIVES_SETTINGS,
  ...SECOND_FACTOR_SETTINGS,
  ...METRICS_SETTINGS,
  ...QUOTA_SETTINGS,
  ...S3_SETTINGS,
  ...INSTALLATION_SETTINGS,
  ...SUPPORT_SETTINGS,
] as const satisfies readonly Setting[];

/** Every setting of a server. */
export const SETTINGS: readonly Setting[] = [...SERVER_SETTINGS, ...TRACING_SETTINGS, CONFIG_FILE];

function isAddressOrRange(text: string): boolean {
  const [address = "", bits = "", ...others] = text.split("/");
  const most = isIP(address) === 6 ? 128 : 32;
  const isRange = /^\d{1,3}$/.test(bits) && Number(bits) <= most;
  return isIP(address) !== 0 && others.length === 0 && (isRange || !text.includes("/"));
}
