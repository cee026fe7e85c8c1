import { gzipSync, strToU8, zipSync } from "fflate";
import type { Architecture, PackageFormat, Platform } from "../../catalog/platform.ts";
import { formatVersion, type Version } from "../../catalog/version.ts";

/** What a demo build claims to be. */
export interface DemoBuild {
  readonly product: string;
  readonly platform: Platform;
  readonly arch: Architecture;
  readonly format: PackageFormat;
  readonly version: Version;
}

/**
 * The bytes of a small build for the demo world, about 4 KB: the header of its format, so that a file manager
 * recognizes it, then text that names the build. It installs nothing. The same build always has the same bytes, and
 * different builds have different bytes.
 */
export function makeBuildBytes(build: DemoBuild): Uint8Array {
  const text = describe(build);
  switch (build.format) {
    case "exe":
      return portableExecutable(build.arch, text);
    case "msi":
      return join([COMPOUND_FILE_MAGIC, text]);
    case "msix":
    case "msixbundle":
      return zip({ "AppxManifest.xml": text });
    case "zip":
    case "nsis.zip":
    case "msi.zip":
    case "nupkg":
      return zip({ [`${build.product}/README.txt`]: text });
    case "dmg":
      return join([text, diskImageTrailer(text.length)]);
    case "pkg":
      return join([strToU8("xar!\0\x1c\0\x01", true), text]);
    case "appimage":
      return join([elfHeader(build.arch), text]);
    case "tar.gz":
    case "app.tar.gz":
    case "appimage.tar.gz":
      return gzipSync(text, { mtime: 0, level: 0 });
    case "deb":
      return debianArchive(text);
    case "rpm":
      return join([rpmLead(build), text]);
    case "pacman":
      return zstandardFrame(text);
    case "snap":
      return join([strToU8("hsqs"), text]);
    case "flatpak":
      return join([strToU8("flatpak\0\x01\0\x89\xe5", true), text]);
  }
}

const TEXT_BYTES = 4096;

/** Names the build on every line, so that any range of the file tells which build it is from. */
function describe({ product, platform, arch, format, version }: DemoBuild): Uint8Array {
  const line = `${product} ${formatVersion(version)} for ${platform} ${arch} (${format}): a demo build that installs nothing.\n`;
  return strToU8(line.repeat(Math.ceil(TEXT_BYTES / line.length)));
}

/**
 * Stores without compression, so that the size reveals nothing new; the date is the earliest that ZIP knows, in any
 * time zone.
 */
function zip(files: Record<string, Uint8Array>): Uint8Array {
  return zipSync(files, { level: 0, mtime: new Date(1980, 0, 1) });
}

const COMPOUND_FILE_MAGIC = Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1);

/** A DOS header, whose field at 0x3c leads to a PE header without sections, then the text as an overlay. */
function portableExecutable(arch: Architecture, text: Uint8Array): Uint8Array {
  const header = new Uint8Array(512);
  const view = new DataView(header.buffer);
  const pe = 0x80;
  const optionalHeader = pe + 24;
  header.set(strToU8("MZ"));
  view.setUint32(0x3c, pe, true);
  header.set(strToU8("PE\0\0"), pe);
  view.setUint16(pe + 4, arch === "x64" ? 0x8664 : 0xaa64, true);
  view.setUint16(pe + 20, 240, true); // size of the optional header
  view.setUint16(pe + 22, 0x0022, true); // executable, large addresses
  view.setUint16(optionalHeader, 0x020b, true); // PE32+
  view.setUint32(optionalHeader + 32, 4096, true); // alignment of sections in memory
  view.setUint32(optionalHeader + 36, 512, true); // alignment in the file
  view.setUint16(optionalHeader + 48, 6, true); // needs Windows 6 or newer
  view.setUint32(optionalHeader + 56, 4096, true); // size in memory
  view.setUint32(optionalHeader + 60, header.length, true); // size of all headers
  view.setUint16(optionalHeader + 68, 3, true); // a console program
  view.setUint32(optionalHeader + 108, 16, true); // data directories, all empty
  return join([header, text]);
}

/** A 64-bit little-endian ELF header with the mark of AppImage type 2 at byte 8. */
function elfHeader(arch: Architecture): Uint8Array {
  const header = new Uint8Array(64);
  const view = new DataView(header.buffer);
  header.set(strToU8("\x7fELF\x02\x01\x01\0AI\x02", true));
  view.setUint16(16, 2, true); // executable
  view.setUint16(18, arch === "x64" ? 62 : 183, true);
  view.setUint32(20, 1, true);
  view.setUint16(52, header.length, true);
  return header;
}

/** The 512 bytes at the end of a disk image: where its data lies, here the text from byte 0 on. */
function diskImageTrailer(dataLength: number): Uint8Array {
  const trailer = new Uint8Array(512);
  const view = new DataView(trailer.buffer);
  trailer.set(strToU8("koly"));
  view.setUint32(4, 4);
  view.setUint32(8, trailer.length);
  view.setUint32(12, 1);
  view.setUint32(36, dataLength); // low half of a 64-bit length
  return trailer;
}

/** An `ar` archive that begins as every Debian package does; its second member is the text. */
function debianArchive(text: Uint8Array): Uint8Array {
  const version = strToU8("2.0\n");
  const padding = strToU8(text.length % 2 === 0 ? "" : "\n");
  const members = [arHeader("debian-binary", version.length), version, arHeader("README", text.length), text];
  return join([strToU8("!<arch>\n"), ...members, padding]);
}

function arHeader(name: string, size: number): Uint8Array {
  const fields = [name.padEnd(16), "0".padEnd(12), "0".padEnd(6), "0".padEnd(6), "100644".padEnd(8)];
  return strToU8(`${fields.join("")}${String(size).padEnd(10)}\`\n`);
}

/** The 96 bytes that an RPM package begins with. */
function rpmLead({ product, arch }: DemoBuild): Uint8Array {
  const lead = new Uint8Array(96);
  const view = new DataView(lead.buffer);
  lead.set([0xed, 0xab, 0xee, 0xdb, 3, 0]);
  view.setUint16(8, arch === "x64" ? 1 : 12);
  lead.set(strToU8(product).subarray(0, 65), 10);
  view.setUint16(76, 1); // Linux
  view.setUint16(78, 5); // signed by a header
  return lead;
}

/** One Zstandard frame with one raw block: packed in form only. */
function zstandardFrame(text: Uint8Array): Uint8Array {
  const header = new Uint8Array(12);
  const view = new DataView(header.buffer);
  view.setUint32(0, 0xfd2fb528, true);
  header[4] = 0b1010_0000; // one segment; its size in the next four bytes
  view.setUint32(5, text.length, true);
  const block = (text.length << 3) | 1; // the last block, raw
  header.set([block & 0xff, (block >> 8) & 0xff, (block >> 16) & 0xff], 9);
  return join([header, text]);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
