import type { FeedAddress, InstalledApp, Outcome, UpdaterClient } from "./updater-client.ts";

/** How the app of a simulated MSIX updater differs from the plain one. */
export interface MsixSetting {
  readonly address?: (feed: FeedAddress, app: InstalledApp) => string;
  readonly allowAnyVersion?: boolean;
  /** The version of the package that runs, or left out if it is what the app calls itself. */
  readonly packageVersion?: string;
  /** What a package has to begin with, in place of the signature that Windows verifies. */
  readonly signature?: string;
}

/**
 * A simulator of Electron's updater for MSIX packages, after electron/electron 96f3996
 * (`lib/browser/api/auto-updater/auto-updater-msix.ts`). A package here is a text whose second line is its version, by which Windows
 * refuses what is older, unless the app allows any version.
 */
export function msixClient(setting: MsixSetting = {}): UpdaterClient {
  return {
    updater: "msix",
    platforms: ["win"],
    ask: async (feed, app) => {
      const address = (setting.address ?? plainAddress)(feed, app);
      try {
        const found = await findUpdate(address, setting.packageVersion ?? app.version, setting);
        return found === null ? { kind: "stay" } : await install(found, setting);
      } catch (error) {
        return { kind: "error", message: String(error) };
      }
    },
  };
}

const plainAddress = ({ server, organization }: FeedAddress, { version, arch }: InstalledApp) =>
  `${server}/feeds/msix/${organization}?version=${version}&arch=${arch}`;

interface Found {
  readonly url: string;
  readonly name: string;
}

async function findUpdate(address: string, running: string, setting: MsixSetting): Promise<Found | null> {
  if (await isMsix(address)) return { url: address, name: "" };
  const answer = await fetch(address, { headers: { accept: "application/json" } });
  if (answer.status === 204) return null;
  if (answer.status !== 200) throw new Error(`Unexpected response status: ${answer.status}`);
  const json = (await answer.json()) as Record<string, unknown>;
  const update = Array.isArray(json.releases) ? fromList(json, running, setting) : json;
  if (update === null) return null;
  const { url, name } = update;
  if (typeof url !== "string" || url === "") throw new Error("Expected 'url' string property.");
  if (!(await isMsix(url))) throw new Error("Update URL does not point to an MSIX file.");
  return { url, name: typeof name === "string" ? name : "" };
}

/** HEAD, and where redirects end. */
async function isMsix(url: string): Promise<boolean> {
  const { url: final } = await fetch(url, { method: "HEAD" });
  return /\.msix(?:bundle)?$/.test(new URL(final).pathname.toLowerCase());
}

function fromList(
  { currentRelease, releases }: Record<string, unknown>,
  running: string,
  { allowAnyVersion = false }: MsixSetting,
): Record<string, unknown> | null {
  if (typeof currentRelease !== "string") throw new Error("Expected 'currentRelease' string.");
  const order = compare(currentRelease, running);
  if (order === 0 || (order < 0 && !allowAnyVersion)) return null;
  const all = releases as readonly {
    readonly version: string;
    readonly updateTo?: Record<string, unknown>;
  }[];
  const updateTo = all.find(({ version }) => version === currentRelease)?.updateTo;
  if (!updateTo) throw new Error(`Release entry for version '${currentRelease}' not found`);
  return updateTo;
}

/** Each part as parseInt reads it: `1-38083` is 1. */
export function compare(a: string, b: string): number {
  const [one, other] = [a, b].map((text) => text.split(".").map((part) => Number.parseInt(part, 10) || 0));
  for (let index = 0; index < Math.max(one?.length ?? 0, other?.length ?? 0); index++) {
    const difference = (one?.[index] ?? 0) - (other?.[index] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

/** What Windows does with the package. */
async function install({ url, name }: Found, setting: MsixSetting): Promise<Outcome> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error("The package could not be opened");
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const text = new TextDecoder().decode(bytes);
  if (!text.startsWith(setting.signature ?? ""))
    throw new Error("The package is not signed by its publisher");
  const version = text.split("\n")[1];
  const isLower =
    version !== undefined &&
    setting.packageVersion !== undefined &&
    compare(version, setting.packageVersion) < 0;
  if (isLower && !setting.allowAnyVersion) throw new Error("A higher version of the package is installed");
  return { kind: "update", version: name, bytes };
}
