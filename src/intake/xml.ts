import { XMLParser, XMLValidator } from "fast-xml-parser";
import { ok, type Result } from "../result.ts";
import type { MalformedMetadata } from "./found-file.ts";
import { malformed } from "./malformed.ts";

/** The value of an attribute or of an element in parsed XML; an element with both has its text as `#text`. */
export type XmlValue = string | XmlElement | readonly XmlValue[] | undefined;
/** An element: its children by their names, its attributes with `@` in front. Prefixes of name spaces are left out. */
export interface XmlElement {
  readonly [name: string]: XmlValue;
}

/** (Entities are those of XML itself: a file that declares its own is refused before.) */
const PARSER = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: true,
  htmlEntities: true,
  trimValues: true,
});

/** Parses XML. Refuses `metadata_malformed` if it is not well formed or declares a document type. */
export function parseXml(path: string, text: string): Result<XmlElement, MalformedMetadata> {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) {
    return malformed(path, "it declares a document type, which is never read");
  }
  const found = XMLValidator.validate(text.replace(/^\uFEFF/, ""));
  if (found !== true) return malformed(path, `it is not well-formed XML (line ${found.err.line})`);
  try {
    return ok(PARSER.parse(text.replace(/^\uFEFF/, "")) as XmlElement);
  } catch {
    return malformed(path, "it is not well-formed XML");
  }
}

/** The one element of a name, or the first of several, or null if there is none. */
export function childOf(element: XmlElement | null, name: string): XmlElement | null {
  return childrenOf(element, name)[0] ?? null;
}

/** All elements of a name; those with nothing but text are left out. */
export function childrenOf(element: XmlElement | null, name: string): readonly XmlElement[] {
  return listOf(element?.[name]).filter((one): one is XmlElement => isElement(one));
}

/** The text of an element, or of an attribute if the name begins with `@`; undefined if there is none. */
export function textOf(element: XmlElement | null, name: string): string | undefined {
  const [value] = listOf(element?.[name]);
  const text = isElement(value) ? value["#text"] : value;
  return typeof text === "string" && text !== "" ? text : undefined;
}

function listOf(value: XmlValue): readonly XmlValue[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function isElement(value: XmlValue): value is XmlElement {
  return typeof value === "object" && !Array.isArray(value);
}
