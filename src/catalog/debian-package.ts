import type { Build } from "./build.ts";
import type { Architecture } from "./platform.ts";

/** What Debian calls the architectures. */
export const DEBIAN_ARCHITECTURES = {
  x64: "amd64",
  arm64: "arm64",
} as const satisfies Record<Architecture, string>;

/** What the control paragraph of a build says of its package. */
export interface DebianPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
}

/** The package of a build, or null if it carries no control paragraph with these fields. */
export function debianPackageOf({ updaters }: Pick<Build, "updaters">): DebianPackage | null {
  const control = updaters.apt?.control ?? "";
  const name = fieldOf(control, "Package");
  const version = fieldOf(control, "Version");
  const architecture = fieldOf(control, "Architecture");
  return name && version && architecture ? { name, version, architecture } : null;
}

/** Whether a machine of the build's architecture accepts its package. */
export function isOfItsArchitecture({ updaters, arch }: Pick<Build, "updaters" | "arch">): boolean {
  const architecture = debianPackageOf({ updaters })?.architecture;
  return architecture === "all" || architecture === DEBIAN_ARCHITECTURES[arch];
}

/** The value of a field of one line, or null if there is none; names of fields are read in any capitals. */
function fieldOf(control: string, name: string): string | null {
  return new RegExp(`^${name}:[ \\t]*(\\S+)[ \\t]*$`, "im").exec(control)?.[1] ?? null;
}
