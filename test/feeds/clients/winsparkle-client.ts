import { createHash, verify } from "node:crypto";
import { childrenOf, parseXml, type XmlElement } from "./appcast-xml.ts";
import { isSignedBy } from "./ed25519.ts";
import type { FeedAddress, InstalledApp, Outcome, UpdaterClient } from "./updater-client.ts";
import { compareWinSparkleVersions } from "./winsparkle-version.ts";

export interface WinSparkleSetting {
  /** Base64 of the Ed25519 key; with it DSA counts for nothing. */
  readonly publicKey?: string;
  /** The older DSA key, in PEM. */
  readonly dsaKey?: string;
  /** The address behind the server; `{organization}`, `{version}` and `{arch}` are filled in. */
  readonly feed?: string;
  /** Windows' major, minor and build. */
  readonly system?: readonly [number, number, number];
}

const WINSPARKLE_FEED = "/feeds/winsparkle/{organization}/appcast.xml?version={version}&arch={arch}";

/** The logic of WinSparkle 0.9 (appcast.cpp, updatechecker.cpp, updatedownloader.cpp, signatureverifier.cpp). */
export function winSparkleClient(setting: WinSparkleSetting): UpdaterClient {
  return {
    updater: "winsparkle",
    platforms: ["win"],
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
  setting: WinSparkleSetting,
  { server, organization }: FeedAddress,
  app: InstalledApp,
): Promise<Outcome> {
  const feed = (setting.feed ?? WINSPARKLE_FEED)
    .replace("{organization}", organization)
    .replace("{version}", encodeURIComponent(app.version))
    .replace("{arch}", app.arch);
  const answer = await fetch(server + feed, {
    headers: { "user-agent": `App/${app.version} WinSparkle/0.9.4 (Win64)` },
  });
  if (answer.status >= 400) throw new Error("Update file not found on the server.");
  const items = itemsOf(parseXml(await answer.text()), app).filter((item) =>
    isForSystem(item, setting.system ?? numbersOf(app.osVersion ?? "10.0.19045")),
  );
  const [best] = items.toSorted((a, b) => compareWinSparkleVersions(b.version, a.version));
  if (!best || compareWinSparkleVersions(app.version, best.version) >= 0) return { kind: "stay" };
  const file = await fetch(best.file.url);
  if (file.status >= 400) throw new Error("Update file not found on the server.");
  const bytes = new Uint8Array(await file.arrayBuffer());
  verifyFile(bytes, best.file, setting);
  return { kind: "update", version: best.version, bytes };
}

interface File {
  readonly url: string;
  readonly os: string;
  readonly edSignature: string;
  readonly dsaSignature: string;
}

interface Item {
  readonly version: string;
  readonly minimumSystem: string;
  readonly file: File;
}

/** The items with a file for this machine; those of others are passed over. */
function itemsOf(root: XmlElement, app: InstalledApp): readonly Item[] {
  const channels = root.name === "channel" ? [root] : childrenOf(root, "channel");
  return channels
    .flatMap((channel) => childrenOf(channel, "item"))
    .flatMap((item) => toItem(item, app) ?? []);
}

function toItem(item: XmlElement, { arch }: InstalledApp): Item | null {
  const read = (name: string) =>
    childrenOf(item, name)
      .map(({ text }) => text)
      .join("");
  const enclosures = childrenOf(item, "enclosure");
  const files = enclosures.map(toFile).filter(({ url }) => url !== "");
  const own = `windows-${arch}`;
  const isFor = (...names: readonly string[]) => files.find(({ os }) => names.includes(os));
  const file = isFor(own) ?? isFor("windows") ?? isFor("");
  const said = enclosures
    .map(({ attributes }) => attributes.get("sparkle:version"))
    .findLast((one) => one !== undefined);
  const version = read("sparkle:version") || said || "";
  return file && version !== ""
    ? { version, minimumSystem: read("sparkle:minimumSystemVersion"), file }
    : null;
}

function toFile({ attributes }: XmlElement): File {
  const read = (name: string) => attributes.get(name) ?? "";
  return {
    url: read("url"),
    os: read("sparkle:os"),
    edSignature: read("sparkle:edSignature"),
    dsaSignature: read("sparkle:dsaSignature"),
  };
}

function numbersOf(system: string): readonly number[] {
  return system.split(".").map(Number);
}

/** Major, minor and build; a third number below 100 is a service pack, of which today's Windows has none. */
function isForSystem({ minimumSystem }: Item, system: readonly number[]): boolean {
  const [, major, minor = "0", third = "0"] = /^(\d+)(?:\.(\d+)(?:[.-](\d+))?)?/.exec(minimumSystem) ?? [];
  if (major === undefined) return true;
  const build = Number(third) < 100 ? 0 : Number(third);
  const wanted = [Number(major), Number(minor), build];
  const index = wanted.findIndex((part, place) => part !== system[place]);
  const isNewEnough = index < 0 || (system[index] ?? 0) > (wanted[index] ?? 0);
  return isNewEnough && (Number(third) >= 100 || Number(third) === 0 || index >= 0);
}

function verifyFile(
  bytes: Uint8Array,
  { edSignature, dsaSignature }: File,
  setting: WinSparkleSetting,
): void {
  const { publicKey, dsaKey } = setting;
  if (publicKey !== undefined) {
    if (edSignature === "") throw new Error("Missing EdDSA signature!");
    const isRight = isSignedBy(Buffer.from(publicKey, "base64"), bytes, Buffer.from(edSignature, "base64"));
    if (!isRight) throw new Error("Bad EdDSA signature");
  } else if (dsaKey !== undefined) {
    if (dsaSignature === "") throw new Error("Missing DSA signature!");
    const digest = createHash("sha1").update(bytes).digest();
    const isRight = verify("sha1", digest, dsaKey, Buffer.from(dsaSignature, "base64"));
    if (!isRight) throw new Error("Bad DSA signature");
  }
}
