import {
  ARCHITECTURES,
  type Architecture,
  formatOfFile,
  isFormatOf,
  isPlatform,
  PACKAGE_FORMATS,
  PLATFORMS,
  type Platform,
  parseFormat,
} from "../catalog/platform.ts";
import { err, ok, type Refusal, type Result, refuse } from "../result.ts";

/** What a build is for, as the API takes it. */
export interface BuildTarget {
  readonly platform: Platform;
  readonly arch: Architecture;
  readonly format: string;
}

/** What a person says of a build; it beats every guess. */
export interface SaidTarget {
  readonly platform?: string;
  readonly arch?: string;
  readonly format?: string;
}

type GuessRefusal =
  | "platform_unclear"
  | "platform_unknown"
  | "arch_unknown"
  | "format_unknown"
  | "file_name_of_another_format";

const PLATFORM_WORDS: Record<Platform, RegExp> = {
  win: /(?:^|[^a-z])win(?:dows|32|64)?(?=$|[^a-z])/,
  mac: /(?:^|[^a-z])(?:mac|macos|osx|darwin)(?=$|[^a-z])/,
  linux: /(?:^|[^a-z])linux(?=$|[^a-z])/,
};
const ARM64 = /arm64|aarch64/;
const X64 = /x64|x86[_-]64|amd64|win64/;
const NEITHER = /ia32|i[36]86|x86|universal|armv7|armhf/;

/**
 * Guesses what a build is for from its file name (`App-45.4.1-arm64.dmg`): the format from the ending, the platform from
 * the format or a word, the architecture from a word, x64 where there is none. Refuses, with what is allowed, where the
 * name leaves the platform open, names an architecture that does not exist here, or is not one of the format.
 */
export function guessTarget(fileName: string, said: SaidTarget): Result<BuildTarget, Refusal<GuessRefusal>> {
  const name = fileName.toLowerCase();
  const format = (said.format ?? formatOfFile(name) ?? endingOf(name)).toLowerCase();
  const platform = findPlatform(name, format, said.platform);
  if (!platform.ok) return platform;
  const arch = findArchitecture(name, said.arch);
  if (!arch.ok) return arch;
  const known = parseFormat(platform.value, format, fileName);
  return known.ok ? ok({ platform: platform.value, arch: arch.value, format: known.value }) : known;
}

function findPlatform(name: string, format: string, said?: string): Result<Platform, Refusal<GuessRefusal>> {
  const allowed = PLATFORMS.join(", ");
  if (said !== undefined) {
    if (isPlatform(said)) return ok(said);
    return err(refuse("platform_unknown", `--platform is "${said}"; use one of ${allowed}`));
  }
  const byFormat = PLATFORMS.filter((platform) => isFormatOf(platform, format));
  const byWord = PLATFORMS.filter((platform) => PLATFORM_WORDS[platform].test(name));
  const both = byFormat.filter((platform) => byWord.includes(platform));
  const [platform, another] = byFormat.length === 1 ? byFormat : both;
  if (platform && !another) return ok(platform);
  return err(
    refuse(
      "platform_unclear",
      `${name}: its name does not tell its platform; give it with --platform, one of ${allowed}`,
    ),
  );
}

function findArchitecture(name: string, said?: string): Result<Architecture, Refusal<GuessRefusal>> {
  const word = said ?? wordForArchitecture(name);
  const arch = ARCHITECTURES.find((known) => known === word);
  if (arch) return ok(arch);
  return err(
    refuse(
      "arch_unknown",
      `${name}: "${word}" is not an architecture; give it with --arch, one of ${ARCHITECTURES.join(", ")}`,
    ),
  );
}

function wordForArchitecture(name: string): string {
  return saidArchitecture(name) ?? "x64";
}

/** The word for an architecture in the name of a file, or null if there is none; it need not be one that a build can have. */
export function saidArchitecture(fileName: string): string | null {
  const name = fileName.toLowerCase();
  if (ARM64.test(name)) return "arm64";
  if (X64.test(name)) return "x64";
  return NEITHER.exec(name)?.[0] ?? null;
}

/** What stands behind the last dot of a name, or nothing if there is no dot. */
function endingOf(name: string): string {
  return /\.([^.]*)$/.exec(name)?.[1] ?? "";
}

/**
 * A first guess for a person to correct: what {@link guessTarget} says or, where it refuses, the first platform and
 * format that fit.
 */
export function suggestTarget(fileName: string): BuildTarget {
  const guessed = guessTarget(fileName, {});
  if (guessed.ok) return guessed.value;
  const name = fileName.toLowerCase();
  const format = formatOfFile(name) ?? "";
  const named = PLATFORMS.filter((platform) => PLATFORM_WORDS[platform].test(name));
  const able = PLATFORMS.filter((platform) => isFormatOf(platform, format));
  const platform = able.find((one) => named.includes(one)) ?? able[0] ?? named[0] ?? "win";
  const arch = saidArchitecture(name) === "arm64" ? "arm64" : "x64";
  return { platform, arch, format: isFormatOf(platform, format) ? format : PACKAGE_FORMATS[platform][0] };
}
