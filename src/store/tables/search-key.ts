const ACCENTS = /\p{M}/gu;

/**
 * What lists are ordered by and names are searched in: lower case, without accents, so that `eclair` finds `Éclair`.
 * Made here and stored, because `lower()` depends on each database's locale.
 */
export function searchKey(text: string): string {
  return text.normalize("NFKD").replace(ACCENTS, "").toLowerCase();
}
