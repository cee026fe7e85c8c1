import { XMLParser, XMLValidator } from "fast-xml-parser";

/** An element with its names resolved: `sparkle:` stands for Sparkle's namespace, whatever its prefix was. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** All text inside, also of children. */
  readonly text: string;
}

const NAMESPACE = "http://www.andymatuschak.org/xml-namespaces/sparkle";
const PARSER = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: true,
});

/** Reads a document as strictly as the updaters' parsers do; throws where it is not well-formed. */
export function parseXml(text: string): XmlElement {
  const validity = XMLValidator.validate(text);
  if (validity !== true) throw new Error(`XML parser error: ${validity.err.msg}`);
  if (/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(text)) {
    throw new Error("XML parser error: not well-formed (invalid character)");
  }
  const nodes = (PARSER.parse(text) as Parsed[]).filter((node) => !isAside(node));
  const [root] = nodes.map((node) => toElement(node, new Map()));
  if (root === undefined) throw new Error("XML parser error: no element found");
  return root;
}

/** The children with a name. */
export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

type Parsed = Readonly<Record<string, unknown>> & { readonly ":@"?: Readonly<Record<string, string>> };

function isAside(node: Parsed): boolean {
  return Object.keys(node).some((key) => key.startsWith("?") || key === "#text" || key === "#comment");
}

function toElement(node: Parsed, outer: ReadonlyMap<string, string>): XmlElement {
  const tag = Object.keys(node).find((key) => key !== ":@") ?? "";
  const given = Object.entries(node[":@"] ?? {});
  const declared = given
    .filter(([name]) => name.startsWith("xmlns:"))
    .map(([name, uri]) => [name.slice(6), uri] as const);
  const prefixes = new Map([...outer, ...declared]);
  const inner = node[tag] as readonly Parsed[];
  const children = inner.filter((child) => !isAside(child)).map((child) => toElement(child, prefixes));
  const attributes = given
    .filter(([name]) => !name.startsWith("xmlns"))
    .map(([name, value]) => [resolve(name, prefixes), value] as const);
  const own = inner.map((child) => (typeof child["#text"] === "string" ? child["#text"] : "")).join("");
  const text = own + children.map((child) => child.text).join("");
  return { name: resolve(tag, prefixes), attributes: new Map(attributes), children, text };
}

function resolve(name: string, prefixes: ReadonlyMap<string, string>): string {
  const [prefix, local] = name.split(":");
  if (local === undefined || prefix === "xml") return name;
  const uri = prefixes.get(prefix ?? "");
  if (uri === undefined) throw new Error(`XML parser error: unbound prefix ${prefix}`);
  return uri === NAMESPACE ? `sparkle:${local}` : `${uri}#${local}`;
}
