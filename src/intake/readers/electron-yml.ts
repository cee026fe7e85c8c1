import { parse } from "yaml";
import { z } from "zod";
import type { Architecture, Platform } from "../../catalog/platform.ts";
import { ok } from "../../result.ts";
import { type FileFact, fileNameOfAddress, osVersionOf } from "../found-file.ts";
import { malformed, readShape } from "../malformed.ts";
import type { MetadataReader } from "./reader.ts";

const NAME = /^(?!builder-)[\w.-]+?(?:-(mac|linux)(?:-(arm64|arm))?)?\.yml$/;

const UpdateFile = z.object({
  url: z.string().min(1),
  sha512: z.string().optional(),
  size: z.number().int().optional(),
  blockMapSize: z.number().int().min(1).optional(),
  isAdminRightsRequired: z.boolean().optional(),
});

const UpdateInfo = z.object({
  version: z.string().min(1),
  files: z.array(UpdateFile).min(1),
  minimumSystemVersion: z.string().optional(),
});

/** electron-builder's `latest.yml`, `latest-mac.yml` and `latest-linux[-arm64].yml`, and those of other channels. */
export const ELECTRON_YML: MetadataReader = {
  isNamed: (fileName) => NAME.test(fileName),
  read: ({ path, fileName, text }) => {
    let value: unknown;
    try {
      // Aliases are bounded: a few of them could stand for gigabytes.
      value = parse(text, { maxAliasCount: 10 });
    } catch {
      return malformed(path, "it is not YAML");
    }
    if (!isUpdateInfo(value)) return ok(null);
    const info = readShape(path, UpdateInfo, value);
    return info.ok ? ok(info.value.files.map((file) => toFact(fileName, info.value, file))) : info;
  },
};

/** Other tools write YAML too; without a version and files it is none of electron-builder's. */
function isUpdateInfo(value: unknown): boolean {
  return typeof value === "object" && value !== null && "version" in value && "files" in value;
}

function toFact(
  fileName: string,
  { version, minimumSystemVersion }: z.output<typeof UpdateInfo>,
  { url, sha512, size, blockMapSize, isAdminRightsRequired }: z.output<typeof UpdateFile>,
): FileFact {
  const [, os, arch] = NAME.exec(fileName) ?? [];
  const details = {
    ...(blockMapSize !== undefined && { blockMapSize }),
    ...(isAdminRightsRequired !== undefined && { isAdminRightsRequired }),
    ...(minimumSystemVersion !== undefined && { minimumSystemVersion }),
  };
  const platform = platformOf(os);
  return {
    fileName: fileNameOfAddress(url),
    version,
    platform,
    // On other systems it is the number of the kernel, and not that of the product.
    minimumOsVersion: platform === "win" ? osVersionOf(minimumSystemVersion) : undefined,
    arch: archOf(arch),
    expected: { sha512, size },
    ...(Object.keys(details).length > 0 && { updaters: { electron: details } }),
  };
}

function platformOf(os: string | undefined): Platform {
  return os === "mac" || os === "linux" ? os : "win";
}

/** (The file of x64 names no architecture, and that of a mac has the files of all.) */
function archOf(word: string | undefined): Architecture | undefined {
  return word === "arm64" ? word : undefined;
}
