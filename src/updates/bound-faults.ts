import type { CallRefusalCode } from "../refusal-code.ts";

/** One fault of a refused call, with a code of the closed list. */
export interface Fault {
  readonly code: CallRefusalCode;
  readonly description: string;
}

/** The most faults that an answer lists. */
const MOST_FAULTS = 20;
/** The most characters of one sentence of a refusal; what a caller sent may stand in it. */
const MOST_CHARACTERS = 400;

/** The first faults, each in a bounded sentence, and how many are left out. */
export function boundFaults(faults: readonly Fault[]): { readonly listed: Fault[]; readonly left: number } {
  const listed = faults
    .slice(0, MOST_FAULTS)
    .map(({ code, description }) => ({ code, description: boundText(description) }));
  return { listed, left: faults.length - listed.length };
}

/** A text, cut off with an ellipsis after so many characters, and never between the halves of one character. */
export function boundText(text: string, most = MOST_CHARACTERS): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
