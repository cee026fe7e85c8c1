import { XMLParser } from "fast-xml-parser";
import type { MsixIdentity } from "../../support/msix.ts";
import type { FeedAddress, InstalledApp, Outcome, UpdaterClient } from "./updater-client.ts";

/** How an app was installed. */
interface AppInstallerSetting {
  /** Reads a package and verifies its signature; null for bytes of which that cannot be told. */
  readonly readPackage: (bytes: Uint8Array) => MsixIdentity | null;
  /** The path of the file behind the organization. */
  readonly path?: (app: InstalledApp) => string;
  /** The version of the installed package, if it is not what the app calls itself. */
  readonly msixVersion?: string;
  /** The name and publisher of the installed package; any if left out. */
  readonly installed?: Pick<MsixIdentity, "name" | "publisher">;
  /** What the app of a package calls itself; the version of the package if left out. */
  readonly callsItself?: (msixVersion: string) => string;
}

/** What the file says. */
interface AppInstallerFile {
  readonly uri: string;
  readonly identity: MsixIdentity;
  readonly packageUri: string;
  readonly mayGoDown: boolean;
}

/**
 * A simulator of Windows' App Installer, from its schema and documents: asks HEAD, then for as many bytes as the file had the
 * last time, compares the version of the package, downloads it and verifies it. It remembers the address in `Uri`.
 */
export class AppInstallerClient implements UpdaterClient {
  readonly updater = "appinstaller";
  readonly platforms = ["win"] as const;
  readonly #setting: AppInstallerSetting;
  /** The length of each file when it was first asked for; Delivery Optimization keeps it. */
  readonly #lengths = new Map<string, number>();
  /** Where each file said that it is. */
  readonly #uris = new Map<string, string>();

  constructor(setting: AppInstallerSetting) {
    this.#setting = setting;
  }

  async ask({ server, organization }: FeedAddress, app: InstalledApp): Promise<Outcome> {
    const path = this.#setting.path?.(app) ?? `/arch/${app.arch}/version/${app.version}/App.appinstaller`;
    const given = `${server}/feeds/appinstaller/${organization}${path}`;
    try {
      return await this.#ask(given, app);
    } catch (error) {
      return { kind: "error", message: error instanceof Error ? error.message : String(error) };
    }
  }

  async #ask(given: string, app: InstalledApp): Promise<Outcome> {
    const file = parse(await this.#download(this.#uris.get(given) ?? given));
    this.#uris.set(given, file.uri);
    const { installed, msixVersion = toFour(app.version) } = this.#setting;
    const { name, publisher, version, architecture } = file.identity;
    if (installed && (name !== installed.name || publisher !== installed.publisher)) {
      throw new Error("0x80080204: the file is of another package than is installed");
    }
    if (!runsOn(architecture, app)) throw new Error(`0x80073CF3: ${architecture} does not run here`);
    const order = compare(version, msixVersion);
    if (order === 0 || (order < 0 && !file.mayGoDown)) return { kind: "stay" };
    const bytes = await (await get(file.packageUri)).bytes;
    const found = this.#setting.readPackage(bytes);
    if (found && (found.name !== name || found.publisher !== publisher || found.version !== version)) {
      throw new Error("0x80080203: the package is not the one that the file names");
    }
    return { kind: "update", version: this.#setting.callsItself?.(version) ?? version, bytes };
  }

  async #download(address: string): Promise<string> {
    const head = await fetch(address, { method: "HEAD" });
    if (!head.ok) throw new Error(`0x80190194: ${head.status} ${address}`);
    if (head.headers.get("content-type") !== "application/appinstaller") {
      throw new Error("0x80004005: not a file of App Installer");
    }
    const length = this.#lengths.get(address) ?? Number(head.headers.get("content-length"));
    this.#lengths.set(address, length);
    const { status, bytes } = await get(address, { range: `bytes=0-${length - 1}` });
    if (status !== 206) throw new Error("0x80D02013: the server has no ranges");
    return Buffer.from(await bytes).toString();
  }
}

async function get(address: string, headers: Record<string, string> = {}) {
  const answer = await fetch(address, { headers });
  if (!answer.ok) throw new Error(`0x80190194: ${answer.status} ${address}`);
  return { status: answer.status, bytes: answer.arrayBuffer().then((body) => new Uint8Array(body)) };
}

const PARSER = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "",
  parseAttributeValue: false,
});

function parse(xml: string): AppInstallerFile {
  // A file that was cut is no XML any more.
  if (!xml.trimEnd().endsWith("-->")) throw new Error("0xC00CE50D: the file ends too early");
  const { AppInstaller: file } = PARSER.parse(xml);
  if (!/^http:\/\/schemas\.microsoft\.com\/appx\/appinstaller\/20\d\d/.test(file?.xmlns ?? "")) {
    throw new Error("0x80080204: not a file of App Installer");
  }
  const { MainPackage, MainBundle, UpdateSettings } = file;
  const main = MainPackage ?? MainBundle;
  for (const version of [file.Version, main?.Version]) checkVersion(version);
  return {
    uri: file.Uri,
    identity: {
      name: main.Name,
      publisher: main.Publisher,
      version: main.Version,
      architecture: MainBundle ? "neutral" : main.ProcessorArchitecture,
    },
    packageUri: main.Uri,
    mayGoDown: UpdateSettings?.ForceUpdateFromAnyVersion === true,
  };
}

function checkVersion(version: unknown): void {
  const isRight =
    typeof version === "string" &&
    /^\d+(\.\d+){3}$/.test(version) &&
    version.split(".").every((part) => Number(part) <= 65_535);
  if (!isRight) throw new Error(`0x80080204: "${version}" is no version of a package`);
}

function runsOn(architecture: string, { arch }: InstalledApp): boolean {
  return architecture === "neutral" || architecture === arch || (architecture === "x86" && arch === "x64");
}

/** The version of a package has four numbers. */
function toFour(version: string): string {
  const parts = version.split(".");
  return [...parts, "0", "0", "0"].slice(0, 4).join(".");
}

function compare(a: string, b: string): number {
  const [left, right] = [a.split(".").map(Number), b.split(".").map(Number)];
  for (let part = 0; part < 4; part++) {
    const difference = (left[part] ?? 0) - (right[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
