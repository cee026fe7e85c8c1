import type { Architecture } from "../../catalog/platform.ts";
import { formatOfFile, isFormatOf } from "../../catalog/platform.ts";
import type { Updaters } from "../../catalog/updaters.ts";
import { ok, type Result } from "../../result.ts";
import {
  architectureOf,
  type FileFact,
  fileNameOfAddress,
  type MalformedMetadata,
  osVersionOf,
  withoutUnknown,
} from "../found-file.ts";
import { malformed } from "../malformed.ts";
import { childOf, childrenOf, parseXml, textOf, type XmlElement } from "../xml.ts";
import type { MetadataReader } from "./reader.ts";

const INSTALLATION_TYPES = ["package", "interactive-package"] as const;

/** Sparkle's `appcast.xml`, as generate_appcast and WinSparkle's developers write it, and Conveyor's `appcast-{arch}.rss`. */
export const APPCAST: MetadataReader = {
  isNamed: (fileName) => /\.(?:xml|rss)$/i.test(fileName),
  read: ({ path, fileName, text }) => {
    if (!/appcast/i.test(fileName) && !text.includes("xml-namespaces/sparkle")) return ok(null);
    const parsed = parseXml(path, text);
    if (!parsed.ok) return parsed;
    const channel = childOf(childOf(parsed.value, "rss"), "channel");
    if (!channel) return malformed(path, "it has no channel in an rss element, as an appcast has");
    const arch = architectureOf(/appcast-(\w+)\.rss$/i.exec(fileName)?.[1]);
    const facts: FileFact[] = [];
    for (const item of childrenOf(channel, "item")) {
      const read = readItem(path, item, arch);
      if (!read.ok) return read;
      facts.push(...read.value);
    }
    return ok(facts);
  },
};

/** One item: the build, and the deltas to it. */
function readItem(
  path: string,
  item: XmlElement,
  arch: Architecture | undefined,
): Result<readonly FileFact[], MalformedMetadata> {
  const facts: FileFact[] = [];
  for (const enclosure of childrenOf(item, "enclosure")) {
    const url = textOf(enclosure, "@url");
    const version = textOf(item, "version") ?? textOf(enclosure, "@version");
    if (url === undefined || version === undefined) {
      return malformed(path, "an item has no url of its enclosure, or no sparkle:version");
    }
    const fact = toFact({ item, enclosure, version, arch }, fileNameOfAddress(url));
    facts.push(fact, ...deltasTo(fact.fileName, item));
  }
  return ok(facts);
}

interface Entry {
  readonly item: XmlElement;
  readonly enclosure: XmlElement;
  /** CFBundleVersion. */
  readonly version: string;
  readonly arch: Architecture | undefined;
}

function toFact(entry: Entry, fileName: string): FileFact {
  const { item, enclosure, version, arch } = entry;
  const short = textOf(item, "shortVersionString") ?? textOf(enclosure, "@shortVersionString");
  const isForWindows = isWindows(enclosure, fileName);
  return {
    fileName,
    version: short ?? version,
    platform: isForWindows ? "win" : "mac",
    arch: arch ?? architectureOf(/^windows-(\w+)$/.exec(textOf(enclosure, "@os") ?? "")?.[1]),
    minimumOsVersion: osVersionOf(textOf(item, "minimumSystemVersion")),
    maximumOsVersion: osVersionOf(textOf(item, "maximumSystemVersion")),
    expected: { size: lengthOf(enclosure) },
    updaters: isForWindows ? winSparkleOf(entry) : sparkleOf(entry, short),
  };
}

function isWindows(enclosure: XmlElement, fileName: string): boolean {
  const os = textOf(enclosure, "@os");
  if (os !== undefined) return os.startsWith("windows");
  const format = formatOfFile(fileName) ?? "";
  return isFormatOf("win", format) && !isFormatOf("mac", format);
}

function sparkleOf({ item, enclosure, version }: Entry, shortVersion: string | undefined): Updaters {
  return {
    sparkle: withoutUnknown({
      edSignature: textOf(enclosure, "@edSignature"),
      bundleVersion: version,
      shortVersion,
      minimumSystemVersion: textOf(item, "minimumSystemVersion"),
      maximumSystemVersion: textOf(item, "maximumSystemVersion"),
      hardwareRequirements: textOf(item, "hardwareRequirements"),
      minimumAutoupdateVersion: textOf(item, "minimumAutoupdateVersion"),
      installationType: INSTALLATION_TYPES.find((type) => type === textOf(enclosure, "@installationType")),
    }),
  };
}

function winSparkleOf({ item, enclosure }: Entry): Updaters {
  return {
    winsparkle: withoutUnknown({
      edSignature: textOf(enclosure, "@edSignature"),
      dsaSignature: textOf(enclosure, "@dsaSignature"),
      minimumSystemVersion: textOf(item, "minimumSystemVersion"),
      installerArguments: textOf(enclosure, "@installerArguments"),
    }),
  };
}

function deltasTo(of: string, item: XmlElement): readonly FileFact[] {
  return childrenOf(childOf(item, "deltas"), "enclosure").flatMap((enclosure): readonly FileFact[] => {
    const [url, from] = [textOf(enclosure, "@url"), textOf(enclosure, "@deltaFrom")];
    if (url === undefined || from === undefined) return [];
    const edSignature = textOf(enclosure, "@edSignature") ?? null;
    const expected = { size: lengthOf(enclosure) };
    return [{ fileName: fileNameOfAddress(url), expected, delta: { of, from, edSignature } }];
  });
}

/** The size in bytes, or undefined if none is said; many leave it at 0. */
function lengthOf(enclosure: XmlElement): number | undefined {
  const length = Number(textOf(enclosure, "@length"));
  return Number.isSafeInteger(length) && length > 0 ? length : undefined;
}
