import { basename, dirname } from "node:path";
import { build } from "vite";
import { madeOnce } from "./made-once.ts";

/** A module, with all that it needs of ours, as one file of JavaScript: starts in a third of the time that the sources take. */
export function bundled(module: string): Promise<string> {
  return madeOnce(`${basename(module, ".ts")}.mjs`, async (path) => {
    await build({
      configFile: false,
      logLevel: "warn",
      publicDir: false,
      build: {
        ssr: module,
        outDir: dirname(path),
        emptyOutDir: false,
        target: "node20",
        rollupOptions: { output: { entryFileNames: basename(path) } },
      },
    });
  });
}
