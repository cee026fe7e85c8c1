import { z } from "zod";
import type { Platform } from "../../catalog/platform.ts";
import { ok } from "../../result.ts";
import { type FileFact, fileNameOf, type MetadataFile } from "../found-file.ts";
import { readJson } from "../malformed.ts";
import { deltaOf } from "./deltas.ts";
import type { MetadataReader } from "./reader.ts";

const NAME = /^(releases|assets)\.([\w.-]+)\.json$/;

const hex = (length: number) =>
  z
    .string()
    .regex(new RegExp(`^[0-9a-fA-F]{${length}}$`))
    .toLowerCase();

const Asset = z.object({
  PackageId: z.string().min(1),
  Version: z.string().min(1),
  Type: z.enum(["Full", "Delta"]),
  FileName: z.string().min(1),
  SHA1: hex(40).optional(),
  SHA256: hex(64).optional(),
  Size: z.number().int().optional(),
});
const Releases = z.object({ Assets: z.array(Asset) });
/** (The newest packages and installers alone, without their versions.) */
const Assets = z.array(z.object({ RelativeFileName: z.string().min(1) }));

/** The channels that Velopack takes for a platform where none is named. */
const CHANNELS: Readonly<Record<string, Platform>> = { win: "win", osx: "mac", linux: "linux" };

/** Velopack's `releases.{channel}.json` and `assets.{channel}.json`. */
export const VELOPACK_JSON: MetadataReader = {
  isNamed: (fileName) => NAME.test(fileName),
  read: (file) => (file.fileName.startsWith("assets.") ? readAssets(file) : readReleases(file)),
};

function readReleases({ path, fileName, text }: MetadataFile) {
  const channel = NAME.exec(fileName)?.[2] ?? "";
  const read = readJson(path, Releases, text);
  if (!read.ok) return read;
  const listed = read.value.Assets.map((asset) => ({
    ...asset,
    fileName: fileNameOf(asset.FileName),
    packageId: asset.PackageId,
    version: asset.Version,
    isDelta: asset.Type === "Delta",
  }));
  return ok(
    listed.map((one): FileFact => {
      const { fileName: name, version, isDelta, packageId, SHA1, SHA256, Size } = one;
      const velopack = { packageId, version, ...(!(channel in CHANNELS) && { channel }) };
      return {
        fileName: name,
        version,
        platform: platformOf(channel),
        expected: { sha1: SHA1, sha256: SHA256, size: Size },
        ...(isDelta ? { delta: deltaOf(one, listed) } : { updaters: { velopack } }),
      };
    }),
  );
}

function readAssets({ path, fileName, text }: MetadataFile) {
  const channel = NAME.exec(fileName)?.[2] ?? "";
  const read = readJson(path, Assets, text);
  if (!read.ok) return read;
  return ok(
    read.value.map(
      ({ RelativeFileName }): FileFact => ({
        fileName: fileNameOf(RelativeFileName),
        platform: platformOf(channel),
      }),
    ),
  );
}

/** A platform that the name of a channel says, such as `osx-arm64`, or undefined. */
function platformOf(channel: string): Platform | undefined {
  const [first = ""] = channel.toLowerCase().split("-");
  return CHANNELS[first];
}
