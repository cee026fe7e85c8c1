import { readFileSync } from "node:fs";
import { join } from "node:path";

const page = join(import.meta.dirname, "..", "..", "..", "src", "web");

/** The files that name routes, those above others first, from src/web. */
export const ROUTE_FILES = [
  "routes/entrance-routes.tsx",
  "routes/customer-routes.tsx",
  "router.tsx",
] as const;

/** The address of every route of the page, as its source has them. */
export function routedPaths(): readonly string[] {
  const source = ROUTE_FILES.map((name) => readFileSync(join(page, name), "utf8")).join("\n");
  const paths = new Map<string, string>();
  for (const [, name = "", route = ""] of source.matchAll(
    /const (\w+) = createRoute\(\{([\s\S]*?)\n\}\);/g,
  )) {
    const above = paths.get(/getParentRoute: \(\) => (\w+)/.exec(route)?.[1] ?? "") ?? "";
    const path = /\n {2}path: "([^"]+)"/.exec(route)?.[1] ?? "";
    paths.set(name, path === "/" && above !== "" ? above : `${above}${path}`);
  }
  return [...new Set([...paths.values()].filter((path) => path !== ""))].sort();
}
