import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..");
const COPIED = ["src", "test", "bench", "scripts", "package.json", "vitest.config.ts", "vite.config.ts"];
const CONFIGS = ["tsconfig.json", "tsconfig.web.json"];

/** A copy of the sources, in which a recipe of CONTRIBUTING is followed. */
export interface SourceCopy {
  /** Writes a new file. */
  add(path: string, text: string): void;
  /** Puts a line after the first line that contains `mark`; throws if there is none. */
  addAfter(path: string, mark: string, line: string): void;
  /** Compiles with each configuration; gives the lines of the compiler that name a fault. */
  compile(): Promise<readonly string[]>;
  /** Runs a file of the copy and gives what it printed, read as JSON. */
  run(path: string): Promise<unknown>;
  remove(): void;
}

export function copySources(): SourceCopy {
  const folder = mkdtempSync(join(tmpdir(), "sluice-recipe-"));
  for (const name of [...COPIED, ...CONFIGS])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const tool = (...parts: string[]) => join(root, "node_modules", ...parts);
  return {
    add: (path, text) => writeFileSync(join(folder, path), text),
    addAfter(path, mark, line) {
      const lines = readFileSync(join(folder, path), "utf8").split("\n");
      const index = lines.findIndex((text) => text.includes(mark));
      if (index < 0) throw new Error(`${path} has no line with ${mark}`);
      lines.splice(index + 1, 0, line);
      writeFileSync(join(folder, path), lines.join("\n"));
    },
    async compile() {
      const faults: string[] = [];
      for (const config of CONFIGS) {
        const printed = await execute(folder, [
          tool("typescript", "bin", "tsc"),
          "-p",
          config,
          "--pretty",
          "false",
        ]);
        faults.push(...printed.split("\n").filter((line) => /error TS\d+/.test(line)));
      }
      return faults;
    },
    run: async (path) => JSON.parse(await execute(folder, ["--import", "tsx", path])),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Runs Node in a folder and gives what it wrote to its standard output, whatever it ended with. */
function execute(cwd: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [...args], { cwd, maxBuffer: 64 * 1024 ** 2 }, (error, stdout, stderr) => {
      if (error && stdout === "") reject(new Error(stderr));
      else resolve(stdout);
    });
  });
}
