import type { KyselyPlugin } from "kysely";
import type { Database } from "../database.ts";
import { digestText, expand, linesOf, nameOf, type Segment } from "./segment.ts";
import { ArchiveFault, type SegmentFiles } from "./segment-files.ts";

/** The most bytes of segments' texts that are kept in memory for the next reader. */
const MOST_KEPT_BYTES = 64 * 1024 ** 2;

/** The entries of a segment as lines, and how much memory they take. */
interface KeptLines {
  readonly lines: readonly string[];
  readonly bytes: number;
}

/** The archive of one ledger: its files, and in memory the segments that were read last. */
export class LedgerArchive {
  readonly #open: () => Promise<SegmentFiles>;
  readonly #kept = new Map<string, KeptLines>();
  #files: Promise<SegmentFiles> | null = null;
  #bytes = 0;

  /** `open` is called when a file is first read or written. */
  constructor(open: () => Promise<SegmentFiles>) {
    this.#open = open;
  }

  get files(): Promise<SegmentFiles> {
    this.#files ??= this.#open();
    return this.#files;
  }

  /**
   * The lines of a segment, in ledger order, from memory if it was read a short while ago. Throws an {@link ArchiveFault}
   * if its file is missing, cannot be read, or is not the one that was written.
   */
  async linesOf(segment: Segment): Promise<readonly string[]> {
    const kept = this.#kept.get(segment.sha256);
    if (kept) {
      // To the end, so that it is forgotten last.
      this.#kept.delete(segment.sha256);
      this.#kept.set(segment.sha256, kept);
      return kept.lines;
    }
    const lines = await this.readLines(segment);
    this.#keep(segment.sha256, { lines, bytes: lines.reduce((sum, line) => sum + line.length, 0) });
    return lines;
  }

  /** As {@link linesOf}, from the file itself, and not kept in memory. */
  async readLines(segment: Segment): Promise<readonly string[]> {
    const name = nameOf(segment);
    const text = await readText(await this.files, name);
    if (digestText(text) !== segment.sha256) {
      throw new ArchiveFault(`${name} is not the file that was written; see "sluice ledger verify"`);
    }
    return linesOf(text);
  }

  /** Forgets what is kept in memory. */
  forget(): void {
    this.#kept.clear();
    this.#bytes = 0;
  }

  #keep(sha256: string, read: KeptLines): void {
    if (this.#kept.has(sha256)) return;
    this.#kept.set(sha256, read);
    this.#bytes += read.bytes;
    for (const [oldest, { bytes }] of this.#kept) {
      if (this.#bytes <= MOST_KEPT_BYTES) return;
      this.#kept.delete(oldest);
      this.#bytes -= bytes;
    }
  }
}

async function readText(files: SegmentFiles, name: string): Promise<string> {
  const bytes = await files.read(name);
  if (bytes === null) throw new ArchiveFault(`${name} is missing; put it back from a backup`);
  try {
    return await expand(bytes);
  } catch {
    throw new ArchiveFault(`${name} is cut off or changed; put it back from a backup`);
  }
}

/** Carries the archive along with the database, into transactions too, so that no reader of the past can be without it. */
export class ArchivePlugin implements KyselyPlugin {
  readonly archive: LedgerArchive;

  constructor(archive: LedgerArchive) {
    this.archive = archive;
  }

  transformQuery({ node }: Parameters<KyselyPlugin["transformQuery"]>[0]) {
    return node;
  }

  async transformResult({ result }: Parameters<KyselyPlugin["transformResult"]>[0]) {
    return result;
  }
}

/** The archive of the ledger in this database. */
export function archiveOf(database: Database): LedgerArchive {
  for (const plugin of database.getExecutor().plugins) {
    if (plugin instanceof ArchivePlugin) return plugin.archive;
  }
  throw new Error("the database was opened without the archive of its ledger");
}
