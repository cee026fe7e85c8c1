import { ARCHITECTURES, type Architecture, PLATFORMS, type Platform } from "../../catalog/platform.ts";

/** What a client of TUF asks for. */
export type TufFile =
  | { readonly kind: "timestamp" }
  | NumberedFile<"root">
  | NumberedFile<"snapshot">
  | NumberedFile<"targets">
  | {
      readonly kind: "target";
      readonly platform: Platform;
      readonly arch: Architecture;
      readonly sha256: string;
    };

interface NumberedFile<Kind> {
  readonly kind: Kind;
  readonly version: number;
}

const NUMBERED = /^metadata\/([1-9]\d{0,14})\.(root|snapshot|targets)\.json$/;
const TARGET = /^targets\/([a-z]+)\/([a-z0-9]+)\/([0-9a-f]{64})\.update$/;

/** The file behind an organization's address, or null if there is none of this name. */
export function parseTufFile(file: string): TufFile | null {
  if (file === "metadata/timestamp.json") return { kind: "timestamp" };
  const [, version, kind] = NUMBERED.exec(file) ?? [];
  if (version !== undefined) {
    return { kind: kind as "root" | "snapshot" | "targets", version: Number(version) };
  }
  const [, platformText, archText, sha256] = TARGET.exec(file) ?? [];
  const platform = PLATFORMS.find((known) => known === platformText);
  const arch = ARCHITECTURES.find((known) => known === archText);
  return platform && arch && sha256 ? { kind: "target", platform, arch, sha256 } : null;
}
