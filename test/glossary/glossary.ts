/** A row of docs/glossary.md: a word, what it is, and the words that are not used for it. */
export interface GlossaryRow {
  readonly word: string;
  readonly what: string;
  readonly french: string;
  readonly dutch: string;
  readonly not: readonly string[];
}

/** The rows of every table of the glossary, without headings. */
export function readGlossary(markdown: string): readonly GlossaryRow[] {
  return markdown
    .split("\n")
    .filter((line) => line.startsWith("| ") && !/^\| (?:word |-)/.test(line))
    .map((line) => line.slice(1, -1).split("|"))
    .map(([word = "", what = "", french = "", dutch = "", not = ""]) => ({
      word: word.trim(),
      what: what.trim(),
      french: french.trim(),
      dutch: dutch.trim(),
      not: list(not),
    }));
}

function list(text: string): readonly string[] {
  return text
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
}

/** The words of a name, in lower case: of `findS3Client`, `NEXT_CHECK` or `fast-check.test.ts`. */
export function wordsOf(name: string): readonly string[] {
  const found = name.match(/[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*|\d+/g) ?? [];
  return found.map((word) => word.toLowerCase());
}

/** Whether a name says a term of one or several words, in the singular or in the plural. */
export function says(name: string, term: string): boolean {
  const words = wordsOf(name);
  const parts = wordsOf(term);
  return words.some((_, from) =>
    parts.every((part, index) => {
      const word = words[from + index];
      return word === part || (index === parts.length - 1 && word === `${part}s`);
    }),
  );
}
