import type { LedgerPosition } from "./entry.ts";

/** How much of the hash is written: enough that two entries of one sequence never look alike by chance. */
const HASH_PART = 12;
const WRITTEN_POSITION = new RegExp(`^(\\d{1,15})(?:-([0-9a-f]{${HASH_PART}}))?$`);

/** A position as a client sends it back; an older client has only the number. */
export interface WrittenPosition {
  readonly sequence: number;
  /** The beginning of the entry's hash, or null if only the number is known. */
  readonly hashPart: string | null;
}

/** `42-9f86d081884c`: the sequence and the beginning of the hash, for event ids and ETags. */
export function formatPosition({ sequence, hash }: LedgerPosition): string {
  return `${sequence}-${hash.slice(0, HASH_PART)}`;
}

/** Reads what {@link formatPosition} writes, or a sequence alone; null if it is neither. */
export function parsePosition(text: string): WrittenPosition | null {
  const [, sequence, hashPart] = WRITTEN_POSITION.exec(text) ?? [];
  return sequence === undefined ? null : { sequence: Number(sequence), hashPart: hashPart ?? null };
}

/** Whether a written position is this one; false if the ledger had another entry of its sequence when it was written. */
export function isPosition({ sequence, hashPart }: WrittenPosition, position: LedgerPosition): boolean {
  return sequence === position.sequence && (hashPart === null || position.hash.startsWith(hashPart));
}
