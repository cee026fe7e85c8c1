import type { ClientConfig } from "pg";
import { err, ok, type Result } from "../../result.ts";
import { readOptions, type SessionSettings } from "./session-settings.ts";
import { splitUrl, UNREADABLE, type UrlParts } from "./split-url.ts";
import { readTls, type TlsWay } from "./tls-ways.ts";

/** One way to reach a database: a host, and whether the connection is encrypted. */
export type Way = Readonly<ClientConfig>;

/** Where a PostgreSQL is, and what its connections are to be. */
export interface DatabaseAddress {
  /** Each host with its ways to encrypt, in the order in which to try them; at least one. */
  readonly hosts: readonly (readonly Way[])[];
  /** Whether a server that takes no changes will not do. */
  readonly needsWriting: boolean;
  /** The settings of the session that the URL asks for. */
  readonly settings: SessionSettings;
  /** How long opening a connection may take, in milliseconds. */
  readonly connectTimeoutMs: number;
}

/** What a URL may leave to the environment, as with other programs of PostgreSQL. */
const FROM_ENVIRONMENT = {
  sslmode: "PGSSLMODE",
  sslrootcert: "PGSSLROOTCERT",
  sslcert: "PGSSLCERT",
  sslkey: "PGSSLKEY",
  options: "PGOPTIONS",
  target_session_attrs: "PGTARGETSESSIONATTRS",
  connect_timeout: "PGCONNECT_TIMEOUT",
} as const;

/** Settings of the session that may stand in the URL by their own names. */
const SETTINGS = ["statement_timeout", "lock_timeout", "search_path"] as const;

const CONNECT_TIMEOUT_MS = 5_000;

/** The environment of a process. */
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the URL of a PostgreSQL, with what it leaves to the environment; `password` is used if the URL has none. Refuses
 * with a sentence that goes on after "DATABASE_URL is wrong: ", without the password.
 */
export function readDatabaseUrl(
  url: string,
  password: string | null,
  environment: Environment,
): Result<DatabaseAddress, string> {
  const split = splitUrl(url);
  if (!split.ok) return split;
  const parameters = withEnvironment(split.value.parameters, environment);
  const unknown = [...parameters.keys()].find((name) => !KNOWN.has(name));
  if (unknown !== undefined)
    return err(url.split("?")[1]?.includes("@") ? UNREADABLE : unknownParameter(unknown));
  const tls = readTls(parameters);
  if (!tls.ok) return tls;
  const needsWriting = readTarget(parameters.get("target_session_attrs"), split.value.hosts.length);
  if (!needsWriting.ok) return needsWriting;
  const settings = readSettings(parameters);
  if (!settings.ok) return settings;
  const parts = { ...split.value, password: split.value.password || (password ?? "") };
  return ok({
    hosts: toHosts(parts, parameters, tls.value),
    needsWriting: needsWriting.value,
    settings: settings.value,
    connectTimeoutMs: Number(parameters.get("connect_timeout")) * 1_000 || CONNECT_TIMEOUT_MS,
  });
}

/** A name that is part of a password, because that has a ? in it, is not shown. */
function unknownParameter(name: string): string {
  return `the parameter ${name} is not known here; leave it out`;
}

/** What is read here, and what is harmless to leave unread. */
const KNOWN: ReadonlySet<string> = new Set([
  ...[
    "host",
    "port",
    "user",
    "password",
    "dbname",
    "application_name",
    "sslnegotiation",
    "ssl",
    "sslpassword",
  ],
  ...Object.keys(FROM_ENVIRONMENT),
  ...SETTINGS,
  ...["fallback_application_name", "client_encoding", "uselibpqcompat", "channel_binding", "gssencmode"],
  ...["keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout"],
  ...["load_balance_hosts", "sslcompression", "sslsni", "ssl_min_protocol_version", "pgbouncer"],
]);

function withEnvironment(
  parameters: ReadonlyMap<string, string>,
  environment: Environment,
): ReadonlyMap<string, string> {
  const given = Object.entries(FROM_ENVIRONMENT).flatMap(([name, variable]) => {
    const value = environment[variable];
    return value === undefined || value === "" ? [] : [[name, value] as const];
  });
  return new Map([...given, ...parameters]);
}

/** Of several hosts the one that takes changes is looked for, unless the URL says that any will do. */
function readTarget(target: string | undefined, hosts: number): Result<boolean, string> {
  if (target === undefined) return ok(hosts > 1);
  if (target === "any") return ok(false);
  if (target === "read-write" || target === "primary") return ok(true);
  const message = `target_session_attrs is "${target}"; use read-write, primary or any, because changes are written`;
  return err(message);
}

function readSettings(parameters: ReadonlyMap<string, string>): Result<SessionSettings, string> {
  const options = readOptions(parameters.get("options") ?? "");
  if (!options.ok) return options;
  const named = SETTINGS.flatMap((name) => {
    const value = parameters.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return ok(new Map([...options.value, ...named]));
}

function toHosts(
  { user, password, hosts, database }: UrlParts,
  parameters: ReadonlyMap<string, string>,
  tls: readonly TlsWay[],
): readonly (readonly Way[])[] {
  const negotiation = parameters.get("sslnegotiation") === "direct" ? ("direct" as const) : undefined;
  return hosts.map(({ host, port }) => {
    // A socket of this machine is not encrypted, whatever sslmode says.
    const ways = host.startsWith("/") ? [false as const] : tls;
    return ways.map((ssl) => ({
      ...(user !== "" && { user }),
      ...(password !== "" && { password }),
      ...(host !== "" && { host }),
      ...(port !== "" && { port: Number(port) }),
      ...(database !== "" && { database }),
      ...(ssl !== false && negotiation && { sslnegotiation: negotiation }),
      application_name: parameters.get("application_name") ?? "sluice",
      ssl,
    }));
  });
}
