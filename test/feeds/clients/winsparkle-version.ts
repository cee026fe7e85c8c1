type Kind = "number" | "period" | "text";

function kindOf(text: string): Kind {
  if (text.startsWith(".")) return "period";
  return /^[0-9]/.test(text) ? "number" : "text";
}

/** Runs of one kind; each period stands alone. */
const partsOf = (version: string) => version.match(/[0-9]+|\.|[^0-9.]+/g) ?? [];

/** UpdateChecker::CompareVersions: below zero if `a` is older. Numbers have 32 bits, and 1.0 is older than 1.0.0. */
export function compareWinSparkleVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
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
  if (kindA === kindB) {
    if (kindA === "number") return Math.sign(toInt(a) - toInt(b));
    return kindA === "text" && a !== b ? (a < b ? -1 : 1) : 0;
  }
  if (kindB === "text") return 1;
  if (kindA === "text") return -1;
  return kindA === "number" ? 1 : -1;
}

const toInt = (digits: string) => Math.min(Number(digits), 2 ** 31 - 1);
