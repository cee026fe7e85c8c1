import { ARCHITECTURES, type Architecture, type Platform } from "../catalog/platform.ts";
import { OTHER } from "./feed.ts";

/** What the name of a feed file says. */
export interface ElectronFeedFile {
  readonly platform: Platform;
  /** The architecture, {@link OTHER} if it is one that Sluice has no builds for, or null if the name has none. */
  readonly arch: Architecture | typeof OTHER | null;
}

/** `latest.yml`, `beta-mac.yml`, `latest-linux-arm64.yml`: a channel, then the platform, then the architecture. */
const FILE = /^([A-Za-z0-9][\w.-]*?)(?:-(mac|linux)(?:-([\w.-]+))?)?\.yml$/;

/** The other architectures of Electron and Node, as apps name them; they stand at the end of some channels. */
const OTHER_ARCHITECTURES =
  "ia32|x86|i386|i686|arm|armhf|armv7|armv7l|loong64|mips|mipsel|ppc|ppc64|riscv64|s390|s390x";
const CHANNEL_ARCHITECTURE = new RegExp(`(?:^|-)(${ARCHITECTURES.join("|")}|${OTHER_ARCHITECTURES})$`, "i");

/**
 * The meaning of a feed file's name, or null if it is none. Every channel stands for the same decision. On Linux a name
 * without an architecture stands for x64; elsewhere the channel may end in one.
 */
export function parseElectronFeedFile(fileName: string): ElectronFeedFile | null {
  const [, channel, platform, arch] = FILE.exec(fileName) ?? [];
  if (channel === undefined) return null;
  if (platform === "linux") return { platform, arch: arch === undefined ? "x64" : toArchitecture(arch) };
  const named = arch ?? CHANNEL_ARCHITECTURE.exec(channel)?.[1];
  const said = named === undefined ? null : toArchitecture(named);
  return { platform: platform === "mac" ? "mac" : "win", arch: said };
}

function toArchitecture(text: string): Architecture | typeof OTHER {
  return ARCHITECTURES.find((known) => known === text) ?? OTHER;
}
