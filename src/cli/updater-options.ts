import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { formatOsVersion, parseOsVersion } from "../catalog/os-version.ts";
import type { Updaters } from "../catalog/updaters.ts";
import { AppVersionField, UpdatersField } from "../contract/updaters.ts";
import type { CarriedDetails } from "../intake/of-release.ts";
import { parseTauriSignature } from "../intake/readers/tauri-sig.ts";
import { ok, type Result } from "../result.ts";
import { parseJson } from "./client.ts";
import { EXIT, type Failure, fail } from "./command-result.ts";

/** What options say of what a build carries. */
export interface UpdaterOptions {
  readonly appVersion?: string;
  readonly tauriSignatureFile?: string;
  readonly tauriVersion?: string;
  readonly sparkleSignature?: string;
  readonly bundleVersion?: string;
  readonly winsparkleSignature?: string;
  /** False where `--no-` takes it back. */
  readonly minimumOsVersion?: string | false;
  readonly maximumOsVersion?: string | false;
  readonly updaters?: string;
}

/** Adds the options that {@link readUpdaterOptions} reads. */
export function addUpdaterOptions(command: Command): Command {
  return command
    .option("--app-version <version>", "the version that the app calls itself, if not that of the release")
    .option("--tauri-signature-file <file>", "the .sig file that Tauri wrote beside it")
    .option("--tauri-version <version>", "the version that was signed for Tauri, if not that of the release")
    .option("--sparkle-signature <base64>", "the edSignature that Sparkle's sign_update printed")
    .option("--bundle-version <version>", "the app's CFBundleVersion, if not the version of the release")
    .option("--winsparkle-signature <base64>", "the edSignature for WinSparkle")
    .option("--minimum-os-version <version>", "the oldest version of its system, such as 10.0.17763 (R32)")
    .option("--maximum-os-version <version>", "the newest version of its system, such as 14.7 (R32)")
    .option("--updaters <file>", "a JSON file of details by protocol, for everything else");
}

/**
 * What options say, the file of `--updaters` first. Refuses `file_unreadable`, `os_version_malformed` and
 * `details_malformed` with the option.
 */
export async function readUpdaterOptions(options: UpdaterOptions): Promise<Result<CarriedDetails, Failure>> {
  const { appVersion = null, sparkleSignature, bundleVersion, winsparkleSignature, tauriVersion } = options;
  if (appVersion !== null && !AppVersionField.safeParse(appVersion).success) {
    return malformed("--app-version", `"${appVersion}" is not a version that an app can call itself`);
  }
  const minimumOsVersion = readSystem("--minimum-os-version", options.minimumOsVersion);
  if (!minimumOsVersion.ok) return minimumOsVersion;
  const maximumOsVersion = readSystem("--maximum-os-version", options.maximumOsVersion);
  if (!maximumOsVersion.ok) return maximumOsVersion;
  const systems = { minimumOsVersion: minimumOsVersion.value, maximumOsVersion: maximumOsVersion.value };
  const given = await readGiven(options.updaters);
  if (!given.ok) return given;
  const tauri = await readTauri(options.tauriSignatureFile);
  if (!tauri.ok) return tauri;
  const merged = {
    ...given.value,
    ...mergedKey(given.value, "tauri", { ...tauri.value, version: tauriVersion ?? tauri.value.version }),
    ...mergedKey(given.value, "sparkle", { edSignature: sparkleSignature, bundleVersion }),
    ...mergedKey(given.value, "winsparkle", { edSignature: winsparkleSignature }),
  };
  return ok({ appVersion, ...systems, updaters: merged as Updaters });
}

/** R32: a version of a system as the API writes it, or null if none is said. */
function readSystem(option: string, text: string | false | undefined): Result<string | null, Failure> {
  if (text === undefined || text === false) return ok(null);
  const read = parseOsVersion(text);
  if (read.ok) return ok(formatOsVersion(read.value));
  const { code, message } = read.error;
  return fail(EXIT.usage, { code, message: `${option}: ${message}` });
}

/** Checks what a build would carry before it is sent. Refuses `details_malformed` with the field. */
export function checkUpdaters(updaters: Updaters): Result<Updaters, Failure> {
  const read = UpdatersField.safeParse(updaters);
  if (read.success) return ok(read.data);
  const [issue] = read.error.issues;
  return malformed(issue?.path.join(".") ?? "updaters", issue?.message ?? "is not as expected");
}

/** One protocol's details with those that are given; nothing if none are. */
function mergedKey(all: Updaters, key: keyof Updaters, given: Readonly<Record<string, string | undefined>>) {
  const known = Object.entries(given).filter(([, value]) => value !== undefined);
  return known.length === 0 ? {} : { [key]: { ...all[key], ...Object.fromEntries(known) } };
}

async function readGiven(path: string | undefined): Promise<Result<Updaters, Failure>> {
  if (path === undefined) return ok({});
  const text = await readText(path);
  if (!text.ok) return text;
  const json = parseJson(text.value);
  const isObject = typeof json === "object" && json !== null && !Array.isArray(json);
  return isObject ? ok(json) : malformed("--updaters", `${path} is not a JSON object of details by protocol`);
}

async function readTauri(
  path: string | undefined,
): Promise<Result<{ signature?: string; version?: string | undefined }, Failure>> {
  if (path === undefined) return ok({});
  const text = await readText(path);
  if (!text.ok) return text;
  const tauri = parseTauriSignature(text.value);
  return tauri
    ? ok(tauri)
    : malformed("--tauri-signature-file", `${path} is not the .sig file of a Tauri package`);
}

async function readText(path: string): Promise<Result<string, Failure>> {
  try {
    return ok(await readFile(path, "utf8"));
  } catch {
    return fail(EXIT.usage, {
      code: "file_unreadable",
      message: `${path} cannot be read; give a file that exists`,
    });
  }
}

function malformed(what: string, why: string): { readonly ok: false; readonly error: Failure } {
  return fail(EXIT.usage, { code: "details_malformed", message: `${what}: ${why}; nothing was sent` });
}
