import type { IconName } from "../ui/icons.ts";

/** What can be found, in the order in which it is listed. */
export const FINDING_KINDS = ["pages", "actions", "releases", "customers", "users", "installations"] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** Something that was found: it leads to an address, or does something. */
export interface Finding {
  /** Different for each finding of a list. */
  readonly id: string;
  readonly name: string;
  /** What tells it from others of the same name. */
  readonly about?: string;
  readonly icon: IconName;
  readonly href?: string;
  readonly run?: () => unknown;
}

export interface FindingSection {
  readonly id: FindingKind;
  readonly items: readonly Finding[];
}

const ACCENTS = /\p{M}/gu;

/** A text as it is compared: in lower case, without accents. */
function foldText(text: string): string {
  return text.normalize("NFKD").replace(ACCENTS, "").toLowerCase();
}

/** Whether every word of `asked` is somewhere in the texts, whatever the case and accents. */
export function matches(asked: string, ...texts: readonly (string | undefined)[]): boolean {
  const folded = foldText(texts.join(" "));
  return foldText(asked)
    .split(/\s+/)
    .every((word) => folded.includes(word));
}

/** The sections that have something in them, in their order. */
export function inSections(
  found: Readonly<Partial<Record<FindingKind, readonly Finding[]>>>,
): readonly FindingSection[] {
  return FINDING_KINDS.map((id) => ({ id, items: found[id] ?? [] })).filter(({ items }) => items.length > 0);
}
