import type { Platform } from "../../catalog/platform.ts";
import { ok, type Result } from "../../result.ts";
import { architectureOf, type FileFact, type MalformedMetadata } from "../found-file.ts";
import { malformed } from "../malformed.ts";
import { childOf, parseXml, textOf } from "../xml.ts";

const SYSTEMS: Readonly<Record<string, Platform>> = { win: "win", osx: "mac", linux: "linux" };

/** The `.nuspec` in a package of Squirrel.Windows or Velopack; only the second says the system and the architecture. */
export function readNuspec(
  path: string,
  fileName: string,
  text: string,
): Result<FileFact, MalformedMetadata> {
  const parsed = parseXml(path, text);
  if (!parsed.ok) return parsed;
  const metadata = childOf(childOf(parsed.value, "package"), "metadata");
  const [packageId, version] = [textOf(metadata, "id"), textOf(metadata, "version")];
  if (packageId === undefined || version === undefined) {
    return malformed(path, "its .nuspec has no id or no version");
  }
  const arch = textOf(metadata, "machineArchitecture") ?? textOf(metadata, "rid")?.split("-").at(-1);
  return ok({
    fileName,
    version,
    platform: SYSTEMS[textOf(metadata, "os") ?? ""],
    arch: architectureOf(arch),
    updatersIfUsed: { velopack: { packageId, version } },
  });
}
