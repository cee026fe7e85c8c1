import type { Build } from "../../../src/catalog/build.ts";
import { readOsVersion } from "../../../src/catalog/os-version.ts";
import type { PackageFormat } from "../../../src/catalog/platform.ts";
import { addDays } from "../../../src/instant.ts";
import { START } from "../../policy/arbitraries.ts";
import { anOrganization } from "../../support/records.ts";
import { type FeedApp, keepFile } from "../feed-app.ts";
import { aBuild } from "../feed-server.ts";
import { type BuiltFile, type ComparedProtocol, calledBy, spellingOf } from "./protocol.ts";
import { type ComparedWorld, type RandomAsk, systemOf } from "./world.ts";

/** The id of the app in its updater. */
export const OMAHA_ID = "com.example.compared";
const PRODUCT = { updaters: { omaha: { appId: OMAHA_ID } } };

export const ORGANIZATION = anOrganization({ name: "Compared" });

/** Every file of a world by the SHA-256 of its build. */
export type FilesOfWorld = ReadonlyMap<string, BuiltFile>;

/** A file of a world with its build. */
interface Built {
  readonly file: BuiltFile;
  readonly build: Build;
}

/** The files of the first worlds, by what the world is: each protocol is compared in the same worlds. */
const builtBefore = new Map<string, readonly Built[]>();
const MOST_WORLDS = 200;

/** Publishes a world with a build for every format that one of the protocols installs. */
export function playWorld(
  app: FeedApp,
  world: ComparedWorld,
  protocols: readonly ComparedProtocol[],
): FilesOfWorld {
  const built = builtIn(world, protocols);
  app.files.clear();
  const builds = built.map(({ file, build }) => keepFile(app, build, file.bytes));
  const files = new Map(built.map(({ file, build }) => [build.sha256 ?? "", file]));
  const { releases, own, now } = world;
  const schedules = own === null ? {} : { [ORGANIZATION.id]: own };
  app.publish({ organizations: [ORGANIZATION], releases, builds, schedules, now, product: PRODUCT });
  return files;
}

function builtIn(world: ComparedWorld, protocols: readonly ComparedProtocol[]): readonly Built[] {
  const key = JSON.stringify(world);
  const before = builtBefore.get(key);
  if (before) return before;
  const built = world.releases
    .flatMap((release) => filesOf(world, release.id, protocols))
    .map((made) => ({ file: made.file, build: toBuild(made, protocols) }));
  if (builtBefore.size < MOST_WORLDS) builtBefore.set(key, built);
  return built;
}

interface MadeFile {
  readonly file: BuiltFile;
  readonly carries: readonly boolean[];
  readonly systems: Pick<Build, "minimumOsVersion" | "maximumOsVersion">;
}

function systemsOf({ platform, least, most }: ComparedWorld["built"][number]): MadeFile["systems"] {
  const read = (system: number | null) =>
    system === null ? null : readOsVersion(systemOf(platform, system));
  return { minimumOsVersion: read(least), maximumOsVersion: read(most) };
}

function filesOf(
  { releases, built, callsThree }: ComparedWorld,
  releaseId: string,
  protocols: readonly ComparedProtocol[],
): readonly MadeFile[] {
  const release = releases.find(({ id }) => id === releaseId)!;
  const appVersion = callsThree ? release.version.parts.slice(0, 3).join(".") : null;
  return built
    .filter((one) => one.releaseId === releaseId)
    .flatMap((one) => {
      const { platform, arch, carries, variant } = one;
      const systems = systemsOf(one);
      const formats = new Set(protocols.map((protocol) => protocol.formats[platform]));
      return [...formats]
        .filter((format): format is PackageFormat => format !== undefined)
        .map((format) => {
          const bytes = Buffer.from([releaseId, platform, arch, format].join(" "));
          const file = { bytes, release, platform, arch, format, appVersion, variant };
          return { file, carries, systems };
        });
    });
}

/** A build carries what the developer gave for each protocol that takes its format. */
function toBuild({ file, carries, systems }: MadeFile, protocols: readonly ComparedProtocol[]): Build {
  const { platform, arch, format, appVersion, release, bytes } = file;
  const carried = protocols
    .filter(({ formats }, index) => formats[platform] === format && carries[index % carries.length])
    .map((protocol) => protocol.carry(file));
  const whole = {
    ...Object.assign({}, ...carried),
    updaters: Object.assign({}, ...carried.map(({ updaters }) => updaters)),
    proofs: Object.assign({}, ...carried.map(({ proofs }) => proofs)),
    companions: carried.flatMap(({ companions = [] }) => companions),
  };
  return aBuild(bytes, {
    releaseId: release.id,
    platform,
    arch,
    format,
    fileName: `App.${format}`,
    appVersion,
    addedAt: addDays(START, -1),
    ...systems,
    ...whole,
  });
}

/** The version that an app says it runs, as its protocol spells it. */
export function runningOf(world: ComparedWorld, ask: RandomAsk, protocol: ComparedProtocol): string {
  if (ask.runs === "old") return spellingOf(protocol) === "semver" ? "0.9.0-1" : "0.9.0.1";
  if (ask.runs === "new") return spellingOf(protocol) === "semver" ? "9.0.0-1" : "9.0.0.1";
  const release = world.releases[ask.release % world.releases.length]!;
  const { platform, arch } = ask;
  const three = release.version.parts.slice(0, 3).join(".");
  if (ask.runs === "cut") return three;
  const appVersion = world.callsThree ? three : null;
  const format = protocol.formats[platform]!;
  return calledBy(protocol, {
    bytes: Buffer.of(),
    release,
    platform,
    arch,
    format,
    appVersion,
    variant: variantOf(world, release.id, ask),
  });
}

function variantOf({ built }: ComparedWorld, releaseId: string, { platform, arch }: RandomAsk): number {
  const found = built.find(
    (one) => one.releaseId === releaseId && one.platform === platform && one.arch === arch,
  );
  return found?.variant ?? 0;
}
