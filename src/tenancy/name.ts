/** What makes a text no name: it shows nothing, or it hides something. */
export type NameFault = "invisible_characters" | "shows_nothing";

/**
 * What nobody sees in a name, or what makes it read otherwise than it is written: control and format characters (also
 * those that turn the direction of writing), line and paragraph separators, blank letters, broken surrogates. Selectors
 * of a variant of a letter are part of names.
 */
const HIDDEN =
  /(?!\p{Variation_Selector})[\p{Cc}\p{Cs}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Joiners between two visible characters, as Persian, Hindi and emoji need them. */
const JOINERS = /(?<=[\p{L}\p{M}\p{N}\p{S}])[\u200c\u200d](?=[\p{L}\p{M}\p{N}\p{S}])/gu;

/** A letter, a digit, a mark of punctuation or a symbol. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Line breaks and tabs, which a text of several lines may have and a name may not. */
const LAYOUT = /[\n\r\t]/g;

/** Whether a text of several lines hides something: what {@link findNameFault} finds in a name, but for line breaks and tabs. */
export function hidesSomething(text: string): boolean {
  return HIDDEN.test(text.replace(LAYOUT, "").replace(JOINERS, ""));
}

/** What makes a text no name that people can read and tell apart, or null if it is one. */
export function findNameFault(text: string): NameFault | null {
  if (HIDDEN.test(text.replace(JOINERS, ""))) return "invisible_characters";
  return VISIBLE.test(text) ? null : "shows_nothing";
}

/** A text without what {@link findNameFault} finds in a name, for a name that cannot be sent back to be mended. */
export function toReadableName(text: string): string {
  return text.replace(new RegExp(HIDDEN, "gu"), "").trim();
}
