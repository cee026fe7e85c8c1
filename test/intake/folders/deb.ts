import { gzipSync } from "node:zlib";
import { Header } from "tar";

/** The control paragraph of the package. */
export function controlText(version: string): string {
  return `Package: app
Version: ${version}
Architecture: amd64
Maintainer: Example <dev@example.org>
Description: An app
 It does things.
`;
}

/** A Debian package: an `ar` archive of its format's version, the control archive and the app. */
export function deb(
  version: string,
  control: { readonly name: string; readonly packed: Buffer } = gzipped(version),
) {
  return ar([
    ["debian-binary", Buffer.from("2.0\n")],
    [control.name, control.packed],
    ["data.tar.xz", Buffer.from(`the app ${version}`)],
  ]);
}

function gzipped(version: string) {
  return {
    name: "control.tar.gz",
    packed: gzipSync(tarOf({ "./control": Buffer.from(controlText(version)) })),
  };
}

export function ar(members: readonly (readonly [string, Buffer])[]): Buffer {
  const parts = members.flatMap(([name, bytes]) => [
    Buffer.from(
      `${name.padEnd(16)}${"0".padEnd(12)}${"0".padEnd(6)}${"0".padEnd(6)}${"100644".padEnd(8)}${String(bytes.length).padEnd(10)}\`\n`,
    ),
    bytes,
    Buffer.alloc(bytes.length % 2, "\n"),
  ]);
  return Buffer.concat([Buffer.from("!<arch>\n"), ...parts]);
}

/** A tar archive of files by their names. */
export function tarOf(files: Readonly<Record<string, Buffer>>): Buffer {
  const parts = Object.entries(files).flatMap(([path, bytes]) => {
    const header = new Header({ path, size: bytes.length, type: "File", mode: 0o644, mtime: new Date(0) });
    const block = Buffer.alloc(512);
    header.encode(block, 0);
    return [block, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}
