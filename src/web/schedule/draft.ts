import { useState } from "react";

/** What somebody changed on a form and did not save; the rest of the form is what the server says. */
export interface Draft<Fields> {
  /** Only what differs from what stands there now. */
  readonly changes: Partial<Fields>;
  readonly isChanged: boolean;
  /** The ETag of what stood there when the first change was made: a save goes by it. */
  readonly basedOn: string | null;
  /** Somebody else saved since then. */
  readonly isOvertaken: boolean;
  change(fields: Partial<Fields>): void;
  /** Forgets the changes. */
  drop(): void;
  /** Keeps the changes, over what stands there now. */
  keep(): void;
}

interface StoredDraft<Fields> {
  readonly fields: Partial<Fields>;
  readonly basedOn: string | null;
}

/** Of what the server says nothing is kept but its ETag. */
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
