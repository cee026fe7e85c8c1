import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import {
  draftKey,
  draftText,
  dropDraft,
  holdOpen,
  storeDraft,
  subscribeToDrafts,
} from "../data/draft-store.ts";
import { readDraft, toStoredDraft } from "../data/draft-text.ts";
import { useMe } from "../data/me.ts";
import { BASE_PATH } from "../paths.ts";
import type { DraftKind } from "./draft-fields.ts";

/** The changes on a form that are not saved yet; the rest of the form shows what the server has. */
export interface Draft<Fields> {
  /** The fields that differ from what the server has now. */
  readonly changes: Partial<Fields>;
  readonly isChanged: boolean;
  /** When the changes were made, in milliseconds since 1970, if they were found here and not made on this form. */
  readonly foundFrom: number | null;
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

/** The form that a draft is made on. */
export interface DraftForm<Fields> {
  readonly kind: DraftKind<Fields>;
  /** Which form it is, such as `organization/42/settings`: each has one draft of a person, in all tabs. */
  readonly place: string;
  /** What it is about, such as the name of the customer. */
  readonly name: string;
  readonly now: Fields;
  readonly etag: string | null;
}

/**
 * Keeps a draft over what the server has, in the browser, until it is saved or dropped. Of the server's answer it stores
 * the ETag alone.
 */
export function useDraft<Fields extends object>(form: DraftForm<Fields>): Draft<Fields> {
  const { kind, place, name, etag } = form;
  const key = draftKey(useMe().person.id, place);
  const text = useSyncExternalStore(subscribeToDrafts, () => draftText(key));
  const kept = useMemo(() => readKept(text, kind), [text, kind]);
  const [changedHere, setChangedHere] = useState<string | null>(null);
  const changes = differing(kept?.fields ?? {}, form);
  const isChanged = Object.keys(changes).length > 0;
  const isMine = changedHere === key;
  useEffect(() => {
    // It cannot be read any more, or it says what the server has by now.
    if (text !== null && !isChanged) dropDraft(key);
  }, [key, text, isChanged]);
  useEffect(() => (isMine && isChanged ? holdOpen(key) : undefined), [key, isMine, isChanged]);
  const store = (fields: Partial<Fields>, basedOn: string | null) => {
    const stored = { ...differing(fields, form) };
    if (Object.keys(stored).length === 0) return dropDraft(key);
    storeDraft(key, toStoredDraft({ at: Date.now(), name, href: addressHere(), basedOn, fields: stored }));
  };
  return {
    changes,
    isChanged,
    foundFrom: kept && isChanged && !isMine ? kept.at : null,
    basedOn: kept && isChanged ? kept.basedOn : etag,
    isOvertaken: isChanged && kept?.basedOn !== etag,
    change: (fields) => {
      // Several fields may change before the form is drawn again.
      const before = readKept(draftText(key), kind);
      const earlier = differing(before?.fields ?? {}, form);
      setChangedHere(key);
      store({ ...earlier, ...fields }, before && Object.keys(earlier).length > 0 ? before.basedOn : etag);
    },
    drop: () => dropDraft(key),
    keep: () => store(changes, etag),
  };
}

/** The fields that differ from what the server has. */
function differing<Fields extends object>(
  fields: Partial<Fields>,
  { now, kind }: DraftForm<Fields>,
): Partial<Fields> {
  const names = Object.keys(fields) as (keyof Fields)[];
  const changed = names.filter((name) => !kind.isSame(fields[name], now[name]));
  return Object.fromEntries(changed.map((name) => [name, fields[name]])) as Partial<Fields>;
}

/** A stored draft of this form, or null if its fields are not those of the form. */
function readKept<Fields>(text: string | null, { fields }: DraftKind<Fields>) {
  const draft = text === null ? null : readDraft(text, Date.now());
  if (!draft) return null;
  const isRead = Object.entries(draft.fields).every(
    ([name, value]) => Object.hasOwn(fields, name) && fields[name as keyof Fields](value),
  );
  if (!isRead) return null;
  return { at: draft.at, basedOn: draft.basedOn, fields: draft.fields as Partial<Fields> };
}

/** The address that is open, without the base path. */
function addressHere(): string {
  const { pathname, search } = window.location;
  return pathname.slice(BASE_PATH.length) + search;
}
