import type { Page } from "playwright-core";
import { DEMO_ORGANIZATIONS, DEMO_PARTNERS } from "../../../src/api/demo/people.ts";
import { SETUPS } from "../../../src/feeds/setup/setups.ts";
import { LANGUAGES } from "../../../src/tenancy/locale.ts";
import { PEOPLE } from "./people.ts";

/** What is the same in every language: names, versions with a letter, file names, addresses, units, the page's own name. */
const DATA: readonly (string | RegExp)[] = [
  ...DEMO_ORGANIZATIONS.flatMap(({ name, users = [] }) => [name, ...users]),
  ...DEMO_PARTNERS.map(({ name }) => name),
  ...[...DEMO_ORGANIZATIONS, ...DEMO_PARTNERS].map(({ name }) => `${name} administrator`),
  ...Object.values(SETUPS).flatMap(({ frameworks }) => frameworks.map(({ name }) => name)),
  ...Object.values(PEOPLE).map(({ name }) => name),
  ...[
    "Webex App",
    "Cisco",
    "Partner Hub",
    "SLUICE_VENDOR_TOKEN",
    ...Object.values(LANGUAGES).map(({ name }) => name),
  ],
  ...["Windows", "macOS", "Linux", "x64", "arm64", "UTC"],
  // React Aria's own texts, which it translates itself, as it does the parts of a date.
  ...["Dismiss", "Clear search", "notifications"],
  /^(Calendar|Previous|Next)$/g,
  /\S+@\S+/g,
  /\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g,
  /\b[0-9a-f]{16,}\b/g,
  /\S+\.(exe|msi|dmg|zip|pkg|deb|rpm|AppImage|yml|csv|json)\b/g,
  /\d+([.,]\d+)?\s?([kMG]?B|bytes?)\b/g,
  /\d(K|M)\b/g,
  // Rules are named by number; zones and lists are written by the browser.
  /\bR\d+\b/g,
  /\bGMT([+-]\d+)?\b/g,
  / and /g,
];

/** Every text that a person can see or hear, in the order of the page, without elements that hold data. */
const COLLECT = `(() => {
  const data = "time, code, pre, script, style, noscript, option, [role=spinbutton], [data-type], [data-moment]";
  const isData = (element) => element.closest(data) !== null;
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true });
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    if (!element || isData(element) || !isShown(element)) continue;
    if (node.nodeType === Node.TEXT_NODE) {
      texts.push({ where: "text", text: node.data });
      continue;
    }
    for (const name of ["aria-label", "aria-valuetext", "aria-roledescription", "placeholder", "title", "alt"]) {
      const text = element.getAttribute(name);
      if (text !== null) texts.push({ where: name, text });
    }
  }
  return [...texts, { where: "document title", text: document.title }];
})()`;

interface Collected {
  readonly where: string;
  readonly text: string;
}

/**
 * The texts outside of messages: in the pseudo-language every message is in brackets, so these are texts with letters
 * that are outside of them, and are not data. `data` is the data of this page beyond the demo world's names.
 */
export async function findUntranslated(
  page: Page,
  data: readonly (string | RegExp)[] = [],
): Promise<readonly string[]> {
  const collected: readonly Collected[] = await page.evaluate(COLLECT);
  // The longest names go first, since one may be a part of another.
  const allowed = [...data, ...DATA].sort((a, b) => String(b).length - String(a).length);
  const found: string[] = [];
  let depth = 0;
  for (const { where, text } of collected) {
    // A message with a link or an instant in it is several texts, with the brackets at the two ends.
    const outside = textOutside(text, where === "text" ? depth : 0);
    if (where === "text") depth = outside.depth;
    if (hasLetters(outside.text) && hasLetters(without(allowed, outside.text)))
      found.push(`${where}: ${text.trim()}`);
  }
  return [...new Set(found)];
}

function textOutside(text: string, before: number): { readonly text: string; readonly depth: number } {
  let depth = before;
  let outside = "";
  for (const letter of text) {
    if (letter === "[") depth++;
    else if (letter === "]") depth = Math.max(0, depth - 1);
    else if (depth === 0) outside += letter;
  }
  return { text: outside, depth };
}

function hasLetters(text: string): boolean {
  return /\p{L}/u.test(text);
}

function without(allowed: readonly (string | RegExp)[], text: string): string {
  return allowed.reduce<string>((rest, data) => rest.replaceAll(data, " "), text);
}
