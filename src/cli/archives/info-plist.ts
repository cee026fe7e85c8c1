import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { parseBuffer } from "bplist-parser";
import { type InfoPlist, parsePlistXml } from "../../intake/readers/info-plist.ts";
import { ArchiveFault } from "./collect.ts";
import { readTarEntry } from "./tar-entry.ts";
import { readZipEntry } from "./zip-entry.ts";

const MOST_BYTES = 1024 ** 2;
const isPlist = (name: string) => /^[^/]+\.app\/Contents\/Info\.plist$/.test(name);

/** The `Info.plist` of the app in a ZIP archive, or null if there is no app in it. Throws {@link ArchiveFault}. */
export async function readZippedPlist(path: string): Promise<InfoPlist | null> {
  const bytes = await readZipEntry(path, isPlist, MOST_BYTES);
  return bytes && toPlist(bytes);
}

/** The same in a `.tar.gz`. */
export async function readTarredPlist(path: string): Promise<InfoPlist | null> {
  const packed = createReadStream(path);
  const unpacked = createGunzip();
  packed.once("error", (error) => unpacked.destroy(error));
  try {
    const bytes = await readTarEntry(packed.pipe(unpacked), isPlist, MOST_BYTES);
    return bytes && toPlist(bytes);
  } finally {
    packed.destroy();
  }
}

function toPlist(bytes: Buffer): InfoPlist {
  const plist =
    bytes.subarray(0, 6).toString("latin1") === "bplist"
      ? readBinary(bytes)
      : parsePlistXml(bytes.toString("utf8"));
  if (!plist) throw new ArchiveFault("the Info.plist of its app cannot be read");
  return plist;
}

function readBinary(bytes: Buffer): InfoPlist | null {
  try {
    const [plist] = parseBuffer<unknown>(bytes);
    return typeof plist === "object" && plist !== null ? (plist as InfoPlist) : null;
  } catch {
    return null;
  }
}
