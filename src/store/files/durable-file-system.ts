import { fsyncSync } from "node:fs";
import type { PGlite } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";

type ModuleOptions = Parameters<NodeFS["init"]>[1];

/** PGlite's record of an open file: `nfd` is the descriptor of the real one. */
interface OpenFile {
  readonly nfd: number;
}

/**
 * PGlite's directory on disk, made durable. PGlite itself ignores `fsync`, so a committed transaction could be lost
 * with the machine; here every fsync of the database reaches the disk.
 */
export class DurableFileSystem extends NodeFS {
  override async init(pglite: PGlite, options: ModuleOptions): ReturnType<NodeFS["init"]> {
    const { emscriptenOpts } = await super.init(pglite, options);
    return {
      emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), giveFsync] },
    };
  }
}

function giveFsync(module: unknown): void {
  const { NODEFS } = module as { NODEFS: { stream_ops: { fsync?: (file: OpenFile) => number } } };
  NODEFS.stream_ops.fsync = (file) => {
    fsyncSync(file.nfd);
    return 0;
  };
}
