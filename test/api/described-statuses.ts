import { makeDocument } from "../../src/api/document/document.ts";

const { paths } = makeDocument("/") as {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, unknown>> }>>>
  >;
};

/** Paths without a parameter first, which mean themselves; of those with as many, the one that says more. */
const PATTERNS = Object.entries(paths)
  .map(([path, methods]) => ({ path: new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`), methods }))
  .sort((a, b) => countOpen(a.path) - countOpen(b.path) || b.path.source.length - a.path.source.length);

function countOpen(pattern: RegExp): number {
  return pattern.source.split("[^/]+").length;
}

/** The statuses that the API document has for a call, as `GET` and `/v1/me?…`; null: it does not describe this call. */
export function describedStatuses(method: string, address: string): readonly string[] | null {
  const path = address.split("?")[0] ?? "";
  const operation = PATTERNS.find((pattern) => pattern.path.test(path))?.methods[method.toLowerCase()];
  return operation ? Object.keys(operation.responses) : null;
}
