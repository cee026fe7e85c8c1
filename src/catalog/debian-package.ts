import type { Build } from "./build.ts";
import { readControl } from "./control-paragraph.ts";
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

const PACKAGES = new WeakMap<Build["updaters"], DebianPackage | null>();

/** The package of a build, or null if it carries no control paragraph. */
export function debianPackageOf({ updaters }: Pick<Build, "updaters">): DebianPackage | null {
  const known = PACKAGES.get(updaters);
  if (known !== undefined) return known;
  const read = readPackage(updaters.apt?.control ?? "");
  PACKAGES.set(updaters, read);
  return read;
}

function readPackage(control: string): DebianPackage | null {
  const fields = readControl(control);
  if (typeof fields === "string") return null;
  const [name = "", version = "", architecture = ""] = ["package", "version", "architecture"].map((field) =>
    fields.get(field),
  );
  return { name, version, architecture };
}

/** Whether machines of the build's architecture accept its package. */
export function isOfItsArchitecture({ updaters, arch }: Pick<Build, "updaters" | "arch">): boolean {
  const architecture = debianPackageOf({ updaters })?.architecture;
  return architecture === "all" || architecture === DEBIAN_ARCHITECTURES[arch];
}
