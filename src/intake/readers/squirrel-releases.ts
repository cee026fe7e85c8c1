import { parseNupkgName } from "../../catalog/nupkg-name.ts";
import { ok, type Result } from "../../result.ts";
import { type FileFact, fileNameOfAddress, type MalformedMetadata } from "../found-file.ts";
import { malformed } from "../malformed.ts";
import { deltaOf, type ListedPackage } from "./deltas.ts";
import type { MetadataReader } from "./reader.ts";

const LINE = /^([0-9a-fA-F]{40})\s+(\S+)\s+(\d{1,15})\s*$/;

interface Line extends ListedPackage {
  readonly sha1: string;
  readonly size: number;
}

/** Squirrel.Windows' `RELEASES`: a line for each package, with its SHA-1, its name and its size in bytes. */
export const SQUIRREL_RELEASES: MetadataReader = {
  isNamed: (fileName) => fileName === "RELEASES",
  read: ({ path, text }) => {
    const lines: Line[] = [];
    for (const line of text.replace(/^\uFEFF/, "").split("\n")) {
      const bare = line.replace(/#.*$/, "").trim();
      if (bare === "") continue;
      const read = readLine(path, bare);
      if (!read.ok) return read;
      lines.push(read.value);
    }
    return ok(lines.map((line) => toFact(line, lines)));
  },
};

function readLine(path: string, text: string): Result<Line, MalformedMetadata> {
  const [, sha1, address, size] = LINE.exec(text) ?? [];
  const fileName = fileNameOfAddress(address ?? "");
  const named = parseNupkgName(fileName);
  if (sha1 === undefined || !named) {
    const shown = text.slice(0, 80);
    return malformed(
      path,
      `"${shown}" is not a SHA-1, the name of a package such as App-45.4.1-full.nupkg, and a size`,
    );
  }
  const { packageId, version, kind } = named;
  return ok({
    fileName,
    packageId,
    version,
    isDelta: kind === "delta",
    sha1: sha1.toLowerCase(),
    size: Number(size),
  });
}

function toFact(line: Line, lines: readonly Line[]): FileFact {
  const { fileName, version, sha1, size, isDelta } = line;
  return {
    fileName,
    version,
    platform: "win",
    expected: { sha1, size },
    ...(isDelta ? { delta: deltaOf(line, lines) } : { updaters: { "squirrel-windows": {} } }),
  };
}
