import { fsyncSync } from "node:fs";
import type { PGlite } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";

type ModuleOptions = Parameters<NodeFS["init"]>[1];

/** PGlite's record of an open file: `nfd` is the descriptor of the real one. */
interface OpenFile {
  readonly nfd: number;
}

/** The change of a file's mode and times; a mode of PGlite's own is one whatever the umask of the process is. */
interface Attributes {
  readonly mode?: number | null;
}

interface NodeFileSystem {
  readonly stream_ops: {
    fsync?: (file: OpenFile) => number;
    setattr(file: OpenFile, attributes: Attributes): void;
  };
  readonly node_ops: { setattr(node: unknown, attributes: Attributes): void };
}

/**
 * PGlite's directory on disk, made durable and private. PGlite itself ignores `fsync`, so a committed transaction could
 * be lost with the machine; here every fsync of the database reaches the disk. It lets the group and others read some of
 * its files; here none.
 */
export class DurableFileSystem extends NodeFS {
  override async init(pglite: PGlite, options: ModuleOptions): ReturnType<NodeFS["init"]> {
    const { emscriptenOpts } = await super.init(pglite, options);
    const preRun = [...(emscriptenOpts.preRun ?? []), giveFsync, keepPrivate];
    return { emscriptenOpts: { ...emscriptenOpts, preRun } };
  }
}

function giveFsync(module: unknown): void {
  fileSystemOf(module).stream_ops.fsync = (file) => {
    fsyncSync(file.nfd);
    return 0;
  };
}

function keepPrivate(module: unknown): void {
  const { stream_ops: ofStreams, node_ops: ofNodes } = fileSystemOf(module);
  const setOfStream = ofStreams.setattr;
  const setOfNode = ofNodes.setattr;
  ofStreams.setattr = (file, attributes) => setOfStream(file, withoutOthers(attributes));
  ofNodes.setattr = (node, attributes) => setOfNode(node, withoutOthers(attributes));
}

function withoutOthers(attributes: Attributes): Attributes {
  const { mode } = attributes;
  return typeof mode === "number" ? { ...attributes, mode: mode & ~0o077 } : attributes;
}

function fileSystemOf(module: unknown): NodeFileSystem {
  return (module as { readonly NODEFS: NodeFileSystem }).NODEFS;
}
