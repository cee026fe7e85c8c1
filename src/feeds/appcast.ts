import { XMLBuilder } from "fast-xml-parser";
import type { Instant } from "../instant.ts";
import type { Reply } from "./feed.ts";

/** The one release that an appcast announces, in the words that Sparkle and WinSparkle share. */
export interface AppcastItem {
  /** What the updater compares. */
  readonly version: string;
  /** What the updater shows. */
  readonly shortVersion: string;
  readonly publishedAt: Instant;
  /** The notes as the updater shows them, or null if there are none; HTML if no format is named. */
  readonly notes: { readonly text: string; readonly format?: "plain-text" } | null;
  /** R20: whether it reaches this app as a critical release. */
  readonly isCritical: boolean;
  readonly minimumSystemVersion: string | undefined;
  /** Other elements of the item by their names; those without a value are left out. */
  readonly others?: Elements;
  /** The files, of which the updater takes one. */
  readonly enclosures: readonly Attributes[];
  /** The differences from older versions. */
  readonly deltas?: readonly Attributes[];
}

type Elements = Readonly<Record<string, string | undefined>>;
/** The attributes of an element by their names; those without a value are left out. */
export type Attributes = Readonly<Record<string, string | undefined>>;

const SPARKLE = "http://www.andymatuschak.org/xml-namespaces/sparkle";
const BUILDER = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  suppressBooleanAttributes: false,
  format: true,
});

/** The text of an appcast with one item or, to say that there is no update, with none. */
export function formatAppcast(item: AppcastItem | null): string {
  return BUILDER.build({
    "?xml": { "@version": "1.0", "@encoding": "utf-8" },
    rss: {
      "@version": "2.0",
      "@xmlns:sparkle": SPARKLE,
      channel: { title: "Updates", ...(item && { item: toItem(item) }) },
    },
  });
}

/** An appcast as it is sent. */
export function appcastReply(body: string): Reply {
  return { status: 200, headers: { "content-type": "application/rss+xml; charset=utf-8" }, body };
}

function toItem(item: AppcastItem) {
  const { version, shortVersion, notes, isCritical, minimumSystemVersion, others = {}, deltas = [] } = item;
  const texts = {
    title: shortVersion,
    pubDate: formatRfc822(item.publishedAt),
    "sparkle:version": version,
    "sparkle:shortVersionString": shortVersion,
    "sparkle:minimumSystemVersion": minimumSystemVersion,
    ...others,
  };
  return {
    ...withoutUnset(texts),
    ...(isCritical && { "sparkle:criticalUpdate": "" }),
    ...(notes && {
      description: { ...toAttributes({ "sparkle:format": notes.format }), "#text": clean(notes.text) },
    }),
    enclosure: item.enclosures.map(toAttributes),
    ...(deltas.length > 0 && { "sparkle:deltas": { enclosure: deltas.map(toAttributes) } }),
  };
}

function toAttributes(attributes: Attributes): Readonly<Record<string, string>> {
  const set = Object.entries(withoutUnset(attributes));
  return Object.fromEntries(set.map(([name, value]) => [`@${name}`, value]));
}

function withoutUnset(values: Elements): Readonly<Record<string, string>> {
  const set = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, clean(value)]],
  );
  return Object.fromEntries(set);
}

/** A text without the characters that XML cannot say in any way: one of them would spoil the whole feed. */
function clean(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "");
}

/** `Sun, 01 Feb 2026 00:00:00 +0000`, the form that Sparkle reads, in English whatever the language of the Mac. */
function formatRfc822(instant: Instant): string {
  return new Date(instant).toUTCString().replace("GMT", "+0000");
}
