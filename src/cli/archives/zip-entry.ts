import { type Entry, open as openZip, type ZipFile } from "yauzl";
import { ArchiveFault, collect } from "./collect.ts";

/** The most entries that are looked at before an archive is taken to have none of the kind. */
const MOST_ENTRIES = 200_000;

/**
 * The bytes of the first entry that is wanted by its name, or null if there is none. Nothing is unpacked to a disk, so no
 * path in it is ever used. Throws {@link ArchiveFault} if it is no ZIP archive, or the entry is too large.
 */
export async function readZipEntry(
  path: string,
  isWanted: (name: string) => boolean,
  mostBytes: number,
): Promise<Buffer | null> {
  const zip = await openAt(path);
  try {
    const entry = await findEntry(zip, isWanted);
    if (!entry) return null;
    if (entry.uncompressedSize > mostBytes) {
      throw new ArchiveFault(`${entry.fileName} in it is larger than ${mostBytes} bytes`);
    }
    return await readEntry(zip, entry, mostBytes);
  } finally {
    zip.close();
  }
}

function openAt(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    openZip(path, { lazyEntries: true, autoClose: false }, (error, zip) => {
      if (error) reject(new ArchiveFault(`it is not a ZIP archive (${error.message})`));
      else resolve(zip);
    });
  });
}

function findEntry(zip: ZipFile, isWanted: (name: string) => boolean): Promise<Entry | null> {
  return new Promise((resolve, reject) => {
    let seen = 0;
    zip.on("entry", (entry: Entry) => {
      seen += 1;
      if (isWanted(entry.fileName)) resolve(entry);
      else if (seen < MOST_ENTRIES) zip.readEntry();
      else resolve(null);
    });
    zip.once("end", () => resolve(null));
    zip.once("error", (error: Error) =>
      reject(new ArchiveFault(`its list of files is damaged (${error.message})`)),
    );
    zip.readEntry();
  });
}

function readEntry(zip: ZipFile, entry: Entry, mostBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const damaged = (error: Error) =>
      reject(new ArchiveFault(`${entry.fileName} in it cannot be read (${error.message})`));
    try {
      zip.openReadStream(entry, (error, stream) => {
        if (error) damaged(error);
        else collect(stream, mostBytes).then(resolve, damaged);
      });
    } catch (error) {
      damaged(error as Error);
    }
  });
}
