import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { err, ok, type Refusal, type Result, refuse } from "../result.ts";

/** Everything that can be set from outside, read in one place. */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataDirectory: string;
  /** Null: the embedded database in the data directory. */
  readonly databaseUrl: string | null;
  /** Whether an empty installation is filled with the demo world. */
  readonly demo: boolean;
  /** A bearer token that stands for a vendor administrator; null: none. */
  readonly vendorToken: string | null;
  readonly product: string;
  readonly vendor: string;
  /** How clients reach this server, without a slash at the end; null: as each request names its host. */
  readonly publicUrl: string | null;
}

type Environment = Readonly<Record<string, string | undefined>>;
type ConfigRefusal = Refusal<"configuration_invalid">;

/**
 * Reads the configuration from environment variables and, for what they do not set, from the file that `SLUICE_CONFIG`
 * names (`sluice.env` where it exists): lines of NAME=value. Refuses with the name, the value and what is allowed.
 */
export function readConfig(environment: Environment): Result<Config, ConfigRefusal> {
  const file = readConfigFile(environment.SLUICE_CONFIG);
  if (!file.ok) return file;
  const given: Environment = { ...file.value, ...withoutEmpty(environment) };
  return checked(given);
}

function checked(given: Environment): Result<Config, ConfigRefusal> {
  const wrong = RULES.find(({ name, isRight }) => given[name] !== undefined && !isRight(given[name] ?? ""));
  if (wrong) return invalid(wrong.name, wrong.isSecret ? "(not shown)" : given[wrong.name], wrong.allowed);
  return ok({
    port: Number(given.PORT ?? "8080"),
    host: given.HOST ?? "127.0.0.1",
    dataDirectory: given.DATA_DIR ?? "./data",
    databaseUrl: given.DATABASE_URL ?? null,
    demo: given.SLUICE_DEMO === "1",
    vendorToken: given.SLUICE_VENDOR_TOKEN ?? null,
    product: given.SLUICE_PRODUCT ?? "Webex App",
    vendor: given.SLUICE_VENDOR ?? "Cisco",
    publicUrl: given.PUBLIC_URL?.replace(/\/+$/, "") ?? null,
  });
}

interface Rule {
  readonly name: string;
  readonly isRight: (value: string) => boolean;
  readonly allowed: string;
  readonly isSecret?: true;
}

/** What may stand in each variable that cannot hold just any text. */
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
];

function readConfigFile(named: string | undefined): Result<Environment, ConfigRefusal> {
  const path = named ?? "sluice.env";
  if (!existsSync(path)) {
    return named === undefined ? ok({}) : invalid("SLUICE_CONFIG", named, "the path of a file that exists");
  }
  return ok(parseEnv(readFileSync(path, "utf8")) as Environment);
}

function withoutEmpty(environment: Environment): Environment {
  return Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""),
  );
}

function invalid(name: string, value: string | undefined, allowed: string): Result<never, ConfigRefusal> {
  return err(refuse("configuration_invalid", `${name} is "${value}"; allowed is ${allowed}`));
}
