import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { err, ok, type Refusal, type Result, refuse } from "../result.ts";

/** The variables of a configuration that are set, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;
export type ConfigRefusal = Refusal<"configuration_invalid">;

/** The allowed values of a variable. */
export interface Rule {
  readonly name: string;
  readonly isRight: (value: string) => boolean;
  readonly allowed: string;
  readonly isSecret?: true;
}

/**
 * The environment variables and, for what they do not set, those in the file that `SLUICE_CONFIG` names (`sluice.env` if it
 * exists): lines of NAME=value. Empty ones count as not set. Refuses a file that cannot be read.
 */
export function readGiven(environment: Environment): Result<Environment, ConfigRefusal> {
  const file = readConfigFile(environment.SLUICE_CONFIG || undefined);
  if (!file.ok) return file;
  return ok({ ...withoutEmpty(file.value), ...withoutEmpty(environment) });
}

/** Refuses the first variable that is not as its rule allows: with the name, the value and what is allowed. */
export function checkRules(given: Environment, rules: readonly Rule[]): Result<true, ConfigRefusal> {
  const wrong = rules.find(({ name, isRight }) => given[name] !== undefined && !isRight(given[name] ?? ""));
  if (wrong === undefined) return ok(true);
  return invalid(wrong.name, wrong.isSecret ? "(not shown)" : given[wrong.name], wrong.allowed);
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
