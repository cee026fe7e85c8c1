import {
  type Architecture,
  formatOfFile,
  isFormatOf,
  PACKAGE_FORMATS,
  PLATFORMS,
  type Platform,
} from "../../catalog/platform.ts";

export interface Guess {
  readonly platform: Platform;
  readonly arch: Architecture;
  readonly format: string;
}

const PLATFORM_WORDS = { mac: /mac|darwin|osx/i, linux: /linux|ubuntu|debian/i, win: /win/i } as const;

/** Guesses platform, architecture and format from a file name; a person corrects the rest. */
export function guessBuild(fileName: string): Guess {
  const format = formatOfFile(fileName) ?? "";
  const named = (["mac", "linux", "win"] as const).find((platform) =>
    PLATFORM_WORDS[platform].test(fileName),
  );
  const able = PLATFORMS.filter((platform) => isFormatOf(platform, format));
  const platform = able.find((one) => one === named) ?? able[0] ?? named ?? "win";
  return {
    platform,
    arch: /arm64|aarch64/i.test(fileName) ? "arm64" : "x64",
    format: isFormatOf(platform, format) ? format : PACKAGE_FORMATS[platform][0],
  };
}
