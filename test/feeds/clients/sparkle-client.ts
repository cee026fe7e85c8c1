import { childrenOf, parseXml, type XmlElement } from "./appcast-xml.ts";
import { isSignedBy } from "./ed25519.ts";
import { compareSparkleVersions } from "./sparkle-version.ts";
import type { FeedAddress, InstalledApp, Outcome, UpdaterClient } from "./updater-client.ts";

export interface SparkleSetting {
  /** SUPublicEDKey. */
  readonly publicKey: string;
  /** The address behind the server; `{organization}`, `{version}` and `{arch}` are filled in. */
  readonly feed?: string;
  /** SURequireSignedFeed. */
  readonly requiresSignedFeed?: boolean;
  /** The version of macOS. */
  readonly system?: string;
  /** Whether it takes a delta where there is one; the bytes of the outcome are those of the delta then. */
  readonly takesDeltas?: boolean;
}

const SPARKLE_FEED = "/feeds/sparkle/{organization}/appcast.xml?version={version}&arch={arch}";

/** The logic of Sparkle 2 (SUAppcast.m, SUAppcastItem.m, SUAppcastDriver.m, SPUExtractSignedFeed.m). */
export function sparkleClient(setting: SparkleSetting): UpdaterClient {
  return {
    updater: "sparkle",
    platforms: ["mac"],
    ask: async (address, app) => {
      try {
        return await check(setting, address, app);
      } catch (thrown) {
        return { kind: "error", message: String(thrown) };
      }
    },
  };
}

async function check(
  setting: SparkleSetting,
  { server, organization }: FeedAddress,
  app: InstalledApp,
): Promise<Outcome> {
  const address =
    server +
    (setting.feed ?? SPARKLE_FEED)
      .replace("{organization}", organization)
      .replace("{version}", encodeURIComponent(app.version))
      .replace("{arch}", app.arch);
  const answer = await fetch(address, {
    headers: { accept: "application/rss+xml,*/*;q=0.1", "user-agent": "App/2026 Spring Sparkle/2053" },
  });
  if (!answer.ok) throw new Error("An error occurred in retrieving update information.");
  const feed = Buffer.from(await answer.arrayBuffer());
  const content = setting.requiresSignedFeed ? verifiedContent(feed, setting.publicKey) : feed;
  const items = itemsOf(parseXml(content.toString()), address);
  const best = bestOf(items.filter((item) => isFor(item, setting, app)));
  if (!best || compareSparkleVersions(app.version, best.version) >= 0) return { kind: "stay" };
  const delta = setting.takesDeltas ? best.deltas.get(app.version) : undefined;
  const downloaded = (delta && (await download(delta, setting))) ?? (await download(best.enclosure, setting));
  if (downloaded === null) throw new Error("The update is improperly signed and could not be validated.");
  return { kind: "update", version: best.version, bytes: downloaded };
}

const BLOCK = "<!-- sparkle-signatures:\n";

/** What stands before the last block of signatures, if it is signed as the block says. */
function verifiedContent(feed: Buffer, publicKey: string): Buffer {
  const start = feed.lastIndexOf(BLOCK);
  const end = start < 0 ? -1 : feed.indexOf("-->", start);
  const content = end < 0 ? feed : feed.subarray(0, start);
  const lines = end < 0 ? [] : feed.toString("utf8", start + BLOCK.length, end).split("\n");
  const read = (name: string) =>
    lines
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2)
      .trim();
  const isWhole = Number(read("length")) === content.length;
  const signature = Buffer.from(read("edSignature") ?? "", "base64");
  if (!isWhole || !isSignedBy(Buffer.from(publicKey, "base64"), content, signature)) {
    throw new Error("The update feed is improperly signed and could not be validated.");
  }
  return content;
}

interface Enclosure {
  readonly url: string;
  readonly edSignature: string | undefined;
  readonly os: string | undefined;
}

interface Item {
  readonly version: string;
  readonly enclosure: Enclosure;
  readonly channel: string | undefined;
  readonly minimumSystem: string | undefined;
  readonly maximumSystem: string | undefined;
  readonly hardware: string | undefined;
  readonly isDelta: boolean;
  /** By the version that they begin with. */
  readonly deltas: ReadonlyMap<string, Enclosure>;
}

/** Every item, or an error if one of them is wrong. */
function itemsOf(root: XmlElement, address: string): readonly Item[] {
  if (root.name !== "rss") return [];
  const channels = childrenOf(root, "channel");
  return channels.flatMap((channel) => childrenOf(channel, "item")).map((item) => toItem(item, address));
}

function toItem(item: XmlElement, address: string): Item {
  const read = (name: string) => childrenOf(item, name)[0]?.text.trim();
  const [file] = childrenOf(item, "enclosure");
  if (!file) throw new Error("No enclosure in feed item");
  const version = file.attributes.get("sparkle:version") ?? read("sparkle:version");
  if (version === undefined) throw new Error("Feed item lacks sparkle:version element");
  const type = file.attributes.get("sparkle:installationType");
  if (type !== undefined && !["application", "package", "interactive-package"].includes(type)) {
    throw new Error(`Feed item's enclosure lacks valid sparkle:installationType (found ${type})`);
  }
  const deltas = childrenOf(childrenOf(item, "sparkle:deltas")[0], "enclosure");
  return {
    version,
    enclosure: toEnclosure(file, address),
    channel: read("sparkle:channel") || undefined,
    minimumSystem: read("sparkle:minimumSystemVersion"),
    maximumSystem: read("sparkle:maximumSystemVersion"),
    hardware: read("sparkle:hardwareRequirements"),
    isDelta: file.attributes.has("sparkle:deltaFrom"),
    deltas: new Map(
      deltas.map((delta) => [delta.attributes.get("sparkle:deltaFrom") ?? "", toEnclosure(delta, address)]),
    ),
  };
}

function toEnclosure({ attributes }: XmlElement, address: string): Enclosure {
  const given = attributes.get("url");
  if (given === undefined) throw new Error("Feed item's enclosure lacks URL");
  const url = new URL(given.replaceAll(" ", "%20"), address);
  if (!/^https?:$/.test(url.protocol)) throw new Error("File URLs must have a http or https URL scheme");
  return {
    url: url.href,
    edSignature: attributes.get("sparkle:edSignature"),
    os: attributes.get("sparkle:os"),
  };
}

function isFor(item: Item, setting: SparkleSetting, { arch, osVersion = "14.5" }: InstalledApp): boolean {
  const system = setting.system ?? osVersion;
  const { enclosure, minimumSystem, maximumSystem, hardware, channel } = item;
  return (
    (enclosure.os === undefined || enclosure.os === "macos") &&
    !item.isDelta &&
    channel === undefined &&
    (!minimumSystem || compareSparkleVersions(minimumSystem, system) <= 0) &&
    (!maximumSystem || compareSparkleVersions(maximumSystem, system) >= 0) &&
    (hardware !== "arm64" || arch === "arm64")
  );
}

/** The newest item; of those that are the same, the first. */
function bestOf(items: readonly Item[]): Item | undefined {
  const [first, ...rest] = items;
  return rest.reduce(
    (best, item) => (best && compareSparkleVersions(best.version, item.version) < 0 ? item : best),
    first,
  );
}

/** The bytes of a file, or null if it is not signed as it should be. */
async function download(
  { url, edSignature }: Enclosure,
  { publicKey }: SparkleSetting,
): Promise<Uint8Array | null> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`An error occurred while downloading the update: ${answer.status}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const signature = Buffer.from(edSignature ?? "", "base64");
  return isSignedBy(Buffer.from(publicKey, "base64"), bytes, signature) ? bytes : null;
}
