type Kind = "number" | "text" | "dash" | "period" | "separator";

function kindOf(character: string): Kind {
  if (character === ".") return "period";
  if (character === "-") return "dash";
  if (/\p{Nd}/u.test(character)) return "number";
  return /[\s\p{P}]/u.test(character) ? "separator" : "text";
}

const isSeparator = (kind: Kind) => kind === "period" || kind === "separator";

/** Runs of one kind; separators stand alone, and the first dash ends the version. */
function partsOf(version: string): string[] {
  const parts: string[] = [];
  let before: Kind | null = null;
  for (const character of version) {
    const kind = kindOf(character);
    if (kind === "dash" && before !== null) break;
    if (before === kind && !isSeparator(kind)) parts[parts.length - 1] += character;
    else parts.push(character);
    before = kind;
  }
  return parts;
}

/** How many parts at the beginning are numbers and periods. */
function numericLength(parts: readonly string[]): number {
  const end = parts.findIndex((part) => !["number", "period"].includes(kindOf(part)));
  return end < 0 ? parts.length : end;
}

/** Fills the beginning of `parts` up with zeros, so that 1.0 counts as 1.0.0 beside a longer version. */
function balance(parts: readonly string[], other: readonly string[]): readonly string[] {
  const [own, wanted] = [numericLength(parts), numericLength(other)];
  const added = other.slice(own, wanted).map((part) => (kindOf(part) === "period" ? "." : "0"));
  return [...parts.slice(0, own), ...added, ...parts.slice(own)];
}

/** SUStandardVersionComparator: below zero if `a` is older, zero if both are the same to Sparkle. */
export function compareSparkleVersions(a: string, b: string): number {
  const [partsA, partsB] = [partsOf(a), partsOf(b)];
  const [left, right] = [balance(partsA, partsB), balance(partsB, partsA)];
  const shared = Math.min(left.length, right.length);
  for (let index = 0; index < shared; index++) {
    const order = compareParts(left[index] ?? "", right[index] ?? "");
    if (order !== 0) return order;
  }
  if (left.length === right.length) return 0;
  const rest = (left.length > right.length ? left : right)[shared] ?? "";
  const longerWins = kindOf(rest) !== "text";
  return left.length > right.length === longerWins ? 1 : -1;
}

function compareParts(a: string, b: string): number {
  const [kindA, kindB] = [kindOf(a), kindOf(b)];
  if (kindA === kindB || (isSeparator(kindA) && isSeparator(kindB))) return compareAlike(kindA, a, b);
  if (kindB === "text") return 1;
  if (kindA === "text") return -1;
  return kindA === "number" ? 1 : -1;
}

function compareAlike(kind: Kind, a: string, b: string): number {
  if (kind === "number") return Math.sign(Number(a) - Number(b));
  if (kind !== "text" || a === b) return 0;
  return a < b ? -1 : 1;
}
