import { XMLParser, XMLValidator } from "fast-xml-parser";
import { ok, type Result } from "../../result.ts";
import { type FileFact, type MalformedMetadata, osVersionOf, withoutUnknown } from "../found-file.ts";
import { malformed } from "../malformed.ts";

/** What the `Info.plist` of an app says; its keys are read from XML or from the binary form. */
export type InfoPlist = Readonly<Record<string, unknown>>;

/** The version that an app calls itself, and what Sparkle reads, from its `Info.plist`. */
export function readInfoPlist(
  path: string,
  fileName: string,
  plist: InfoPlist,
): Result<FileFact, MalformedMetadata> {
  const read = (key: string) => {
    const value = plist[key];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const [shortVersion, bundleVersion] = [read("CFBundleShortVersionString"), read("CFBundleVersion")];
  const version = shortVersion ?? bundleVersion;
  if (version === undefined) {
    return malformed(path, "the Info.plist of its app has no CFBundleShortVersionString");
  }
  const minimumSystemVersion = read("LSMinimumSystemVersion");
  const sparkle = withoutUnknown({ bundleVersion, shortVersion, minimumSystemVersion });
  return ok({
    fileName,
    version,
    platform: "mac",
    minimumOsVersion: osVersionOf(minimumSystemVersion),
    updatersIfUsed: { sparkle },
  });
}

const PLIST_PARSER = new XMLParser({ preserveOrder: true, parseTagValue: false, htmlEntities: true });
/** Apple's own declaration, which every property list begins with; any other is refused. */
const APPLE_DOCTYPE = /<!DOCTYPE plist PUBLIC "[^"<>]*" "[^"<>]*">/;

/** Parses a property list in XML: the texts of its outermost keys. Null if it is none. */
export function parsePlistXml(text: string): InfoPlist | null {
  const bare = text.replace(/^\uFEFF/, "").replace(APPLE_DOCTYPE, "");
  if (/<!(?:DOCTYPE|ENTITY)/i.test(bare) || XMLValidator.validate(bare) !== true) return null;
  const root = nodesOf(PLIST_PARSER.parse(bare)).find((node) => "plist" in node);
  const dict = nodesOf(root?.plist).find((node) => "dict" in node);
  return dict ? Object.fromEntries(pairsOf(nodesOf(dict.dict))) : null;
}

/** A node as the parser gives it: its name with its children, or `#text` with its text. */
type PlistNode = Readonly<Record<string, unknown>>;

function nodesOf(value: unknown): readonly PlistNode[] {
  return Array.isArray(value) ? value : [];
}

/** Every `key` with the `string` that follows it. */
function pairsOf(nodes: readonly PlistNode[]): readonly (readonly [string, string])[] {
  return nodes.flatMap((node, index) => {
    const value = nodes[index + 1];
    return "key" in node && value && "string" in value
      ? [[textIn(node.key), textIn(value.string)] as const]
      : [];
  });
}

function textIn(value: unknown): string {
  const text = nodesOf(value)[0]?.["#text"];
  return typeof text === "string" ? text : "";
}
