import { XMLParser } from "fast-xml-parser";

/** An item of an appcast, by what must agree with the build that it offers; null where it says nothing. */
export interface AppcastItem {
  /** `sparkle:version`: the CFBundleVersion. */
  readonly version: string | null;
  /** In bytes, as it is written. */
  readonly length: string | null;
  readonly edSignature: string | null;
}

/** A whole appcast that the developer signed, for apps that require signed feeds. */
export interface SignedAppcast {
  /** Base64 of 64 bytes. */
  readonly edSignature: string;
  /** What is signed: everything before the comment with the signature. */
  readonly content: Uint8Array<ArrayBuffer>;
  readonly items: readonly AppcastItem[];
}

const BEGIN = "<!-- sparkle-signatures:\n";
const END = "-->";
const SIGNATURE = /^[A-Za-z0-9+/]{85}[AQgw]==$/;

/** Reads a signed appcast, as Sparkle does from version 2.9 on, or says what is wrong with it, in words. */
export function readSignedAppcast(text: string): SignedAppcast | string {
  const begin = text.lastIndexOf(BEGIN);
  const end = begin < 0 ? -1 : text.indexOf(END, begin);
  if (end < 0) return 'it ends in the comment "sparkle-signatures", which sign_update writes';
  if (text.slice(end + END.length).trim() !== "")
    return "nothing stands behind the comment with the signature";
  const said = linesOf(text.slice(begin + BEGIN.length, end));
  const content = new TextEncoder().encode(text.slice(0, begin));
  const edSignature = said.get("edSignature") ?? "";
  if (!SIGNATURE.test(edSignature)) return "its edSignature is the base64 of 64 bytes";
  if (said.get("length") !== String(content.length)) {
    return `its length is ${said.get("length") ?? "missing"}, and ${content.length} bytes stand before the comment; give it byte for byte as it was signed`;
  }
  const items = readItems(text.slice(0, begin));
  return typeof items === "string" ? items : { edSignature, content, items };
}

function linesOf(block: string): ReadonlyMap<string, string> {
  const pairs = block.split("\n").flatMap((line): [string, string][] => {
    const colon = line.indexOf(":");
    return colon < 0 ? [] : [[line.slice(0, colon), line.slice(colon + 1).trim()]];
  });
  return new Map(pairs);
}

const LISTS = ["rss.channel.item", "rss.channel.item.enclosure"];
const PARSER = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  isArray: (_name, path) => LISTS.includes(String(path)),
});

function readItems(xml: string): readonly AppcastItem[] | string {
  let parsed: unknown;
  try {
    parsed = PARSER.parse(xml, true);
  } catch (error) {
    return `it is XML that can be read: ${error instanceof Error ? error.message : ""}`;
  }
  const channel = partOf(partOf(parsed, "rss"), "channel");
  if (channel === undefined) return "it has an rss with a channel";
  const items = partOf(channel, "item") ?? [];
  return Array.isArray(items) ? items.map(toItem) : [];
}

function toItem(item: unknown): AppcastItem {
  const enclosures = partOf(item, "enclosure");
  const enclosure = Array.isArray(enclosures) ? enclosures[0] : undefined;
  return {
    version: textOf(partOf(item, "sparkle:version")) ?? textOf(partOf(enclosure, "@sparkle:version")),
    length: textOf(partOf(enclosure, "@length")),
    edSignature: textOf(partOf(enclosure, "@sparkle:edSignature")),
  };
}

function partOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value.trim() : null;
}
