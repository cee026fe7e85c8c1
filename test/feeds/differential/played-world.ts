import type { Build } from "../../../src/catalog/build.ts";
import type { PackageFormat } from "../../../src/catalog/platform.ts";
import { addDays } from "../../../src/instant.ts";
import { START } from "../../policy/arbitraries.ts";
import { anOrganization } from "../../support/records.ts";
import { type FeedApp, keepFile } from "../feed-app.ts";
import { aBuild } from "../feed-server.ts";
import { type BuiltFile, type ComparedProtocol, calledBy, spellingOf } from "./protocol.ts";
import type { ComparedWorld, RandomAsk } from "./world.ts";

/** The id of the app in its updater. */
export const OMAHA_ID = "com.example.compared";
const PRODUCT = { updaters: { omaha: { appId: OMAHA_ID } } };

export const ORGANIZATION = anOrganization({ name: "Compared" });

/** Every file of a world by the SHA-256 of its build. */
export type FilesOfWorld = ReadonlyMap<string, BuiltFile>;

/** Publishes a world with a build for every format that one of the protocols installs. */
export function playWorld(
  app: FeedApp,
  world: ComparedWorld,
  protocols: readonly ComparedProtocol[],
): FilesOfWorld {
  const files = new Map<string, BuiltFile>();
  app.files.clear();
  const builds = world.releases
    .flatMap((release) => filesOf(world, release.id, protocols))
    .map((made) => {
      const build = keepFile(app, toBuild(made, protocols), made.file.bytes);
      files.set(build.sha256 ?? "", made.file);
      return build;
    });
  const { releases, own, now } = world;
  const schedules = own === null ? {} : { [ORGANIZATION.id]: own };
  app.publish({ organizations: [ORGANIZATION], releases, builds, schedules, now, product: PRODUCT });
  return files;
}

interface MadeFile {
  readonly file: BuiltFile;
  readonly carries: readonly boolean[];
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
    .flatMap(({ platform, arch, carries, variant }) =>
      [...new Set(protocols.map(({ formats }) => formats[platform]))]
        .filter((format): format is PackageFormat => format !== undefined)
        .map((format) => {
          const bytes = Buffer.from([releaseId, platform, arch, format].join(" "));
          return { file: { bytes, release, platform, arch, format, appVersion, variant }, carries };
        }),
    );
}

/** A build carries what the developer gave for each protocol that takes its format. */
function toBuild({ file, carries }: MadeFile, protocols: readonly ComparedProtocol[]): Build {
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
