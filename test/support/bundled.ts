import { basename, dirname } from "node:path";
import { build } from "vite";
import { madeOnce } from "./made-once.ts";

/**
 * Bundles a module and its imports of ours into one file of JavaScript, which starts in a third of the time of the
 * sources.
 */
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
