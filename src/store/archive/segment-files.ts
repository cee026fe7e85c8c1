/**
 * The storage of the ledger's archive: a folder of this machine, or a bucket. Both functions throw an {@link ArchiveFault}
 * if the storage does not do what it is asked.
 */
export interface SegmentFiles {
  /** Stores a file whole and durably, in place of one of the same name, which has the same entries. */
  write(name: string, bytes: Uint8Array): Promise<void>;
  /** The bytes of a file, or null if it is not there. */
  read(name: string): Promise<Uint8Array | null>;
}

/** The code of every {@link ArchiveFault}, by which `database-faults.ts` knows them. */
export const ARCHIVE_FAULT = "LEDGER_ARCHIVE";

/**
 * A part of the archive that cannot be read or written, or is not what was written. Whatever needs it is not answered: an
 * answer without it would lack a part of the past.
 */
export class ArchiveFault extends Error {
  readonly code = ARCHIVE_FAULT;
}

/** The archive of a database in memory, which is gone with it. */
export function memorySegmentFiles(): SegmentFiles {
  const files = new Map<string, Uint8Array>();
  return {
    write: async (name, bytes) => {
      files.set(name, bytes);
    },
    read: async (name) => files.get(name) ?? null,
  };
}
