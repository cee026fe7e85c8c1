import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { err, ok, type Refusal, type Result, refuse } from "../result.ts";

/** The variables of a configuration that are set, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;
export type ConfigRefusal = Refusal<"configuration_invalid">;

/** An environment variable that the program reads. */
export interface Setting<Name extends string = string, Usual extends string | null = string | null> {
  readonly name: Name;
  /** The value that counts where it is not set, or null if there is none. */
  readonly usual: Usual;
  /** Whether a value is allowed, and which are; both are left out where any text is. */
  readonly isRight?: (value: string) => boolean;
  readonly allowed?: string;
  readonly isSecret?: true;
}

/** The values of settings by name: as they are set, else the usual ones. */
export type SettingValues<Settings extends readonly Setting[]> = {
  readonly [Each in Settings[number] as Each["name"]]: Each["usual"] extends string
    ? string
    : string | undefined;
};

/** The file with more of the same variables. Only one that is named has to exist. */
export const CONFIG_FILE = {
  name: "SLUICE_CONFIG",
  usual: "sluice.env",
} as const satisfies Setting;

/**
 * The environment variables and, for what they do not set, those in the file that `SLUICE_CONFIG` names (`sluice.env` if it
 * exists): lines of NAME=value. Empty ones count as not set. Refuses a file that cannot be read.
 */
export function readGiven(environment: Environment): Result<Environment, ConfigRefusal> {
  const file = readConfigFile(environment[CONFIG_FILE.name] || undefined);
  if (!file.ok) return file;
  return ok({ ...withoutEmpty(file.value), ...withoutEmpty(environment) });
}

/** The values of settings. What stands in no list of settings is never read: the compiler knows their names alone. */
export function valuesOf<Settings extends readonly Setting[]>(
  given: Environment,
  settings: Settings,
): SettingValues<Settings> {
  const values = settings.map(({ name, usual }) => [name, given[name] ?? usual ?? undefined] as const);
  return Object.fromEntries(values) as SettingValues<Settings>;
}

/** Refuses the first setting that has a value which is not allowed: with the name, the value and what is allowed. */
export function checkSettings(given: Environment, settings: readonly Setting[]): Result<true, ConfigRefusal> {
  const wrong = settings.find(({ name, isRight }) => {
    const value = given[name];
    return value !== undefined && isRight?.(value) === false;
  });
  if (wrong === undefined) return ok(true);
  return invalid(wrong.name, wrong.isSecret ? "(not shown)" : given[wrong.name], wrong.allowed ?? "");
}

function readConfigFile(named: string | undefined): Result<Environment, ConfigRefusal> {
  const path = named ?? CONFIG_FILE.usual;
  if (named === undefined && !existsSync(path)) return ok({});
  try {
    return ok(parseEnv(readFileSync(path, "utf8")) as Environment);
  } catch (error) {
    const why = error instanceof Error && "code" in error ? ` (${error.code})` : "";
    return invalid(CONFIG_FILE.name, path, `the path of a file that exists and can be read${why}`);
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
