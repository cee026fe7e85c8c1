import { useState } from "react";

/** The changes on a form that are not saved yet; the rest of the form shows what the server has. */
export interface Draft<Fields> {
  /** The fields that differ from what the server has now. */
  readonly changes: Partial<Fields>;
  readonly isChanged: boolean;
  /** The ETag of what the server had when the first change was made: for the save. */
  readonly basedOn: string | null;
  /** Whether somebody else saved since. */
  readonly isOvertaken: boolean;
  change(fields: Partial<Fields>): void;
  /** Drops the changes. */
  drop(): void;
  /** Keeps the changes, on top of what the server has now. */
  keep(): void;
}

interface StoredDraft<Fields> {
  readonly fields: Partial<Fields>;
  readonly basedOn: string | null;
}

/** Keeps a draft over what the server has. Of the server's answer it stores the ETag alone. */
export function useDraft<Fields extends object>(
  now: Fields,
  etag: string | null,
  isSame: (one: Fields[keyof Fields] | undefined, other: Fields[keyof Fields] | undefined) => boolean,
): Draft<Fields> {
  const [kept, setKept] = useState<StoredDraft<Fields> | null>(null);
  const keys = Object.keys(kept?.fields ?? {}) as (keyof Fields)[];
  const changed = keys.filter((key) => !isSame(kept?.fields[key], now[key]));
  const changes = Object.fromEntries(changed.map((key) => [key, kept?.fields[key]])) as Partial<Fields>;
  const basedOn = kept ? kept.basedOn : etag;
  return {
    changes,
    isChanged: changed.length > 0,
    basedOn,
    isOvertaken: changed.length > 0 && basedOn !== etag,
    change: (fields) =>
      setKept((before) => ({
        fields: { ...before?.fields, ...fields },
        basedOn: before && changed.length > 0 ? before.basedOn : etag,
      })),
    drop: () => setKept(null),
    keep: () => setKept((before) => before && { ...before, basedOn: etag }),
  };
}
