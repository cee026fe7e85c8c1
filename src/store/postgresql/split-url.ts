import { err, ok, type Result } from "../../result.ts";

/** The parts of the URL of a PostgreSQL as they are written, decoded; it may name several hosts. */
export interface UrlParts {
  readonly user: string;
  /** Empty if there is none. */
  readonly password: string;
  readonly hosts: readonly HostAndPort[];
  /** Empty if there is none. */
  readonly database: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** A host and a port, each empty if it is not said. */
export interface HostAndPort {
  readonly host: string;
  readonly port: string;
}

/** `postgres://user:password@host:1,host:2/database?name=value`; the user and the password end at the last @. */
const URL_OF_POSTGRESQL = /^postgres(?:ql)?:\/\/(?:([^/?#]*)@)?([^@/?#]*)(?:\/([^@?#]*))?(?:\?([^#]*))?$/;
const HOST_AND_PORT = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/;

/**
 * Splits the URL of a PostgreSQL as libpq does: several hosts, a host, port, user or database in the parameters. Refuses
 * with a sentence that has nothing of the URL in it, because that may hold a password.
 */
export function splitUrl(url: string): Result<UrlParts, string> {
  const match = URL_OF_POSTGRESQL.exec(url);
  if (!match) return err(UNREADABLE);
  const [, account = "", authority = "", path = "", query = ""] = match;
  const parameters = new Map(new URLSearchParams(query));
  const hosts = readHosts(authority, parameters);
  if (!hosts.ok) return hosts;
  const [user = "", ...password] = account.split(":");
  return ok({
    user: parameters.get("user") ?? decode(user),
    password: parameters.get("password") ?? decode(password.join(":")),
    hosts: hosts.value,
    database: path === "" ? (parameters.get("dbname") ?? "") : decode(path),
    parameters,
  });
}

function readHosts(
  authority: string,
  parameters: ReadonlyMap<string, string>,
): Result<readonly HostAndPort[], string> {
  const hosts: HostAndPort[] = [];
  for (const text of (parameters.get("host") ?? authority).split(",")) {
    // A directory with a socket holds any characters.
    const isDirectory = text.startsWith("/");
    const match = isDirectory ? [text, text, ""] : HOST_AND_PORT.exec(text);
    if (!match) return err(UNREADABLE);
    hosts.push({ host: decode((match[1] ?? "").replace(/^\[(.*)\]$/, "$1")), port: match[2] ?? "" });
  }
  return withPorts(hosts, parameters.get("port")?.split(",") ?? []);
}

/** Adds the ports of the parameters: one for all hosts, or one for each. */
function withPorts(
  hosts: readonly HostAndPort[],
  ports: readonly string[],
): Result<readonly HostAndPort[], string> {
  if (ports.length > 1 && ports.length !== hosts.length) return err(PORTS);
  const filled = hosts.map(({ host, port }, index) => ({ host, port: ports[index] ?? ports[0] ?? port }));
  return filled.every(({ port }) => isPort(port)) ? ok(filled) : err(UNREADABLE);
}

function isPort(text: string): boolean {
  return text === "" || (/^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) < 65_536);
}

/** Text with its percent-encoded characters decoded; text that is not encoded stays as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What is wrong with a text that cannot be split; nothing of the text is in it. */
export const UNREADABLE =
  "it cannot be read as postgres://USER:PASSWORD@HOST:PORT/DATABASE. Percent-encode what means something in a URL: in a password / is %2F, ? is %3F, # is %23, @ is %40, : is %3A, % is %25; or leave the password out and set DATABASE_PASSWORD";
const PORTS = "it names as many ports as hosts, or one port for all; correct `port`";
