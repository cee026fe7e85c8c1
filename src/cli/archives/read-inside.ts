import { basename } from "node:path";
import { formatOfFile, type PackageFormat } from "../../catalog/platform.ts";
import type { FileFact, MalformedMetadata } from "../../intake/found-file.ts";
import { malformed } from "../../intake/malformed.ts";
import { controlFact } from "../../intake/readers/control.ts";
import { type InfoPlist, readInfoPlist } from "../../intake/readers/info-plist.ts";
import { readAppxManifest } from "../../intake/readers/msix-identity.ts";
import { readNuspec } from "../../intake/readers/nuspec.ts";
import { ok, type Result } from "../../result.ts";
import { readAppImageBlockMapSize } from "./appimage-blockmap.ts";
import { ArchiveFault } from "./collect.ts";
import { readDebControl } from "./deb-control.ts";
import { readTarredPlist, readZippedPlist } from "./info-plist.ts";
import { readZipEntry } from "./zip-entry.ts";

type InsideReader = (path: string, fileName: string) => Promise<Result<FileFact | null, MalformedMetadata>>;

const MOST_XML_BYTES = 1024 ** 2;

/** How the inside of each format is read; the others say nothing that is needed. */
const READERS: Readonly<Partial<Record<PackageFormat, InsideReader>>> = {
  msix: (path, fileName) => readManifest(path, fileName, "AppxManifest.xml"),
  msixbundle: (path, fileName) => readManifest(path, fileName, "AppxMetadata/AppxBundleManifest.xml"),
  nupkg: readPackage,
  deb: async (path, fileName) => controlFact(path, fileName, await readDebControl(path)),
  appimage: readAppImage,
  zip: async (path, fileName) => toFact(path, fileName, await readZippedPlist(path)),
  "app.tar.gz": async (path, fileName) => toFact(path, fileName, await readTarredPlist(path)),
};

/**
 * What a file says of itself inside, or null if it says nothing that is needed. Refuses `metadata_malformed` if it is
 * damaged, or not as its format has it.
 */
export async function readInside(path: string): Promise<Result<FileFact | null, MalformedMetadata>> {
  const fileName = basename(path);
  const read = READERS[formatOfFile(fileName) ?? "exe"];
  if (!read) return ok(null);
  try {
    return await read(path, fileName);
  } catch (error) {
    if (!(error instanceof ArchiveFault)) throw error;
    return malformed(path, error.message);
  }
}

async function readManifest(path: string, fileName: string, entry: string) {
  const bytes = await readZipEntry(path, (name) => name === entry, MOST_XML_BYTES);
  return bytes ? readAppxManifest(path, fileName, toText(bytes)) : malformed(path, `it has no ${entry}`);
}

async function readPackage(path: string, fileName: string) {
  const bytes = await readZipEntry(path, (name) => /^[^/]+\.nuspec$/.test(name), MOST_XML_BYTES);
  return bytes ? readNuspec(path, fileName, toText(bytes)) : malformed(path, "it has no .nuspec");
}

async function readAppImage(path: string, fileName: string) {
  const blockMapSize = await readAppImageBlockMapSize(path);
  return ok(blockMapSize === null ? null : ({ fileName, updaters: { electron: { blockMapSize } } } as const));
}

function toFact(path: string, fileName: string, plist: InfoPlist | null) {
  return plist ? readInfoPlist(path, fileName, plist) : ok(null);
}

/** (Windows' tools write a mark in front that says how the text is encoded.) */
function toText(bytes: Buffer): string {
  return new TextDecoder().decode(bytes);
}
