import { type FileHandle, open } from "node:fs/promises";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { Decompress } from "fzstd";
import xz from "xz-decompress";
import { ArchiveFault } from "./collect.ts";
import { readTarEntry } from "./tar-entry.ts";

const MAGIC = "!<arch>\n";
const HEADER_BYTES = 60;
/** `debian-binary` and the control archive come first; what is behind is the app. */
const MOST_MEMBERS = 8;
const MOST_PACKED_BYTES = 16 * 1024 ** 2;
const MOST_CONTROL_BYTES = 50_000;
/** 8 MiB: the most memory that a control archive may ask a decompressor for. */
const MOST_WINDOW_BYTES = 8 * 1024 ** 2;

/** How each ending of the control archive is unpacked. */
const UNPACKERS: Readonly<Record<string, (packed: Buffer) => Readable>> = {
  "": (packed) => Readable.from([packed]),
  ".gz": (packed) => Readable.from([packed]).pipe(createGunzip()),
  ".xz": unpackXz,
  ".zst": unpackZstd,
};

/** The control paragraph of a Debian package. Throws {@link ArchiveFault} if the file is none, or it cannot be read. */
export async function readDebControl(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { name, packed } = await findControl(file);
    const unpack = UNPACKERS[name.slice("control.tar".length)];
    if (!unpack) throw new ArchiveFault(`${name} in it is packed in an unknown way`);
    const control = await readTarEntry(unpack(packed), (entry) => entry === "control", MOST_CONTROL_BYTES);
    if (!control) throw new ArchiveFault(`${name} in it has no control file`);
    return control.toString("utf8");
  } finally {
    await file.close();
  }
}

/** The control archive, which is one of the first members of the `ar` archive that a Debian package is. */
async function findControl(file: FileHandle): Promise<{ readonly name: string; readonly packed: Buffer }> {
  if ((await readAt(file, 0, MAGIC.length)).toString("latin1") !== MAGIC) {
    throw new ArchiveFault("it is not a Debian package");
  }
  let at = MAGIC.length;
  for (let member = 0; member < MOST_MEMBERS; member++) {
    const header = (await readAt(file, at, HEADER_BYTES)).toString("latin1");
    const name = header.slice(0, 16).trim().replace(/\/$/, "");
    const size = Number(header.slice(48, 58));
    if (header.length < HEADER_BYTES || !Number.isSafeInteger(size) || size < 0) break;
    if (name.startsWith("control.tar")) {
      if (size > MOST_PACKED_BYTES)
        throw new ArchiveFault(`${name} in it is larger than ${MOST_PACKED_BYTES} bytes`);
      return { name, packed: await readAt(file, at + HEADER_BYTES, size) };
    }
    at += HEADER_BYTES + size + (size % 2);
  }
  throw new ArchiveFault("it has no control archive");
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

function unpackXz(packed: Buffer): Readable {
  const bytes = new Blob([new Uint8Array(packed)]).stream();
  return Readable.fromWeb(new xz.XzReadableStream(bytes as never) as never);
}

/** (Chunk by chunk, so that a small archive that unpacks to much is noticed on the way.) */
function unpackZstd(packed: Buffer): Readable {
  if (zstdWindow(packed) > MOST_WINDOW_BYTES)
    throw new ArchiveFault("its control archive needs too much memory");
  return Readable.from(unpackInSteps(packed));
}

function* unpackInSteps(packed: Buffer): Generator<Buffer> {
  const ready: Buffer[] = [];
  const decompress = new Decompress((chunk) => ready.push(Buffer.from(chunk)));
  for (let at = 0; at < packed.length; at += 65_536) {
    const end = Math.min(at + 65_536, packed.length);
    decompress.push(new Uint8Array(packed.subarray(at, end)), end === packed.length);
    yield* ready.splice(0);
  }
}

/** The bytes of memory that a Zstandard frame asks for, by its header (RFC 8878, 3.1.1.1). */
function zstdWindow(packed: Buffer): number {
  const descriptor = packed[4] ?? 0;
  const isSingle = (descriptor & 0x20) !== 0;
  if (isSingle) {
    const bytes = [1, 2, 4, 8][descriptor >> 6] ?? 1;
    const at = 5 + ([0, 1, 2, 4][descriptor & 3] ?? 0);
    if (packed.length < at + bytes) return 0;
    return bytes === 8 ? Number(packed.readBigUInt64LE(at)) : packed.readUIntLE(at, bytes);
  }
  const window = packed[5] ?? 0;
  const base = 2 ** (10 + (window >> 3));
  return base + (base / 8) * (window & 7);
}
